import { describe, expect, it } from 'vitest';
import { parsePattern } from './pattern';

function matches(pattern: string, text: string): boolean {
  const parsed = parsePattern(pattern);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.value.test(text);
}

function refusal(pattern: string): string {
  const parsed = parsePattern(pattern);
  return parsed.ok ? 'accepted' : parsed.problem.message;
}

describe('a pattern', () => {
  it.each([
    ['.*', '', true],
    ['.*', 'anything', true],
    ['cart', 'cart', true],
    ['cart', 'cart-v1', false],
    ['cart', 'my-cart', false],
    ['cart|web', 'web', true],
    // Alternatives are wholes: the second would match "web-v1" if only its end were anchored.
    ['cart|web', 'cart-v1', false],
    ['cart|web', 'my-web', false],
    ['^[1-9]$|^1[0-6]$', '16', true],
    ['^[1-9]$|^1[0-6]$', '17', false],
    ['^[1-9]$|^1[0-6]$', '116', false],
    ['^5\\d\\d$', '503', true],
    ['(shop|pay)-.+', 'shop-eu', true],
    ['(?:shop|pay)-.+', 'shop-', false],
    ['[^-]+', 'a-b', false],
    ['[a\\-c]+', 'a-c', true],
    ['[a-c-]+', 'a-c', true],
    ['a{2}', 'aa', true],
    ['a{2}', 'aaa', false],
    ['a{2,}', 'aaa', true],
    ['a{1,2}?', 'aaa', false],
    ['(ab?)*', 'aababa', true],
    ['(|a)+', 'aaa', true],
    ['(a*)*', '', true],
    ['a$b', 'a$b', false],
    ['a\\.b', 'axb', false],
    ['a.b', 'axb', true],
    ['{x}', '{x}', true],
    ['ä.', 'ä😀', true],
  ])('%s of %j: %s', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });

  it.each([
    ['(a', 'has a "(" without ")"'],
    ['a)', 'has a ")" without "("'],
    ['[a', 'ends too early'],
    ['[]', 'has an empty class'],
    ['[z-a]', 'has a range that runs backwards'],
    ['[\\d-z]', 'has a range that ends in a class'],
    ['[[:alpha:]]', 'has a named class, which is not supported'],
    ['*', 'repeats nothing'],
    ['a**', 'repeats a repetition'],
    ['^*', 'repeats an anchor'],
    ['a{3,2}', 'repeats at least more often than at most'],
    ['(?=a)', 'has a "(?", of which only "(?:" is supported'],
    ['(?i)a', 'has a "(?", of which only "(?:" is supported'],
    ['(a)\\1', 'has the escape "\\1", which is not supported'],
    ['\\', 'ends too early'],
    ['((a{99}){99}){99}', 'repeats too much'],
    ['((a{0}){999}){999}', 'repeats too much'],
    [`a${'b'.repeat(256)}`, 'has more than 256 characters'],
  ])('%s is refused: it %s', (pattern, message) => {
    expect(refusal(pattern)).toBe(message);
  });

  it.each(['(a+)+b', '(a|a)*b', '(.*)*(.*)*(.*)*b', `${'a?'.repeat(100)}b`, '((((.*)*)*)*)*b'])(
    '%s does not run away where backtracking would',
    (pattern) => {
      expect(matches(pattern, 'a'.repeat(250))).toBe(false);
      expect(matches(pattern, `${'a'.repeat(50)}b`)).toBe(true);
    },
  );

  it('of everything matches texts of any length, others only texts that can be names', () => {
    const long = 'a'.repeat(100_000);
    expect(matches('.*', long)).toBe(true);
    expect(matches('a+', long)).toBe(false);
  });

  it('may nest as deep as its length allows', () => {
    expect(matches(`${'('.repeat(120)}a${')'.repeat(120)}`, 'a')).toBe(true);
  });
});
