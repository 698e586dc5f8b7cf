import type { Answer } from './answer';
import type { Call } from './call';
import type { LatencyModel } from './latency-model';

/** What a workload makes of a request. */
export interface Handling {
  /** Shares sum to 1. */
  readonly outcomes: readonly Outcome[];
  /** What it calls in turn, for each request. */
  readonly calls: readonly { readonly call: Call; readonly share: number }[];
}

export interface Outcome {
  readonly share: number;
  readonly answer: Answer;
  readonly time: LatencyModel;
}
