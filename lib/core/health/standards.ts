import type { LatencyObjective } from './judge-latency';
import type { WorkloadReplicas } from './judge-replicas';
import { BUILT_IN_SET, type ToleranceSet } from './tolerances';

/** What a node is held to, and what the cluster knows of its replicas. */
export interface Standards {
  /** Each is applied, the worst counts. */
  readonly tolerances: readonly ToleranceSet[];
  readonly objectives: readonly LatencyObjective[];
  /** Workloads behind the node; empty where the cluster knows none. */
  readonly workloads: readonly WorkloadReplicas[];
}

export const BUILT_IN_STANDARDS: Standards = { tolerances: [BUILT_IN_SET], objectives: [], workloads: [] };
