import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { histogramQuantile } from '@/lib/embedded/promql/histogram-quantile';
import { quantileMs, type CumulativeBucket } from './quantiles';

const ENVOY_BOUNDS = [0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000];

/** Any histogram: some of Envoy's bounds, counts that may be zero, +Inf on top. */
const histogram: fc.Arbitrary<CumulativeBucket[]> = fc
  .tuple(
    fc.subarray(ENVOY_BOUNDS, { minLength: 1 }),
    fc.array(fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1000, noNaN: true })), {
      minLength: 15,
      maxLength: 15,
    }),
  )
  .map(([bounds, counts]) => {
    let sum = 0;
    return [...bounds, Infinity].map((upperBoundMs, i) => {
      sum += counts[i] ?? 0;
      return { upperBoundMs, perSecond: sum };
    });
  });

const share = fc.double({ min: 0.001, max: 1, noNaN: true });

describe('quantileMs', () => {
  it.each(['v2', 'v3'] as const)('agrees with histogram_quantile (%s)', (semantics) => {
    fc.assert(
      fc.property(histogram, share, (buckets, q) => {
        const theirs = histogramQuantile(
          q,
          buckets.map(({ upperBoundMs, perSecond }) => ({ upperBound: upperBoundMs, count: perSecond })),
          semantics,
        );
        const ours = quantileMs(q, buckets);
        if (Number.isNaN(theirs)) expect(ours).toBeUndefined();
        else expect(Math.abs((ours ?? Number.NaN) - theirs)).toBeLessThanOrEqual(1e-6 * Math.max(1, theirs));
      }),
      { numRuns: 3000 },
    );
  });

  it('never falls as q grows', () => {
    fc.assert(
      fc.property(histogram, share, share, (buckets, a, b) => {
        const low = quantileMs(Math.min(a, b), buckets);
        const high = quantileMs(Math.max(a, b), buckets);
        if (low !== undefined && high !== undefined) expect(low).toBeLessThanOrEqual(high + 1e-9 * high);
      }),
      { numRuns: 3000 },
    );
  });

  it('lies within the bounds of the histogram and does not depend on the order of its buckets', () => {
    fc.assert(
      fc.property(histogram, share, (buckets, q) => {
        const value = quantileMs(q, buckets);
        expect(quantileMs(q, buckets.toReversed())).toBe(value);
        if (value === undefined) return;
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(buckets.at(-2)!.upperBoundMs);
      }),
      { numRuns: 2000 },
    );
  });

  it('adds buckets of the same bound', () => {
    fc.assert(
      fc.property(histogram, histogram, share, (a, b, q) => {
        const bounds = [...new Set([...a, ...b].map(({ upperBoundMs }) => upperBoundMs))];
        const merged = bounds.map((upperBoundMs) => ({
          upperBoundMs,
          perSecond: [...a, ...b].reduce(
            (sum, bucket) => (bucket.upperBoundMs === upperBoundMs ? sum + bucket.perSecond : sum),
            0,
          ),
        }));
        expect(quantileMs(q, [...a, ...b])).toEqual(quantileMs(q, merged));
      }),
      { numRuns: 1000 },
    );
  });

  const of = (...pairs: [number, number][]) =>
    pairs.map(([upperBoundMs, perSecond]) => ({ upperBoundMs, perSecond }));

  it('interpolates inside the bucket that holds the rank', () => {
    expect(quantileMs(0.5, of([10, 0], [20, 10], [Infinity, 10]))).toBe(15);
    expect(quantileMs(0.5, of([10, 10], [Infinity, 10]))).toBe(5);
  });

  it('is the highest finite bound when the rank lies beyond it', () => {
    expect(quantileMs(0.99, of([10, 1], [20, 2], [Infinity, 100]))).toBe(20);
  });

  it('is not known without observations, without +Inf and with +Inf alone', () => {
    expect(quantileMs(0.5, [])).toBeUndefined();
    expect(quantileMs(0.5, of([10, 0], [Infinity, 0]))).toBeUndefined();
    expect(quantileMs(0.5, of([10, 5], [20, 5]))).toBeUndefined();
    expect(quantileMs(0.5, of([Infinity, 5]))).toBeUndefined();
  });

  it('is a number even where the rank is too small to be told from zero', () => {
    expect(quantileMs(0.001, of([10, 0], [20, 5e-324], [Infinity, 5e-324]))).toBe(0);
  });

  it('takes sums that sag by rounding for level', () => {
    expect(quantileMs(0.95, of([10, 5], [20, 5 - 1e-12], [Infinity, 5]))).toBe(9.5);
  });
});
