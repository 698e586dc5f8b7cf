import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPlainNumber } from './plain-number';

function read(text: string): number | undefined {
  const written = Buffer.from(`"${text}"`);
  return readPlainNumber(written, 1, written.length - 1);
}

describe('a number that is read from its digits', () => {
  it('is the very number that its text is, or none', () => {
    const digits = fc.stringMatching(/^[0-9]{0,17}$/);
    const written = fc.oneof(
      fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }).map(String),
      fc.double({ min: 0, max: 1e6, noNaN: true }).map(String),
      fc.tuple(digits, digits).map(([whole, fraction]) => `${whole}.${fraction}`),
    );
    fc.assert(
      fc.property(written, (text) => {
        const number = read(text);
        if (number !== undefined) expect(Object.is(number, Number(text))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is read where it has up to sixteen digits', () => {
    expect(read('0.06666666666666667')).toBe(0.06666666666666667);
    expect(read('12345678901234.5')).toBe(12345678901234.5);
    expect([read('7'), read('.5'), read('5.'), read('007')]).toEqual([7, 0.5, 5, 7]);
  });

  it('is none where it is written in another way', () => {
    for (const text of ['', '.', '1.2.3', '-1', '+1', '1e5', 'NaN', '+Inf', '1 ', '99999999999999999'])
      expect(read(text)).toBeUndefined();
  });
});
