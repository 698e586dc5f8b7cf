import { describe, expect, it } from 'vitest';
import { LONGEST_EXPRESSION, parseExpression } from './parse-expression';
import { printExpression } from './print-expression';

function understand(text: string): string {
  const parsed = parseExpression(text);
  return parsed.ok ? printExpression(parsed.expression) : `error: ${parsed.error.message}`;
}

/** The error, with the text it points at. */
function complaint(text: string): [marked: string, message: string] {
  const parsed = parseExpression(text);
  if (parsed.ok) throw new Error(`${text} was understood.`);
  const { message, from, to } = parsed.error;
  return [text.slice(from, to), message];
}

describe('an expression', () => {
  it.each([
    ['a comparison', 'name = reviews', 'name = reviews'],
    ['a comparison without spaces', 'name!=reviews', 'name != reviews'],
    ['a flag', 'idle', 'idle'],
    ['a flag after is or has', 'is idle and has mtls', 'idle and mtls'],
    ['a fact that is known', 'has version', 'has version'],
    ['a fact that is not known', 'has no version', 'not has version'],
    ['a bare word', 'reviews', '"reviews"'],
    ['is with nothing after it, as a word', 'is', '"is"'],
    ['a quoted text', "'two words'", '"two words"'],
    ['a word that would be an operand, in quotes', '"version"', '"version"'],
    ['escapes', String.raw`"a\"b\\c"`, String.raw`"a\"b\\c"`],
    ['signs for words', '!idle && (mtls || ns=shop)', 'not idle and (mtls or namespace = shop)'],
    ['words in capitals', 'NOT Idle AND MTLS', 'not idle and mtls'],
    [
      'aliases',
      'ns=a or svc=b or wl=c or rt>1 or sc',
      expect.stringMatching(/^namespace = a or service = b/),
    ],
    ['words for operators', 'name contains a and name startswith b', 'name *= a and name ^= b'],
    ['their contrary', 'name not contains a or name !endswith b', 'name !*= a or name !$= b'],
    ['a colon for equality', 'flag:UH and ns: shop', 'flag = UH and namespace = shop'],
    [
      'one end of an edge',
      'src.ns = shop and dest.svc = web',
      'source.namespace = shop and target.service = web',
    ],
    ['short words for kinds', 'node = svc', 'node = service'],
    ['a value in whatever case', 'health = NOTREADY', 'health = notReady'],
    ['addresses as bare words', 'http://shop.example', '"http://shop.example"'],
    ['a host that begins like an end', 'source.example.com', '"source.example.com"'],
    ['nothing counted', 'httpin = NaN', 'httpin = NaN'],
    ['ordered codes', 'code >= 500', 'code >= 500'],
  ])('understands %s', (_, text, meaning) => {
    expect(understand(text)).toEqual(meaning);
  });

  it('binds not tighter than and, and tighter than or', () => {
    expect(parseExpression('not a or b and c')).toEqual({
      ok: true,
      expression: {
        kind: 'or',
        of: [
          { kind: 'not', of: { kind: 'text', text: 'a' } },
          {
            kind: 'and',
            of: [
              { kind: 'text', text: 'b' },
              { kind: 'text', text: 'c' },
            ],
          },
        ],
      },
    });
  });

  it('denies a whole comparison with not', () => {
    expect(understand('!name = x')).toBe('not name = x');
  });

  it('reads a unit that stands apart from its number', () => {
    expect(understand('rt > 250 ms and %error > 5 %')).toBe('responsetime > 250 and %error > 5');
  });
});

