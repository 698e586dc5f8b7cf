export interface Bucket {
  /** The `le` label as a number. */
  readonly upperBound: number;
  /** Cumulative count of observations up to the bound. */
  readonly count: number;
}

const RELATIVE_NOISE = 1e-12;

/**
 * The q-quantile of a classic histogram, linear inside the bucket it falls in.
 * NaN without a `+Inf` bucket, with fewer than two buckets or without observations. Reorders nothing in `buckets`.
 */
export function histogramQuantile(q: number, buckets: readonly Bucket[], semantics: 'v2' | 'v3'): number {
  if (Number.isNaN(q)) return Number.NaN;
  if (q < 0) return Number.NEGATIVE_INFINITY;
  if (q > 1) return Number.POSITIVE_INFINITY;
  const sorted = buckets.toSorted((left, right) => left.upperBound - right.upperBound);
  if (sorted.at(-1)?.upperBound !== Number.POSITIVE_INFINITY) return Number.NaN;
  const bounds: number[] = [];
  const counts: number[] = [];
  for (const { upperBound, count } of sorted) {
    const last = bounds.length - 1;
    if (last >= 0 && bounds[last] === upperBound) counts[last] = (counts[last] ?? 0) + count;
    else {
      bounds.push(upperBound);
      counts.push(count);
    }
  }
  makeMonotone(counts, semantics === 'v2' ? 0 : RELATIVE_NOISE);
  return interpolate(q, bounds, counts);
}

/** Rates of buckets scraped at different instants can decrease slightly; cumulative counts cannot. */
function makeMonotone(counts: number[], noise: number): void {
  let previous = counts[0] ?? 0;
  for (let index = 1; index < counts.length; index += 1) {
    const count = counts[index] ?? 0;
    const isNoise = Math.abs(count - previous) <= noise * Math.max(Math.abs(count), Math.abs(previous));
    if (count < previous || isNoise) counts[index] = previous;
    else previous = count;
  }
}

function interpolate(q: number, bounds: readonly number[], counts: readonly number[]): number {
  const top = bounds.length - 1;
  const observations = counts[top] ?? 0;
  if (top < 1 || observations === 0 || Number.isNaN(observations)) return Number.NaN;
  let rank = q * observations;
  let index = counts.findIndex((count, position) => position < top && count >= rank);
  if (index < 0) index = top;
  if (index === top) return bounds[top - 1] ?? Number.NaN;
  const upper = bounds[index] ?? 0;
  if (index === 0 && upper <= 0) return upper;
  let lower = 0;
  let count = counts[index] ?? 0;
  if (index > 0) {
    lower = bounds[index - 1] ?? 0;
    const below = counts[index - 1] ?? 0;
    count -= below;
    rank -= below;
  }
  return lower + (upper - lower) * (rank / count);
}
