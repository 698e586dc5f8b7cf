import type { MeshWorkload } from './mesh-view';
import type { RoutedService } from './service-names';

export interface RouteRequest {
  readonly clientNamespace: string;
  /** Full host name. */
  readonly host: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** `mesh` for sidecars, `namespace/name` of an Istio Gateway for requests that enter there. */
  readonly gateway: string;
  /** Gateway of the Gateway API, `namespace/name`, where requests enter at one. */
  readonly kubernetesGateway?: string;
  /** Default http. */
  readonly protocol?: 'http' | 'grpc' | 'tcp';
  /** Default GET. */
  readonly method?: string;
  /** What the Host header says; default the host. */
  readonly authority?: string;
  /** The service's port, where the caller names one. */
  readonly port?: number;
  readonly sourceLabels?: Readonly<Record<string, string>>;
}

/** A copy of requests that goes elsewhere, whose answers nobody waits for. */
export interface MirroredShare {
  /** Copies for each request. */
  readonly share: number;
  readonly service: RoutedService;
  readonly workload: MeshWorkload;
  readonly targetPort: number;
  readonly servicePort: number;
}

/** Where a share of the requests goes: to pods of one workload, out of the mesh, or nowhere with the proxy's own answer. */
export interface RoutedShare {
  readonly share: number;
  readonly service: RoutedService;
  readonly workload?: MeshWorkload;
  readonly failure?: { readonly code: string; readonly flags: string; readonly grpcStatus?: string };
  /** Reaches an endpoint that no proxy knows: a ServiceEntry's, or an address nobody has registered. */
  readonly isOutside?: boolean;
  /** Added by a fault. */
  readonly delayMs?: number;
  readonly subset?: string;
  /** What the route calls its requests in traces, where it names them itself. */
  readonly operation?: string;
  /** Port of the service and of the pods behind it. */
  readonly servicePort?: number;
  readonly targetPort?: number;
  readonly timeoutMs?: number;
  readonly retries?: { readonly attempts: number; readonly on: readonly string[] };
  readonly mirrors?: readonly MirroredShare[];
}
