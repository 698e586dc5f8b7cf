import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatUtc, parseTimeField, printTimeField } from './format-time';

describe('the field for a time', () => {
  it('holds the instant in the viewer’s zone, and is read back as the same instant', () => {
    // Not in autumn: where clocks are turned back, one hour comes twice.
    const instant = fc.integer({ min: Date.UTC(2020, 5, 1) / 1_000, max: Date.UTC(2020, 7, 1) / 1_000 });
    fc.assert(fc.property(instant, (at) => parseTimeField(printTimeField(at)) === at));
  });

  it('needs no seconds', () => {
    const at = parseTimeField('2031-04-05T11:02') ?? 0;
    expect(printTimeField(at)).toBe('2031-04-05T11:02:00');
  });

  it.each(['', '2031', '2031-04-05', '11:02', 'x', '2031-99-99T11:02', '1960-01-01T00:00'])(
    'holds no time while it says "%s"',
    (text) => {
      expect(parseTimeField(text)).toBeUndefined();
    },
  );

  it('prints what is no time as nothing', () => {
    expect(printTimeField(Number.NaN)).toBe('');
    expect(formatUtc(Number.NaN)).toBe('unknown');
  });
});
