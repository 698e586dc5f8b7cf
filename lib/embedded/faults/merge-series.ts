import {
  isStaleMarker,
  writeStaleMarker,
  type Labels,
  type Samples,
  type Series,
} from '../promql/series-source';

/**
 * Several counters as one: their sum at every scrape that saw any of them, as a proxy counts that does not know the
 * label which told them apart. The end is marked stale when nothing but markers is left.
 */
export function mergeSeries(labels: Labels, members: readonly Series[]): Series {
  const [only] = members;
  if (only !== undefined && members.length === 1)
    return { labels, samples: (from, to) => only.samples(from, to) };
  return { labels, samples: (fromMs, toMs) => sum(members.map((member) => member.samples(fromMs, toMs))) };
}

function sum(parts: readonly Samples[]): Samples {
  const sums = new Map<number, number | undefined>();
  for (const { timestampsMs, values } of parts) {
    for (const [index, timestampMs] of timestampsMs.entries()) {
      const before = sums.get(timestampMs);
      sums.set(timestampMs, isStaleMarker(values, index) ? before : (before ?? 0) + (values[index] ?? 0));
    }
  }
  const ordered = [...sums].toSorted(([left], [right]) => left - right);
  const values = Float64Array.from(ordered, ([, value]) => value ?? 0);
  for (const [index, [, value]] of ordered.entries())
    if (value === undefined) writeStaleMarker(values, index);
  return { timestampsMs: Float64Array.from(ordered, ([timestampMs]) => timestampMs), values };
}
