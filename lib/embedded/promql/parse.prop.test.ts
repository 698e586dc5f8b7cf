import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PromqlError } from './errors';
import { parsePromql } from './parse';

function refusal(query: string): unknown {
  try {
    parsePromql(query);
    return undefined;
  } catch (error) {
    return error;
  }
}

const isExpected = (error: unknown): boolean => error === undefined || error instanceof PromqlError;

test('any text parses or is refused with a PromqlError', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (query) => isExpected(refusal(query))));
});

test('any sequence of PromQL words parses or is refused with a PromqlError', () => {
  const word = fc.constantFrom(
    ...[
      'sum',
      'by',
      'without',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      ',',
      'a',
      'a:b',
      '"x"',
      "'",
      '`',
      '5m',
      '1',
      '.5',
      '0x',
      ':',
    ],
    ...[
      'offset',
      '@',
      '-',
      '+',
      '*',
      '^',
      'and',
      'on',
      'ignoring',
      'group_left',
      'bool',
      '==',
      '=~',
      '!~',
      '=',
      'rate',
    ],
    ...[
      'start',
      'end',
      'inf',
      'nan',
      'topk',
      'count_values',
      'atan2',
      '#',
      '\n',
      '\\',
      'label_replace',
      '"("',
      'fill',
    ],
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 14 }), (words) => isExpected(refusal(words.join(' ')))),
    { numRuns: 2_000 },
  );
});

test('label values survive quoting, whatever they hold', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (value) => {
      const expr = parsePromql(`a{b=${JSON.stringify(value).replaceAll('\\/', '/')}}`);
      expect(expr.kind === 'selector' && expr.matchers[1]?.value).toBe(value);
    }),
  );
});
