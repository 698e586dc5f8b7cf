import type { Call } from '../telemetry/traffic-sample';

/** How often one call was made in a span of time, as one reporter tells it. */
export interface CallCount extends Call {
  /** What is counted: requests of HTTP and gRPC, or connections of TCP. */
  readonly measure: 'requests' | 'connectionsOpened';
  /** Envoy's or ztunnel's short flags; absent when none. */
  readonly flags?: string;
  /** Extrapolated to the whole span by Prometheus, so no whole number. */
  readonly count: number;
}

/** What was counted between two instants. */
export interface CountedSpan {
  /** Unix seconds. */
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** How much of the counts lies between two scrapes and is not extrapolated; above 0, at most 1. */
  readonly countedShare: number;
  readonly counts: readonly CallCount[];
}
