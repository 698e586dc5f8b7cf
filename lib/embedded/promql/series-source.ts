/** What the PromQL engine reads from. The simulated mesh and the in-memory store of tests both implement it. */

/** Label names to values, `__name__` included. Absent labels are simply not there; values are never empty. */
export type Labels = Readonly<Record<string, string>>;

export interface Matcher {
  readonly name: string;
  readonly op: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

/** Samples in time order. A staleness marker is a NaN with Prometheus' own payload: see `isStaleMarker`. */
export interface Samples {
  /** Unix milliseconds, strictly increasing. */
  readonly timestampsMs: Float64Array;
  readonly values: Float64Array;
}

export interface Series {
  readonly labels: Labels;
  /** Samples with `fromMs <= t <= toMs` (both ends included), staleness markers included. */
  samples(fromMs: number, toMs: number): Samples;
  /**
   * Optional short cut for `rate` and `increase`: what the full sample list would tell about (fromMs, toMs],
   * without computing the samples between. Return undefined when a staleness marker may lie inside, or a reset that is
   * not told in `beforeDrops`.
   */
  counterWindow?(fromExclusiveMs: number, toMs: number): CounterWindow | undefined;
}

export interface CounterWindow {
  readonly count: number;
  readonly firstMs: number;
  readonly firstValue: number;
  readonly lastMs: number;
  readonly lastValue: number;
  /** Where the counter fell inside the window: the value before each fall, in time order. Absent when it never did. */
  readonly beforeDrops?: readonly number[];
}

export interface SeriesSource {
  /** Every series that satisfies all matchers and has at least one sample in [fromMs, toMs]. */
  select(matchers: readonly Matcher[], fromMs: number, toMs: number): Iterable<Series>;
}

const STALE_BITS = 0x7ff0000000000002n;

/** Prometheus marks the end of a series by this one NaN payload; every other NaN is an ordinary value. */
export function isStaleMarker(values: Float64Array, index: number): boolean {
  if (!Number.isNaN(values[index])) return false;
  return new BigUint64Array(values.buffer, values.byteOffset, values.length)[index] === STALE_BITS;
}

export function writeStaleMarker(values: Float64Array, index: number): void {
  new BigUint64Array(values.buffer, values.byteOffset, values.length)[index] = STALE_BITS;
}
