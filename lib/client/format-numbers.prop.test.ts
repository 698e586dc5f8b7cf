import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBytesPerSecond, formatMilliseconds, formatRate, formatShare } from './format-numbers';

const amount = fc.double({ min: 0, max: 1e14, noNaN: true });

describe('formatted numbers', () => {
  it('show at most three significant digits and no exponent', () => {
    fc.assert(
      fc.property(amount, (value) => {
        for (const text of [formatRate(value), formatBytesPerSecond(value), formatMilliseconds(value)]) {
          const digits = /[\d.]+/.exec(text)?.[0] ?? '';
          const significant = digits.replace('.', '').replace(/^0+/, '');
          const whole = digits.includes('.') ? significant : significant.replace(/0+$/, '');
          expect(whole.length).toBeLessThanOrEqual(3);
          expect(text).not.toMatch(/e[+-]?\d/);
        }
      }),
    );
  });

  it('never show something as nothing', () => {
    fc.assert(
      fc.property(fc.double({ min: Number.MIN_VALUE, max: 1, noNaN: true }), (value) => {
        expect(formatRate(value)).not.toBe('0 rps');
        expect(formatShare(value)).not.toBe('0 %');
      }),
    );
  });

  it('never show a part as all', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (share) => {
        expect(formatShare(share)).not.toBe('100 %');
      }),
    );
  });
});
