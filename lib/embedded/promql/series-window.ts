import type { LabelSet } from './label-set';
import type { Run, Window } from './plan';
import { SampleBuffer } from './sample-buffer';
import type { CounterWindow, Series } from './series-source';
import { SlidingIndexes } from './sliding-indexes';

/** A window over the samples of one stored series. */
export class SeriesWindow implements Window {
  readonly set: LabelSet;
  readonly #series: Series;
  readonly #closed: boolean;
  readonly #buffer: SampleBuffer;
  readonly #indexes: SlidingIndexes;
  #seenVersion = 0;

  constructor(run: Run, set: LabelSet, series: Series, endMs: number) {
    this.set = set;
    this.#series = series;
    this.#closed = run.semantics === 'v2';
    this.#buffer = new SampleBuffer(run, series, endMs, false);
    this.#indexes = new SlidingIndexes(this.#closed);
  }

  get timestampsMs(): ArrayLike<number> {
    return this.#buffer.samples.timestampsMs;
  }

  get values(): ArrayLike<number> {
    return this.#buffer.samples.values;
  }

  get lo(): number {
    return this.#indexes.lo;
  }

  get hi(): number {
    return this.#indexes.hi;
  }

  seek(startMs: number, endMs: number): void {
    this.#buffer.load(startMs, endMs);
    if (this.#seenVersion !== this.#buffer.version) {
      this.#seenVersion = this.#buffer.version;
      this.#indexes.reset();
    }
    this.#indexes.seek(this.#buffer.samples.timestampsMs, startMs, endMs);
  }

  release(): void {
    this.#buffer.release();
  }

  counter(startMs: number, endMs: number): CounterWindow | undefined {
    // Timestamps are whole milliseconds, so a closed window is the open one that starts one earlier.
    return this.#series.counterWindow?.(this.#closed ? startMs - 1 : startMs, endMs);
  }
}
