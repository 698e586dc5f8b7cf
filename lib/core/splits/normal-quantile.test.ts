import { describe, expect, it } from 'vitest';
import { normalProbability, normalQuantile } from './normal-quantile';

describe('the normal distribution', () => {
  it.each([
    [0.5, 0],
    [0.975, 1.959963984540054],
    [0.995, 2.5758293035489004],
    [0.9999, 3.719016485455709],
    [0.025, -1.959963984540054],
  ])('has the quantile of %s where tables have it', (probability, z) => {
    expect(normalQuantile(probability)).toBeCloseTo(z, 9);
  });

  it('leaves nothing beyond eight deviations', () => {
    expect(normalProbability(40)).toBe(1);
    expect(normalProbability(-40)).toBe(0);
    expect(normalProbability(8)).toBeCloseTo(1, 12);
  });
});
