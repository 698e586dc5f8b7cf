import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePattern } from './pattern';

// A small alphabet makes patterns and texts meet.
const letter = fc.constantFrom('a', 'b', '1', '-');
const { pattern } = fc.letrec<{ pattern: string; part: string }>((tie) => ({
  pattern: fc
    .array(fc.array(tie('part'), { maxLength: 3 }), { minLength: 1, maxLength: 3 })
    .map((options) => options.map((parts) => parts.join('')).join('|')),
  part: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom(
      'a',
      'b',
      '1',
      '-',
      '.',
      '\\d',
      '\\D',
      '\\w',
      '\\W',
      '[ab]',
      '[^a]',
      '[a-b1]',
      '\\-',
      '^',
      '$',
    ),
    fc
      .tuple(tie('pattern'), fc.constantFrom('', '*', '+', '?', '{2}', '{1,}', '{0,2}', '*?'))
      .map(([inner, count]) => `(${inner})${count}`),
  ),
}));
const text = fc.array(letter, { maxLength: 6 }).map((letters) => letters.join(''));

describe('a pattern', () => {
  it('matches what the same regular expression matches as a whole', () => {
    fc.assert(
      fc.property(pattern, text, (source, value) => {
        const parsed = parsePattern(source);
        fc.pre(parsed.ok);
        if (parsed.ok) expect(parsed.value.test(value)).toBe(new RegExp(`^(?:${source})$`).test(value));
      }),
      { numRuns: 1000 },
    );
  });

  it('never throws, whatever is written and read', () => {
    const hostile = fc
      .array(fc.constantFrom(...'()[]{}|*+?.^$\\-,:=<>01a😀'), { maxLength: 30 })
      .map((c) => c.join(''));
    fc.assert(
      fc.property(fc.oneof(fc.string(), hostile), fc.string(), (source, value) => {
        const parsed = parsePattern(source);
        if (parsed.ok) expect(typeof parsed.value.test(value)).toBe('boolean');
        else expect(parsed.problem.message).not.toBe('');
      }),
      { numRuns: 500 },
    );
  });

  it('that is accepted also compiles as a regular expression', () => {
    const hostile = fc
      .array(fc.constantFrom(...'()[]{}|*+?.^$\\-,01a'), { maxLength: 12 })
      .map((c) => c.join(''));
    fc.assert(
      fc.property(hostile, (source) => {
        if (parsePattern(source).ok) expect(() => new RegExp(source)).not.toThrow();
      }),
      { numRuns: 2000 },
    );
  });
});
