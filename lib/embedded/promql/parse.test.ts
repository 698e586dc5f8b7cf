import { describe, expect, test } from 'vitest';
import { typeOf, type Expr } from './ast';
import { PromqlError } from './errors';
import { MAX_QUERY_LENGTH, parsePromql } from './parse';

/** A compact spelling of a tree that shows how it is bracketed. */
function show(expr: Expr): string {
  switch (expr.kind) {
    case 'number':
      return String(expr.value);
    case 'string':
      return JSON.stringify(expr.value);
    case 'selector': {
      const rest = expr.matchers.map(({ name, op, value }) =>
        name === '__name__' ? value : `${name}${op}${value}`,
      );
      const offset = expr.offsetMs === undefined ? '' : ` offset ${expr.offsetMs}`;
      const at = expr.at === undefined ? '' : ` @ ${expr.at.kind === 'time' ? expr.at.atMs : expr.at.kind}`;
      return rest.join(',') + offset + at;
    }
    case 'range':
      return `${show(expr.selector)}[${expr.rangeMs}]`;
    case 'subquery':
      return `${show(expr.expr)}[${expr.rangeMs}:${expr.stepMs ?? ''}]${expr.offsetMs ?? ''}`;
    case 'paren':
      return show(expr.expr);
    case 'unary':
      return `(${expr.op}${show(expr.expr)})`;
    case 'binary':
      return `(${show(expr.left)} ${expr.op} ${show(expr.right)})`;
    case 'aggregate':
      return `${expr.op}${expr.without ? ' without' : ''}<${expr.labels.join()}>(${show(expr.expr)})`;
    case 'call':
      return `${expr.fn.name}(${expr.args.map(show).join()})`;
  }
}

test.each([
  ['1 + 2 * 3', '(1 + (2 * 3))'],
  ['1 - 2 - 3', '((1 - 2) - 3)'],
  ['2 ^ 3 ^ 2', '(2 ^ (3 ^ 2))'],
  ['-2 ^ 2', '(-(2 ^ 2))'],
  ['-a * b', '((-a) * b)'],
  ['2 ^ -a', '(2 ^ (-a))'],
  ['a or b and c unless d', '(a or ((b and c) unless d))'],
  ['a == b + c', '(a == (b + c))'],
  ['a > b == c', '((a > b) == c)'],
  ['a + b offset 5m', '(a + b offset 300000)'],
  ['a + b[5m:1m]', 'bad'],
  ['a atan2 b % c', '((a atan2 b) % c)'],
])('%s is read as %s', (query, wanted) => {
  if (wanted === 'bad') expect(() => parsePromql(query)).toThrow(PromqlError);
  else expect(show(parsePromql(query))).toBe(wanted);
});

test.each([
  ['a @ 5 offset 1m', 'a offset 60000 @ 5000'],
  ['a offset 1m @ 5', 'a offset 60000 @ 5000'],
  ['a offset -90', 'a offset -90000'],
  ['a[1h30m] @ start()', 'a @ start[5400000]'],
  ['rate(a[300])', 'rate(a[300000])'],
  ['5m', '300'],
  ['1_000', '1000'],
  ['{"my.metric", "a b"="x"}', 'my.metric,a b=x'],
  ['a{b="c",}', 'a,b=c'],
  ['sum by (x,) (a)', 'sum<x>(a)'],
  ['SUM(a) WITHOUT (x)', 'sum without<x>(a)'],
  ['sum + by', '(sum + by)'],
  ['start{a="b"} @ end()', 'start,a=b @ end'],
  ['"a\\x41\\u00e9\\n"', '"aAé\\n"'],
  ["'it''s'", 'bad'],
  ['a # comment', 'a'],
  ['a:b:c', 'a:b:c'],
  ['max_over_time(a[1h:5m] offset 2m)', 'max_over_time(a[3600000:300000]120000)'],
])('%s reads as %s', (query, wanted) => {
  if (wanted === 'bad') expect(() => parsePromql(query)).toThrow(PromqlError);
  else expect(show(parsePromql(query))).toBe(wanted);
});

