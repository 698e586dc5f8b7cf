import type { LabelSet } from './label-set';
import type { Run } from './plan';
import { SampleBuffer } from './sample-buffer';
import { isStaleMarker, type Series } from './series-source';

export interface LatestSample {
  readonly timestampMs: number;
  readonly value: number;
}

/** Finds the newest sample of one series at instants that move forward. */
export class LatestCursor {
  readonly set: LabelSet;
  readonly #run: Run;
  readonly #series: Series;
  readonly #buffer: SampleBuffer;
  #version = 0;
  #next = 0;
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(run: Run, set: LabelSet, series: Series, endMs: number) {
    this.set = set;
    this.#run = run;
    this.#series = series;
    this.#buffer = new SampleBuffer(run, series, endMs, true);
  }

  /** The newest sample within the lookback before `tMs`; undefined when there is none or the series went stale. */
  latest(tMs: number): LatestSample | undefined {
    const closed = this.#run.semantics === 'v2';
    const oldestMs = tMs - this.#run.lookbackMs;
    const known = this.#series.counterWindow?.(closed ? oldestMs - 1 : oldestMs, tMs);
    if (known !== undefined) {
      return known.count > 0 ? { timestampMs: known.lastMs, value: known.lastValue } : undefined;
    }
    this.#buffer.load(oldestMs, tMs);
    const { timestampsMs, values } = this.#buffer.samples;
    if (this.#version !== this.#buffer.version || tMs < this.#lastMs) this.#next = 0;
    this.#version = this.#buffer.version;
    this.#lastMs = tMs;
    while (this.#next < timestampsMs.length && (timestampsMs[this.#next] ?? 0) <= tMs) this.#next += 1;
    const index = this.#next - 1;
    const timestampMs = timestampsMs[index];
    const value = values[index];
    if (timestampMs === undefined || value === undefined) return undefined;
    if (timestampMs < oldestMs || (timestampMs === oldestMs && !closed)) return undefined;
    if (value !== value && isStaleMarker(values, index)) return undefined;
    return { timestampMs, value };
  }
}
