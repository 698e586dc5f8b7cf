import { expect, test } from 'vitest';
import { PromqlError } from './errors';
import { compileMatcher, compileMatchers, readLabel } from './matchers';

test.each([
  ['=', 'a', 'a', true],
  ['!=', 'a', '', true],
  ['=~', 'a|b', 'b', true],
  ['=~', 'a|b', 'ab', false],
  ['=~', 'a', 'xa', false],
  ['=~', 'a.*', 'a\nb', true],
  ['=~', '(?i:ABC)', 'abc', true],
  ['=~', '', '', true],
  ['=~', '.+', '', false],
  ['!~', 'a.*', 'ab', false],
  ['!~', 'a.*', '', true],
  ['=~', '\\d{3}', '503', true],
  ['=~', 'v1.2', 'v1x2', true],
] as const)('%s %j on %j is %s', (op, value, input, wanted) => {
  const test_ = compileMatcher({ name: 'x', op, value });
  expect(test_(input)).toBe(wanted);
  expect(test_(input)).toBe(wanted);
});

test.each(['(', '[', 'a**', '(?<=a)b', '\\1'])('the regex %s is refused', (value) => {
  expect(() => compileMatcher({ name: 'x', op: '=~', value })).toThrow(PromqlError);
});

test('a regex that would make backtracking engines explode answers at once', () => {
  const slow = compileMatcher({ name: 'x', op: '=~', value: '(a*)*(a*)*b' });
  expect(slow('a'.repeat(5_000))).toBe(false);
});

test('matchers are all demanded, and inherited properties are no labels', () => {
  const matches = compileMatchers([
    { name: 'a', op: '=', value: '1' },
    { name: 'constructor', op: '=', value: '' },
  ]);
  expect(matches({ a: '1', b: '2' })).toBe(true);
  expect(matches({ a: '2' })).toBe(false);
  expect(readLabel({}, '__proto__')).toBe('');
});
