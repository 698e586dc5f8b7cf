import type { Labels } from '../kubernetes/field-reader';

/** A workload with what decides to which subsets it belongs. */
export interface SplitWorkload {
  readonly namespace: string;
  readonly name: string;
  /** Canonical revision. */
  readonly version?: string;
  /** Of its pods, each kind once; of those it would make where none runs. */
  readonly labels: readonly Labels[];
  /** Pods that can take traffic; undefined where nobody can tell. */
  readonly ready: number | undefined;
}

export interface SplitService {
  readonly namespace: string;
  readonly name: string;
  /** Empty where somebody else manages its endpoints. */
  readonly selector: Labels;
}

/** What runs behind destinations. Absent lists mean: not known. */
export interface SplitFacts {
  readonly workloads?: readonly SplitWorkload[];
  readonly services?: readonly SplitService[];
}
