import { compileMatchers } from './matchers';
import type { Labels, Matcher, Samples, Series, SeriesSource } from './series-source';

export interface MemorySeries {
  readonly labels: Labels;
  /** `[Unix milliseconds, value]` in time order. */
  readonly samples: readonly (readonly [timestampMs: number, value: number])[];
}

/** Series held in arrays. The values keep their exact bits, so a staleness marker must be written afterwards. */
export class MemorySource implements SeriesSource {
  readonly series: readonly (Series & { readonly all: Samples })[];

  constructor(series: readonly MemorySeries[]) {
    this.series = series.map(({ labels, samples }) => {
      const all = {
        timestampsMs: Float64Array.from(samples, ([timestampMs]) => timestampMs),
        values: Float64Array.from(samples, ([, value]) => value),
      };
      return { labels, all, samples: (fromMs, toMs) => slice(all, fromMs, toMs) };
    });
  }

  *select(matchers: readonly Matcher[], fromMs: number, toMs: number): Iterable<Series> {
    const matches = compileMatchers(matchers);
    for (const series of this.series) {
      if (matches(series.labels) && series.samples(fromMs, toMs).values.length > 0) yield series;
    }
  }
}

function slice({ timestampsMs, values }: Samples, fromMs: number, toMs: number): Samples {
  const from = firstIndex(timestampsMs, (timestampMs) => timestampMs >= fromMs);
  const to = firstIndex(timestampsMs, (timestampMs) => timestampMs > toMs);
  return { timestampsMs: timestampsMs.subarray(from, to), values: values.subarray(from, to) };
}

function firstIndex(timestampsMs: Float64Array, isAfter: (timestampMs: number) => boolean): number {
  let low = 0;
  let high = timestampsMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isAfter(timestampsMs[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}