test.each([
  ['', '1:1: parse error: no expression found in input'],
  ['sum(a', '1:6: parse error: unclosed left parenthesis'],
  ['a)', "1:2: parse error: unexpected right parenthesis ')'"],
  ['a[5m', '1:5: parse error: unclosed left bracket'],
  ['\n  a b', '2:5: parse error: unexpected identifier "b"'],
  ['rate(a)', '1:6: parse error: expected type range vector in call to function "rate", got instant vector'],
  ['nope(a)', '1:1: parse error: unknown function with name "nope"'],
  ['clamp(a)', '1:1: parse error: expected 3 argument(s) in call to "clamp", got 1'],
  ['round(a, 1, 2)', '1:1: parse error: expected at most 2 argument(s) in call to "round", got 3'],
  ['label_join(a)', '1:1: parse error: expected at least 3 argument(s) in call to "label_join", got 1'],
  ['1 == 1', '1:3: parse error: comparisons between scalars must use BOOL modifier'],
  ['a + bool b', '1:3: parse error: bool modifier can only be used on comparison operators'],
  ['a and 1', '1:3: parse error: set operator "and" not allowed in binary scalar expression'],
  ['{}', '1:1: parse error: vector selector must contain at least one non-empty matcher'],
  ['{a=~"b*"}', '1:1: parse error: vector selector must contain at least one non-empty matcher'],
  ['a{__name__="b"}', '1:1: parse error: metric name must not be set twice: "a" or "b"'],
  ['a[0s]', '1:3: parse error: duration must be greater than 0'],
  ['a offset 1m offset 1m', '1:13: parse error: offset may not be set multiple times'],
  ['a @ 1 @ 2', '1:7: parse error: @ <timestamp> may not be set multiple times'],
  ['a offset 1m[5m]', '1:12: parse error: no offset modifiers allowed before range'],
  ['(a)[5m]', '1:4: parse error: ranges only allowed for vector selectors'],
  [
    'a * on (x) group_left (x) b',
    '1:12: parse error: label "x" must not occur in ON and GROUP clause at once',
  ],
  ['5xyz', '1:1: parse error: bad number or duration syntax: "5xyz"'],
  ['a ! b', "1:3: parse error: unexpected character: '!'"],
  ['"abc', '1:1: parse error: unterminated quoted string'],
  ['"\\q"', "1:2: parse error: unknown escape sequence U+0071 'q'"],
])('%j is refused with %j', (query, message) => {
  expect(() => parsePromql(query)).toThrow(new PromqlError('bad_data', message));
});

test.each(['a[5m + 1m]', 'a offset (1m)', 'a anchored', 'a[5m] smoothed', 'a + fill(0) b'])(
  '%s is PromQL that this engine leaves out',
  (query) => {
    expect(() => parsePromql(query)).toThrow(expect.objectContaining({ kind: 'execution' }));
  },
);

describe('absurd input', () => {
  const times = 30_000;
  test.each([
    ['parentheses', '('.repeat(times) + 'a' + ')'.repeat(times)],
    ['signs', '-'.repeat(times) + 'a'],
    ['sums', Array(times).fill('a').join('+')],
    ['powers', Array(times).fill('2').join('^')],
    ['subqueries', `a${'[5m:1m]'.repeat(10_000)}`],
    ['calls', 'abs('.repeat(times) + 'a' + ')'.repeat(times)],
    ['length', `a{b="${'x'.repeat(MAX_QUERY_LENGTH)}"}`],
    ['braces', '{'.repeat(times)],
  ])('in the shape of %s is refused without overflowing the stack', (_shape, query) => {
    expect(() => parsePromql(query)).toThrow(PromqlError);
  });
});

test('types follow from the outermost part', () => {
  expect(
    ['1 + 1', 'a + 1', 'a[5m]', '"x"', '-(time())', 'sum(a)'].map((query) => typeOf(parsePromql(query))),
  ).toEqual(['scalar', 'vector', 'matrix', 'string', 'scalar', 'vector']);
});
