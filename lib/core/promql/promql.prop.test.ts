import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLabelName, oneOf, printMatchers, printSelector, type Matcher } from './matcher';
import { quoteRegex, quoteString } from './quote';
import { isScopeProblem, parseScope } from './scope';

/**
 * The oracle: reads a Go interpreted string literal into UTF-8 bytes, one production of the language
 * specification after the other, and refuses what Prometheus' lexer refuses (a raw newline, a raw U+FFFD).
 */
function readGoLiteral(literal: string): string {
  const bytes: number[] = [];
  if (!literal.startsWith('"') || !literal.endsWith('"') || literal.length < 2) throw new Error('no literal');
  const runes = [...literal.slice(1, -1)];
  const named = new Map(
    [...'abfnrtv'].map((name, index) => [name, [7, 8, 12, 10, 13, 9, 11][index] as number]),
  );
  for (let index = 0; index < runes.length; index += 1) {
    const rune = runes[index] as string;
    if (rune === '"' || rune === '\n' || rune === '\uFFFD') throw new Error('refused by the lexer');
    if (rune !== '\\') {
      bytes.push(...Buffer.from(rune, 'utf8'));
      continue;
    }
    index += 1;
    const kind = runes[index] as string;
    if (kind === '\\' || kind === '"') bytes.push(kind.charCodeAt(0));
    else if (named.has(kind)) bytes.push(named.get(kind) as number);
    else {
      const width = { x: 2, u: 4, U: 8 }[kind];
      if (width === undefined) throw new Error('unknown escape');
      const spelled = runes.slice(index + 1, index + 1 + width).join('');
      if (!new RegExp(`^[0-9a-f]{${width}}$`, 'i').test(spelled)) throw new Error('short escape');
      const codePoint = Number.parseInt(spelled, 16);
      if (codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint <= 0xdfff)) throw new Error('no rune');
      if (kind === 'x') bytes.push(codePoint);
      else bytes.push(...Buffer.from(String.fromCodePoint(codePoint), 'utf8'));
      index += width;
    }
  }
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
}

/** What a text is once it has been through UTF-8: Node replaces unpaired surrogates by U+FFFD. */
function throughUtf8(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}

const nasty = fc.constantFrom(
  '"',
  '\\',
  '\n',
  '\r',
  '\0',
  '{',
  '}',
  ',',
  '`',
  "'",
  '\uD800',
  '\uDC00',
  '\uFFFD',
  '\u2028',
  '\u202E',
  '\uFEFF',
  '|',
  '.*',
);
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 24 }),
  fc
    .array(
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      { maxLength: 16 },
    )
    .map((units) => units.join('')),
  fc.array(fc.oneof(nasty, fc.string({ maxLength: 3 })), { maxLength: 10 }).map((parts) => parts.join('')),
);
const labelName = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,12}$/);
const matcher: fc.Arbitrary<Matcher> = fc.record({
  name: labelName,
  op: fc.constantFrom('=', '!=', '=~', '!~'),
  value: anyText,
});

describe('quoting', () => {
  it('survives every Unicode string (S19)', () => {
    fc.assert(
      fc.property(anyText, (text) => readGoLiteral(quoteString(text)) === throughUtf8(text)),
      { numRuns: 120_000 },
    );
  }, 120_000);

  it('survives every UTF-16 code unit on its own (S19)', () => {
    for (let unit = 0; unit <= 0xffff; unit += 1) {
      const text = String.fromCharCode(unit);
      if (readGoLiteral(quoteString(text)) !== throughUtf8(text))
        throw new Error(`U+${unit.toString(16)} is lost`);
    }
  });

  it('makes regular expressions that match their text and nothing longer (S19)', () => {
    fc.assert(
      fc.property(anyText, anyText, (text, more) => {
        const expression = new RegExp(`^(?:${quoteRegex(text)})$`, 'su');
        expect(expression.test(throughUtf8(text))).toBe(true);
        expect(expression.test(throughUtf8(text) + throughUtf8(more) + 'x')).toBe(false);
      }),
      { numRuns: 20_000 },
    );
  });

  it('keeps a value inside its one matcher, however it is spelled (S19)', () => {
    fc.assert(
      fc.property(fc.array(matcher, { maxLength: 4 }), (matchers) => {
        const parsed = parseScope(printMatchers(matchers));
        expect(parsed).toEqual(matchers.map((one) => ({ ...one, value: throughUtf8(one.value) })));
      }),
      { numRuns: 20_000 },
    );
  });
});

describe('names', () => {
  it('refuses every text that is not a name (S20)', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        fc.pre(!isLabelName(text));
        expect(() => printSelector('up', [{ name: text, op: '=', value: '' }])).toThrow(RangeError);
      }),
    );
  });
});

describe('oneOf', () => {
  it('ignores order and repetition', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 6 }), (values) => {
        expect(oneOf('n', [...values].reverse())).toEqual(oneOf('n', [...values, ...values]));
      }),
    );
  });
});

describe('parseScope', () => {
  it('answers matchers or a problem for any text, and never throws', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const scope = parseScope(text);
        if (isScopeProblem(scope)) expect(scope.position).toBeLessThanOrEqual(text.length);
        else expect(() => printMatchers(scope)).not.toThrow();
      }),
      { numRuns: 5_000 },
    );
  });
});
