import type { KubernetesObject } from '../kubernetes/object-store';
import type { LatencyModel } from '../mesh/latency-model';
import type { LoadProfile } from '../mesh/load-profile';

/** A call that a workload makes for each request it receives. */
export interface OutgoingCall {
  /** Host as the application dials it: a short name of its own namespace, an FQDN, or a name outside the cluster. */
  readonly host: string;
  readonly path: string;
  readonly perRequest: number;
  /** HTTP method that routes and policies see; default GET, for gRPC always POST. */
  readonly method?: string;
  /** Default http. A tcp call is bytes on a connection that stays open. */
  readonly protocol?: 'http' | 'grpc' | 'tcp';
  /** The service's port, where it has several. */
  readonly port?: number;
  /** For tcp: bytes towards the server and back, for each of the caller's requests. */
  readonly bytes?: { readonly toServer: number; readonly toClient: number };
  /** How the caller takes a failed call: answers 200 all the same (default), or fails itself. */
  readonly onFailure?: 'tolerate' | 'fail';
}

/** A share of its answers that a workload gets wrong by itself, whatever the mesh does. */
export interface OwnFailure {
  /** HTTP status, or gRPC status for gRPC calls. */
  readonly code: string;
  /** 0 to 1. */
  readonly share: number;
}

/** How a workload behaves, whatever configuration it lives under. */
export interface Behaviour {
  readonly namespace: string;
  /**
   * Name of the Deployment or StatefulSet. For a host outside the mesh: the host, under the namespace of its
   * ServiceEntry; only `serviceTime` and `failures` mean something there.
   */
  readonly workload: string;
  readonly serviceTime: LatencyModel;
  readonly requestBytes: LatencyModel;
  readonly responseBytes: LatencyModel;
  readonly calls: readonly OutgoingCall[];
  readonly failures?: readonly OwnFailure[];
}

/** Load that arrives from outside at a gateway for a host and path. */
export interface Entry {
  readonly gatewayNamespace: string;
  readonly gatewayWorkload: string;
  readonly host: string;
  readonly path: string;
  /** Part of the world's load. */
  readonly share: number;
  /** Headers that applications pass on along the whole call chain; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Load that a workload makes by itself: a scheduler, a batch job, a client without a proxy. */
export interface SelfMadeLoad {
  readonly namespace: string;
  readonly workload: string;
  /** Part of the world's load that runs through the workload's own calls. */
  readonly share: number;
}

/** Something that goes wrong again and again, and spreads along the call path. */
export interface Incident {
  readonly namespace: string;
  readonly workload: string;
  readonly everySeconds: number;
  readonly lastsSeconds: number;
  /** When in the cycle it begins. */
  readonly offsetSeconds: number;
  /** The workload takes this many times as long. */
  readonly slowness: number;
  /** And fails this share of its requests. */
  readonly failures: readonly OwnFailure[];
}

/** Objects, behaviour and load: everything the simulated mesh needs to come alive. */
export interface World {
  readonly name: string;
  /** Where `kubectl` looks without `-n`. */
  readonly homeNamespace: string;
  readonly clusterId: string;
  readonly trustDomain: string;
  readonly load: LoadProfile;
  readonly entries: readonly Entry[];
  readonly selfMade?: readonly SelfMadeLoad[];
  readonly behaviours: readonly Behaviour[];
  readonly incidents?: readonly Incident[];
  /** What is declared at the start; pods and endpoints follow from the Deployments and Services. */
  objects(startedAt: Date): KubernetesObject[];
}
