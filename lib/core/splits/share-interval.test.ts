import { describe, expect, it } from 'vitest';
import { deviationsFor, nameMethod, reach, wholeNeeded, wilsonInterval } from './share-interval';

const Z = deviationsFor(2);

describe('the interval of a share', () => {
  // Worked out apart from this code.
  it.each([
    [10, 100, 0.055229, 0.174366],
    [50, 100, 0.403832, 0.596168],
    [0, 10, 0, 0.277533],
    [10, 10, 0.722467, 1],
    [900, 1000, 0.879848, 0.917091],
    [12.5, 50.5, 0.149247, 0.381498],
  ])('reaches for %s of %s from %s to %s', (part, whole, low, high) => {
    const interval = wilsonInterval(part, whole, Z);
    expect(interval?.low).toBeCloseTo(low, 5);
    expect(interval?.high).toBeCloseTo(high, 5);
  });

  it('is not there where nothing was counted', () => {
    expect(wilsonInterval(0, 0, Z)).toBeUndefined();
    expect(wilsonInterval(1, Number.NaN, Z)).toBeUndefined();
    expect(reach(undefined)).toBe(1);
  });

  it('of the rest is the rest of the interval', () => {
    const one = wilsonInterval(137, 1000, Z);
    const rest = wilsonInterval(863, 1000, Z);
    expect(one!.low + rest!.high).toBeCloseTo(1, 12);
    expect(one!.high + rest!.low).toBeCloseTo(1, 12);
  });

  it('is wider when more shares are told at once', () => {
    expect(deviationsFor(1)).toBe(deviationsFor(2));
    expect(deviationsFor(2)).toBeCloseTo(1.96, 3);
    // 5 % shared by three.
    expect(deviationsFor(3)).toBeCloseTo(2.394, 3);
    expect(nameMethod(2)).toBe('Wilson score interval, 95 %');
    expect(nameMethod(3)).toContain('Bonferroni');
  });
});

describe('the calls that are needed for a margin', () => {
  it.each([
    [0.5, 0.01, 9600],
    [0.1, 0.01, 3461],
    [0, 0.01, 189],
    [1, 0.01, 189],
  ])('of a share of %s to within %s are %s', (share, margin, calls) => {
    expect(wholeNeeded(share, margin, Z)).toBe(calls);
    expect(reach(wilsonInterval(share * calls, calls, Z))).toBeLessThanOrEqual(margin);
    expect(reach(wilsonInterval(share * (calls - 1), calls - 1, Z))).toBeGreaterThan(margin);
  });
});
