import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyExpression } from './find-arbitraries';
import { LONGEST_EXPRESSION, parseExpression } from './parse-expression';
import { printExpression } from './print-expression';
import { scanTokens } from './scan-tokens';
import { operandWords } from './operand-table';

const pieces = fc.constantFrom(
  ...operandWords,
  ...[
    'and',
    'or',
    'not',
    '!',
    '(',
    ')',
    '&&',
    '||',
    '=',
    '!=',
    '*=',
    '>',
    '<=',
    '=~',
    'contains',
    'is',
    'has',
    'no',
  ],
  ...[
    '"',
    "'",
    '"a b"',
    'x',
    '5',
    '250 ms',
    '1.2kB',
    'NaN',
    '%',
    ':',
    '.',
    'source.',
    'target.name',
    'label:x',
    '\\',
  ],
  ...['\u0000', '\u202e', '\u{1f9ed}', '\ud800', '\n', '\t', '__proto__', 'constructor'],
);
const soup = fc
  .array(fc.tuple(pieces, fc.constantFrom('', ' ')), { maxLength: 60 })
  .map((list) => list.flat().join(''));
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 1_200 }),
  fc.string({ maxLength: 200 }),
  soup,
);

describe('any text', () => {
  it('is an expression or an error that points into the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const parsed = parseExpression(text);
        if (parsed.ok) return;
        const { message, from, to } = parsed.error;
        expect(message).toMatch(/\S.*\.$|\?$/s);
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeGreaterThanOrEqual(from);
        expect(to).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is cut into tokens that follow each other and leave out nothing but space', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let at = 0;
        for (const { from, to } of scanTokens(text)) {
          expect(text.slice(at, from)).toMatch(/^\s*$/);
          expect(to).toBeGreaterThan(from);
          at = to;
        }
        expect(text.slice(at)).toMatch(/^\s*$/);
      }),
      { numRuns: 2_000 },
    );
  });

  it('means the same when its meaning is printed', () => {
    fc.assert(
      fc.property(soup, (text) => {
        const parsed = parseExpression(text);
        if (!parsed.ok) return;
        const printed = printExpression(parsed.expression);
        if (printed.length <= LONGEST_EXPRESSION) expect(parseExpression(printed)).toEqual(parsed);
      }),
      { numRuns: 2_000 },
    );
  });

  it('does not overflow, however deep it nests', () => {
    const nests = fc.constantFrom('(', '!', 'not ', 'not(', 'a and (', 'has not ', '"', 'name=(');
    fc.assert(
      fc.property(fc.array(nests, { minLength: 1, maxLength: 400 }), (list) => {
        expect(() => parseExpression(list.join(''))).not.toThrow();
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('an expression', () => {
  it('is read back as it was printed', () => {
    fc.assert(
      fc.property(anyExpression, (expression) => {
        const printed = printExpression(expression);
        fc.pre(printed.length <= LONGEST_EXPRESSION);
        expect(parseExpression(printed)).toEqual({ ok: true, expression });
      }),
      { numRuns: 2_000 },
    );
  });
});
