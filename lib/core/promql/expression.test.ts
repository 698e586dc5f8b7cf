import { describe, expect, it } from 'vitest';
import { or, printDuration, rate, sumBy } from './expression';
import { oneOf, printSelector } from './matcher';

describe('expressions', () => {
  it('composes a rate by labels', () => {
    const selector = printSelector('istio_requests_total', [oneOf('ns', ['b', 'a.c', 'b'])]);
    expect(sumBy(['x', 'y'], rate(selector, 60))).toBe(
      'sum by (x, y) (rate(istio_requests_total{ns=~"a\\\\.c|b"}[60s]))',
    );
  });

  it('joins operands into a union', () => {
    expect(or(printSelector('a', []), printSelector('b:c', []))).toBe('a or b:c');
  });

  it('prints windows in whole seconds or milliseconds', () => {
    expect(printDuration(90)).toBe('90s');
    expect(printDuration(0.25)).toBe('250ms');
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses a window of %d seconds', (seconds) => {
    expect(() => rate(printSelector('up', []), seconds)).toThrow(RangeError);
  });

  it.each(['', '1a', 'a-b', 'a{', 'ä'])('refuses %j as a metric', (metric) => {
    expect(() => printSelector(metric, [])).toThrow(RangeError);
  });
});
