import type { Run } from './plan';
import { isStaleMarker, type Samples, type Series } from './series-source';

const NO_SAMPLES: Samples = { timestampsMs: new Float64Array(0), values: new Float64Array(0) };
const MIN_CHUNK_MS = 30 * 60_000;

/** The samples of one series around the instants being evaluated, fetched in chunks as time moves forward. */
export class SampleBuffer {
  samples: Samples = NO_SAMPLES;
  /** Grows whenever `samples` is replaced. */
  version = 0;
  readonly #run: Run;
  readonly #series: Series;
  readonly #endMs: number;
  readonly #keepStale: boolean;
  #fromMs = Number.POSITIVE_INFINITY;
  #toMs = Number.NEGATIVE_INFINITY;

  /** `endMs` is the last instant that will ever be asked for: nothing is fetched beyond it. */
  constructor(run: Run, series: Series, endMs: number, keepStale: boolean) {
    this.#run = run;
    this.#series = series;
    this.#endMs = endMs;
    this.#keepStale = keepStale;
  }

  /** Makes sure every sample in [fromMs, toMs] is held. */
  load(fromMs: number, toMs: number): void {
    if (fromMs >= this.#fromMs && toMs <= this.#toMs) return;
    const aheadMs = Math.max(MIN_CHUNK_MS, 2 * (toMs - fromMs));
    this.#fromMs = fromMs;
    this.#toMs = Math.max(toMs, Math.min(this.#endMs, toMs + aheadMs));
    const fetched = this.#series.samples(this.#fromMs, this.#toMs);
    const kept = this.#keepStale ? fetched : withoutStaleMarkers(fetched);
    this.#run.budget.take(kept.values.length - this.samples.values.length);
    this.samples = kept;
    this.version += 1;
  }

  /** Gives the held samples back to the budget. */
  release(): void {
    this.#run.budget.take(-this.samples.values.length);
    this.samples = NO_SAMPLES;
    this.version += 1;
    this.#fromMs = Number.POSITIVE_INFINITY;
    this.#toMs = Number.NEGATIVE_INFINITY;
  }
}

function withoutStaleMarkers(samples: Samples): Samples {
  const { timestampsMs, values } = samples;
  let stale = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    if (value !== value && isStaleMarker(values, index)) stale += 1;
  }
  if (stale === 0) return samples;
  const keptTimestampsMs = new Float64Array(values.length - stale);
  const keptValues = new Float64Array(values.length - stale);
  let next = 0;
  for (let index = 0; index < values.length; index += 1) {
    if (isStaleMarker(values, index)) continue;
    keptTimestampsMs[next] = timestampsMs[index] ?? 0;
    keptValues[next] = values[index] ?? 0;
    next += 1;
  }
  return { timestampsMs: keptTimestampsMs, values: keptValues };
}
