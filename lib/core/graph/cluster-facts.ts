import type { Replicas } from '../health/judge-replicas';
import type { ToleranceSet } from '../health/tolerances';
import type { AppliedConfig } from './mesh-graph';

/** What the cluster declares, as far as the graph shows it. Absent lists mean: not known, never: there are none. */
export interface ClusterFacts {
  readonly workloads?: readonly WorkloadFacts[];
  readonly services?: readonly ServiceFacts[];
  /** Configuration by the service it is about. */
  readonly serviceConfig?: readonly ServiceConfig[];
}

export interface WorkloadFacts {
  readonly namespace: string;
  readonly name: string;
  /** Canonical service and revision, as metrics name them. */
  readonly app: string;
  readonly version: string;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly replicas: Replicas;
  /** Pods found, and how many of them have a proxy; undefined when pods cannot be read. */
  readonly pods?: { readonly total: number; readonly withProxy: number };
  readonly isGateway: boolean;
  readonly isWaypoint: boolean;
  readonly isAmbient: boolean;
  /** What its health annotation says; absent where it has none that can be used. */
  readonly rateAnnotation?: ToleranceSet;
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
export function selectsWorkload(service: ServiceFacts, workload: WorkloadFacts): boolean {
  const wanted = Object.entries(service.selector);
  if (wanted.length === 0 || service.namespace !== workload.namespace) return false;
  return wanted.every(([name, value]) => workload.podLabels[name] === value);
}
