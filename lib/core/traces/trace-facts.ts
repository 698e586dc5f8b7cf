import type { Labels } from '../kubernetes/field-reader';
import { matchesLabels } from '../kubernetes/label-match';

/** What the cluster declares, as far as traces need it. Absent lists mean: not known. */
export interface TraceFacts {
  readonly workloads: readonly TracedWorkload[];
  readonly services: readonly TracedService[];
  readonly subsets: readonly TracedSubset[];
  /** What hosts of Services end with, behind `svc`; absent means Kubernetes' usual one. */
  readonly domain?: string;
  /** Names of workloads, by `namespace/pod`. */
  readonly workloadOfPod: ReadonlyMap<string, string>;
}

export interface TracedWorkload {
  readonly namespace: string;
  readonly name: string;
  readonly app: string;
  readonly version: string;
  readonly podLabels: Labels;
  /** Who makes its spans; `unknown` where pods cannot be read. */
  readonly proxy: 'sidecar' | 'gateway' | 'waypoint' | 'ambient' | 'none' | 'unknown';
}

/** A Service, or a host of a ServiceEntry. */
export interface TracedService {
  readonly namespace: string;
  /** Short for Services, the host for ServiceEntries. */
  readonly name: string;
  readonly host: string;
  readonly ports: readonly number[];
  readonly selector: Labels;
}

/** A subset of a DestinationRule. */
export interface TracedSubset {
  readonly host: string;
  readonly name: string;
  readonly labels: Labels;
  /** Whether some VirtualService routes to it. */
  readonly isRouted: boolean;
}

export function selectsPods({ namespace, selector }: TracedService, workload: TracedWorkload): boolean {
  return (
    Object.keys(selector).length > 0 &&
    namespace === workload.namespace &&
    matchesLabels(selector, workload.podLabels)
  );
}
