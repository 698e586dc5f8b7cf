import fc from 'fast-check';
import { expect, test } from 'vitest';
import { histogramQuantile, type Bucket } from './histogram-quantile';

const histogram: fc.Arbitrary<Bucket[]> = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 1_000 })), {
    minLength: 1,
    maxLength: 12,
  })
  .map((steps) => {
    let upperBound = 0;
    let count = 0;
    const buckets = steps.map(([width, more]) => ({
      upperBound: (upperBound += width),
      count: (count += more),
    }));
    return [...buckets, { upperBound: Number.POSITIVE_INFINITY, count: count + 1 }];
  });
const unit = fc.double({ min: 0, max: 1, noNaN: true });
/** The lowest quantile of buckets whose first ones are empty is not a number, as in Prometheus. */
const isKnown = (quantile: number) => !Number.isNaN(quantile);

test('a larger quantile is never smaller', () => {
  fc.assert(
    fc.property(histogram, unit, unit, (buckets, a, b) => {
      const low = histogramQuantile(Math.min(a, b), buckets, 'v3');
      const high = histogramQuantile(Math.max(a, b), buckets, 'v3');
      fc.pre(isKnown(low) && isKnown(high));
      expect(low).toBeLessThanOrEqual(high * (1 + 1e-12));
    }),
  );
});

test('the order of buckets does not matter, nor the scale of their counts', () => {
  fc.assert(
    fc.property(histogram, unit, (buckets, q) => {
      const wanted = histogramQuantile(q, buckets, 'v3');
      expect(histogramQuantile(q, buckets.toReversed(), 'v3')).toBe(wanted);
      const doubled = buckets.map(({ upperBound, count }) => ({ upperBound, count: count * 2 }));
      const scaled = histogramQuantile(q, doubled, 'v3');
      if (isKnown(wanted)) expect(scaled).toBeCloseTo(wanted, 9);
      else expect(scaled).toBeNaN();
    }),
  );
});

test.each([
  ['without +Inf', 0.5, [[1, 5]], Number.NaN],
  ['with +Inf alone', 0.5, [[Infinity, 5]], Number.NaN],
  [
    'without observations',
    0.5,
    [
      [1, 0],
      [Infinity, 0],
    ],
    Number.NaN,
  ],
  [
    'below 0',
    -0.1,
    [
      [1, 5],
      [Infinity, 5],
    ],
    Number.NEGATIVE_INFINITY,
  ],
  [
    'above 1',
    1.1,
    [
      [1, 5],
      [Infinity, 5],
    ],
    Number.POSITIVE_INFINITY,
  ],
  [
    'in the top bucket',
    0.99,
    [
      [1, 1],
      [2, 2],
      [Infinity, 10],
    ],
    2,
  ],
  [
    'in a lowest bucket at or below zero',
    0.1,
    [
      [-1, 5],
      [Infinity, 10],
    ],
    -1,
  ],
  [
    'inside a bucket',
    0.5,
    [
      [10, 0],
      [20, 10],
      [Infinity, 10],
    ],
    15,
  ],
  [
    'over counts that fall',
    0.5,
    [
      [10, 8],
      [20, 6],
      [Infinity, 10],
    ],
    6.25,
  ],
] as const)('a quantile %s', (_where, q, buckets, wanted) => {
  const list = buckets.map(([upperBound, count]) => ({ upperBound, count }));
  expect(histogramQuantile(q, list, 'v3')).toBe(wanted);
});
