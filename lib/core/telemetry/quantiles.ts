/** Requests per second at or below a bound, cumulative over bounds, as Prometheus' classic histograms are. */
export interface CumulativeBucket {
  readonly upperBoundMs: number;
  readonly perSecond: number;
}

/**
 * The q-quantile of a classic histogram, by linear interpolation inside its bucket as Prometheus does it.
 * Undefined when nothing was observed or no +Inf bucket is there. In the last bucket: its lower bound.
 * Follows https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile
 */
export function quantileMs(q: number, buckets: readonly CumulativeBucket[]): number | undefined {
  return quantilesMs([q], buckets)[0];
}

/** Several quantiles of one histogram. */
export function quantilesMs(
  qs: readonly number[],
  buckets: readonly CumulativeBucket[],
): (number | undefined)[] {
  const sorted = mergeEqualBounds(buckets);
  return qs.map((q) => quantileOf(q, sorted));
}

function quantileOf(q: number, sorted: readonly CumulativeBucket[]): number | undefined {
  const top = sorted.at(-1);
  if (top === undefined || top.upperBoundMs !== Infinity || sorted.length < 2 || !(top.perSecond > 0))
    return undefined;
  const rank = q * top.perSecond;
  const index = sorted.findIndex((bucket) => bucket.perSecond >= rank);
  const bucket = sorted[index];
  const below = sorted[index - 1];
  if (bucket === undefined) return undefined;
  if (bucket.upperBoundMs === Infinity) return below?.upperBoundMs;
  if (below === undefined) {
    if (bucket.perSecond === 0) return Math.min(0, bucket.upperBoundMs);
    return bucket.upperBoundMs <= 0 ? bucket.upperBoundMs : bucket.upperBoundMs * (rank / bucket.perSecond);
  }
  const inside = bucket.perSecond - below.perSecond;
  const width = bucket.upperBoundMs - below.upperBoundMs;
  return below.upperBoundMs + width * ((rank - below.perSecond) / inside);
}

/** Sorted by bound, equal bounds added, and made monotone: sums of rates may sag by rounding. */
function mergeEqualBounds(buckets: readonly CumulativeBucket[]): CumulativeBucket[] {
  const byBound = new Map<number, number>();
  for (const { upperBoundMs, perSecond } of buckets) {
    byBound.set(upperBoundMs, (byBound.get(upperBoundMs) ?? 0) + perSecond);
  }
  let highest = 0;
  return [...byBound]
    .sort(([a], [b]) => a - b)
    .map(([upperBoundMs, perSecond]) => {
      highest = Math.max(highest, perSecond);
      return { upperBoundMs, perSecond: highest };
    });
}
