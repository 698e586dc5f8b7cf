import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countLines, findLine } from './text-lines';

describe('the lines of a text', () => {
  it('are those between its line ends', () => {
    const text = fc.array(fc.constantFrom('a', 'bc', '\n', '\r'), { maxLength: 12 });
    fc.assert(
      fc.property(text, fc.nat({ max: 12 }), (parts, index) => {
        const whole = parts.join('');
        const lines = whole.split('\n');
        expect(countLines(whole)).toBe(lines.length);
        const { start, end } = findLine(whole, index + 1);
        expect(whole.slice(start, end)).toBe(lines[Math.min(index, lines.length - 1)]);
      }),
      { numRuns: 200 },
    );
  });
});
