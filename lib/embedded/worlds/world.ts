import type { KubernetesObject } from '../kubernetes/object-store';
import type { LatencyModel } from '../mesh/latency-model';
import type { LoadProfile } from '../mesh/load-profile';

/** A call that a workload makes for each request it receives. */
export interface OutgoingCall {
  /** Host as the application dials it: a short name of its own namespace, or an FQDN. */
  readonly host: string;
  readonly path: string;
  readonly perRequest: number;
}

/** How a workload behaves, whatever configuration it lives under. */
export interface Behaviour {
  readonly namespace: string;
  /** Name of the Deployment. */
  readonly workload: string;
  readonly serviceTime: LatencyModel;
  readonly requestBytes: LatencyModel;
  readonly responseBytes: LatencyModel;
  readonly calls: readonly OutgoingCall[];
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

/** Objects, behaviour and load: everything the simulated mesh needs to come alive. */
export interface World {
  readonly name: string;
  readonly clusterId: string;
  readonly trustDomain: string;
  readonly load: LoadProfile;
  readonly entries: readonly Entry[];
  readonly behaviours: readonly Behaviour[];
  /** What is declared at the start; pods and endpoints follow from the Deployments and Services. */
  objects(startedAt: Date): KubernetesObject[];
}
