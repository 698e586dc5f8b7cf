/** Requests per second at or below a bound, cumulative over bounds, as Prometheus' classic histograms are. */
export interface CumulativeBucket {
  readonly upperBoundMs: number;
  readonly perSecond: number;
}

/**
 * The same as two columns of equal length: a large mesh has a hundred thousand buckets, and as many objects take many times the
 * memory. Histograms with the same bounds may share their column.
 */
export interface CumulativeColumns {
  /** Upper bounds, ascending; Infinity for the last. */
  readonly boundsMs: readonly number[];
  /** Requests per second at or below each bound. */
  readonly atOrBelow: readonly number[];
}

export function inColumns(buckets: readonly CumulativeBucket[]): CumulativeColumns {
  return {
    boundsMs: buckets.map(({ upperBoundMs }) => upperBoundMs),
    atOrBelow: buckets.map(({ perSecond }) => perSecond),
  };
}

/**
 * The q-quantile of a classic histogram, by linear interpolation inside its bucket as Prometheus does it.
 * Undefined when nothing was observed or no +Inf bucket is there. In the last bucket: its lower bound.
 * Follows https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile
 */
export function quantileMs(q: number, buckets: readonly CumulativeBucket[]): number | undefined {
  return quantilesMs([q], inColumns(buckets))[0];
}

/** Several quantiles of one histogram. */
export function quantilesMs(qs: readonly number[], histogram: CumulativeColumns): (number | undefined)[] {
  const settled = mergeEqualBounds(histogram);
  return qs.map((q) => quantileOf(q, settled));
}

function quantileOf(q: number, { boundsMs, atOrBelow }: CumulativeColumns): number | undefined {
  const total = atOrBelow.at(-1);
  if (total === undefined || boundsMs.at(-1) !== Infinity || boundsMs.length < 2 || !(total > 0))
    return undefined;
  const rank = q * total;
  const index = atOrBelow.findIndex((count) => count >= rank);
  const [boundMs, count] = [boundsMs[index], atOrBelow[index]];
  const [lowerBoundMs, lowerCount] = [boundsMs[index - 1], atOrBelow[index - 1]];
  if (boundMs === undefined || count === undefined) return undefined;
  if (boundMs === Infinity) return lowerBoundMs;
  if (lowerBoundMs === undefined || lowerCount === undefined) {
    if (count === 0) return Math.min(0, boundMs);
    return boundMs <= 0 ? boundMs : boundMs * (rank / count);
  }
  const inside = count - lowerCount;
  const width = boundMs - lowerBoundMs;
  return lowerBoundMs + width * ((rank - lowerCount) / inside);
}

/** Sorted by bound, equal bounds added, and made monotone: sums of rates may sag by rounding. */
function mergeEqualBounds({ boundsMs, atOrBelow }: CumulativeColumns): CumulativeColumns {
  let isAscending = true;
  for (let i = 1; i < boundsMs.length; i += 1)
    if (!((boundsMs[i - 1] ?? 0) < (boundsMs[i] ?? 0))) isAscending = false;
  if (isAscending) return { boundsMs, atOrBelow: madeMonotone(atOrBelow) };
  const byBound = new Map<number, number>();
  for (const [i, bound] of boundsMs.entries())
    byBound.set(bound, (byBound.get(bound) ?? 0) + (atOrBelow[i] ?? 0));
  const sorted = [...byBound].sort(([a], [b]) => a - b);
  return {
    boundsMs: sorted.map(([bound]) => bound),
    atOrBelow: madeMonotone(sorted.map(([, count]) => count)),
  };
}

function madeMonotone(counts: readonly number[]): number[] {
  let highest = 0;
  return counts.map((count) => (highest = Math.max(highest, count)));
}