describe('an error', () => {
  it.each([
    ['', '', 'There is nothing to look for yet.'],
    ['nmae = x', 'nmae', 'There is no operand “nmae”. Did you mean “name”?'],
    ['source.nmae = x', 'source.nmae', 'There is no operand “source.nmae”. Did you mean “source.name”?'],
    ['idle and verison=v1', 'verison', 'There is no operand “verison”. Did you mean “version”?'],
    ['qqq = x', 'qqq', 'There is no operand “qqq”.'],
    ['idle foo', 'foo', 'Write “and” or “or” before “foo”, or put a text with spaces in quotes.'],
    ['name = two words', 'words', 'Write “and” or “or” before “words”, or put a text with spaces in quotes.'],
    ['name =', '=', 'A value is missing after “=”.'],
    ['name = and idle', '=', 'A value is missing after “=”.'],
    ['= x', '=', 'An operand is missing before “=”.'],
    ['and idle', 'and', 'A condition is missing before “and”.'],
    ['idle and', '', 'The expression ends where one more condition should follow.'],
    ['(idle', '(', 'This parenthesis is never closed.'],
    ['idle)', ')', 'This parenthesis was never opened.'],
    ['()', ')', 'A condition is missing before this parenthesis.'],
    ['"abc', '"abc', 'The closing quote is missing.'],
    ["name = 'abc", "'abc", 'The closing quote is missing.'],
    ['""', '""', 'There is nothing between the quotes.'],
    ["name = ''", "''", 'There is nothing between the quotes.'],
    ['rt > fast', 'fast', '“responsetime” is a number, such as 250, 250ms or 1.5s; “fast” is not.'],
    ['httpin > 5kB', '5kB', '“httpin” is a number, such as 10, 10rps, 10/s or 1.5k; “5kB” is not.'],
    ['httpin > NaN', 'NaN', 'NaN means that nothing was counted; only = and != go with it.'],
    ['mtls = true', '=', '“mtls” stands alone: write “mtls” or “not mtls”.'],
    ['code > x', 'x', '> compares with a number; “x” is not one.'],
    ['name =~ rev.*', '=~', 'Regular expressions are not understood here; “*=” finds a part of a text.'],
    ['source.rate > 1', 'source.rate', '“rate” is a fact of edges; “source.” asks about a node.'],
    [
      'label:=x',
      'label:',
      'A label is asked for by its key, such as “label:team”; letters, digits, “.”, “_”, “-” and “/” go into a key.',
    ],
    [
      'label:app > 1',
      '>',
      '“label:app” cannot be compared with “>”; use one of =, *=, ^=, $=, !=, !*=, !^=, !$=.',
    ],
    ['idle or op', 'op', '“operation” is not part of the graph answer yet.'],
    ['has nothing', 'nothing', 'There is no operand “nothing”.'],
    ['has name = x', 'has', 'A comparison needs no “has” before it.'],
  ])('in %j points at %j', (text, marked, message) => {
    expect(complaint(text)).toEqual([marked, message]);
  });

  it('names what can be compared with, and the values there are', () => {
    expect(complaint('version > 1')).toEqual([
      '>',
      '“version” cannot be compared with “>”; use one of =, *=, ^=, $=, !=, !*=, !^=, !$=.',
    ]);
    expect(complaint('health = helthy')).toEqual([
      'helthy',
      '“health” is never “helthy”; it is one of healthy, degraded, failing, notReady, unknown. Did you mean “healthy”?',
    ]);
  });

  it('says how to look for a name that is an operand', () => {
    expect(complaint('version')).toEqual([
      'version',
      '“version” needs a comparison, such as “version = …”. To look for it in names, put it in quotes.',
    ]);
  });

  it('ends what is too long or too deep, without reading all of it', () => {
    const long = 'x'.repeat(LONGEST_EXPRESSION + 1);
    expect(complaint(long)[1]).toMatch(/at most 1000 characters/);
    expect(complaint('('.repeat(900))[1]).toMatch(/nested 40 deep/);
    expect(complaint('!'.repeat(900))[1]).toMatch(/nested 40 deep/);
    expect(understand(`${'('.repeat(40)}idle${')'.repeat(40)}`)).toBe('idle');
    expect(parseExpression('('.repeat(1_000_000)).ok).toBe(false);
  });

  it('quotes only the beginning of a long word', () => {
    expect(complaint(`${'y'.repeat(300)} = 1`)[1]).toBe(`There is no operand “${'y'.repeat(40)}…”.`);
  });
});
