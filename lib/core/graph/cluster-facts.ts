import type { Replicas } from '../health/judge-replicas';
import type { ToleranceSet } from '../health/tolerances';
import { matchesLabels } from '../kubernetes/label-match';
import type { ServiceEntryView } from '../kubernetes/service-entry-view';
import type { WorkloadEntryView } from '../kubernetes/workload-entry-view';
import type { MtlsFacts } from '../mtls/mtls-facts';
import type { PodShape } from '../mtls/pod-shape';
import type { KindSight } from './cluster-sight';
import type { AppliedConfig } from './mesh-graph';

/** What the cluster declares, as far as the graph shows it. Absent lists mean: not known, never: there are none. */
export interface ClusterFacts {
  readonly workloads?: readonly WorkloadFacts[];
  readonly services?: readonly ServiceFacts[];
  /** Configuration by the service it is about. */
  readonly serviceConfig?: readonly ServiceConfig[];
  /** Whether some kinds of it cannot be read. */
  readonly isServiceConfigPartial?: boolean;
  /** Workloads that only their pods tell of: of Jobs, Rollouts, bare ReplicaSets, or of nobody. */
  readonly podWorkloads?: readonly PodWorkload[];
  /** What every pod belongs to, those that have ended included. */
  readonly podOwners?: readonly WorkloadName[];
  readonly serviceEntries?: readonly ServiceEntryView[];
  /** What a ServiceEntry without `exportTo` is exported to; absent means everywhere. */
  readonly defaultServiceExportTo?: readonly string[];
  readonly workloadEntries?: readonly WorkloadEntryView[];
  /** The id by which metrics name the cluster that all this is from. */
  readonly clusterId?: string;
  /** How far the cluster can be seen; absent when nobody looks. */
  readonly sight?: readonly KindSight[];
  /** What decides mutual TLS; absent when nobody looks. */
  readonly mtls?: MtlsFacts;
}

/** A workload as metrics name it. */
export interface WorkloadName {
  readonly namespace: string;
  readonly name: string;
  /** Canonical service and revision. */
  readonly app: string;
  readonly version: string;
}

/** A workload and the pods it runs as. */
export interface PodWorkload extends WorkloadName {
  readonly podLabels: Readonly<Record<string, string>>;
  /** Undefined when pods cannot be read. Those that have ended do not count. */
  readonly pods?: PodCounts;
  readonly isGateway: boolean;
  readonly isWaypoint: boolean;
  readonly isAmbient: boolean;
  /** Its pods as mutual TLS sees them; where none runs, what the next would be. */
  readonly shapes?: readonly PodShape[];
  /** Service accounts of its pods, sorted; where none runs, of the next. */
  readonly accounts?: readonly string[];
  /** What its health annotation says; absent where it has none that can be used. */
  readonly rateAnnotation?: ToleranceSet;
}

export interface PodCounts {
  readonly total: number;
  readonly withProxy: number;
  /** Without a proxy of their own, but captured by ztunnel; absent: all that have no proxy, if the workload is ambient. */
  readonly ambient?: number;
}

/** A Deployment, StatefulSet or DaemonSet. */
export interface WorkloadFacts extends PodWorkload {
  readonly replicas: Replicas;
}

export interface ServiceFacts {
  readonly namespace: string;
  readonly name: string;
  /** Empty for services without a selector. */
  readonly selector: Readonly<Record<string, string>>;
  /** What its health annotation says; absent where it has none that can be used. */
  readonly rateAnnotation?: ToleranceSet;
}

export interface ServiceConfig {
  readonly namespace: string;
  readonly service: string;
  readonly config: AppliedConfig;
}

/** Whether a service's selector takes a workload's pods. */
export function selectsWorkload(service: ServiceFacts, workload: PodWorkload): boolean {
  if (Object.keys(service.selector).length === 0 || service.namespace !== workload.namespace) return false;
  return matchesLabels(service.selector, workload.podLabels);
}
