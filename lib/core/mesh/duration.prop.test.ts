import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDurationSeconds, printDuration } from './duration';

describe('durations', () => {
  it('read back as they were printed', () => {
    const seconds = fc.oneof(fc.nat({ max: 400 * 86_400 }), fc.maxSafeNat());
    fc.assert(
      fc.property(seconds, (number) => {
        expect(parseDurationSeconds(printDuration(number))).toBe(number);
      }),
      { numRuns: 5000 },
    );
  });

  it('print in one form only, however they were written', () => {
    const parts = fc.array(fc.tuple(fc.nat(5000), fc.constantFrom('s', 'm', 'h', 'd', 'w')), {
      minLength: 1,
      maxLength: 5,
    });
    const size = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
    fc.assert(
      fc.property(parts, (list) => {
        const text = list.map(([amount, unit]) => `${amount}${unit}`).join('');
        const total = list.reduce((sum, [amount, unit]) => sum + amount * size[unit as keyof typeof size], 0);
        expect(parseDurationSeconds(text)).toBe(total);
        expect(parseDurationSeconds(printDuration(total))).toBe(total);
      }),
      { numRuns: 3000 },
    );
  });

  it('are a whole number of seconds or nothing, whatever the text', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[0-9smhdw. +-]{0,40}$/));
    fc.assert(
      fc.property(text, (anything) => {
        const seconds = parseDurationSeconds(anything);
        if (seconds !== undefined) expect(Number.isSafeInteger(seconds) && seconds >= 0).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  it.each(['', '5', 'm', '-5m', '+5m', '1.5h', '5 m', '5M', '5ms', '1y', '٥m', `${'9'.repeat(30)}d`, '5m\n'])(
    'are not read from %j',
    (text) => {
      expect(parseDurationSeconds(text)).toBeUndefined();
    },
  );

  it.each([
    [0, '0s'],
    [30, '30s'],
    [90, '1m30s'],
    [300, '5m'],
    [5400, '1h30m'],
    [86_400, '1d'],
    [1_209_600, '14d'],
    [90_061, '1d1h1m1s'],
  ])('of %i seconds are printed %s', (seconds, text) => {
    expect(printDuration(seconds)).toBe(text);
  });
});
