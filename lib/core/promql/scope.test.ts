import { describe, expect, it } from 'vitest';
import { isScopeProblem, parseScope } from './scope';

describe('parseScope', () => {
  it.each([
    ['', []],
    ['  {} ', []],
    ['mesh_id="mesh1"', [{ name: 'mesh_id', op: '=', value: 'mesh1' }]],
    [
      'mesh_id="mesh1",cluster!~"a|b"',
      [
        { name: 'mesh_id', op: '=', value: 'mesh1' },
        { name: 'cluster', op: '!~', value: 'a|b' },
      ],
    ],
    [
      `{ a != 'it\\'s' , b =~ \`x\\d\`, }`,
      [
        { name: 'a', op: '!=', value: "it's" },
        { name: 'b', op: '=~', value: 'x\\d' },
      ],
    ],
    ['a="\\u00e4\\x41\\101\\U0001F600\\n"', [{ name: 'a', op: '=', value: 'äAA😀\n' }]],
  ])('reads %j', (text, matchers) => {
    expect(parseScope(text)).toEqual(matchers);
  });

  it.each([
    ['mesh_id', 'expected =, !=, =~ or !~', 7],
    ['mesh_id=mesh1', 'expected a quoted value', 8],
    ['mesh-id="x"', 'not a Prometheus label name', 0],
    ['a="x" b="y"', 'expected "," between matchers or the end', 6],
    ['{a="x"', 'expected "," or "}" after a matcher', 6],
    ['a="x', 'the quote is never closed', 2],
    ['a="\\q"', 'unknown escape', 3],
    ['a="\\constructor"', 'unknown escape', 3],
    ['a="\\xff"', 'escape out of range', 3],
    ['a="\\ud800"', 'escape out of range', 3],
    ['="x"', 'expected a label name', 0],
    ['a="x"}', 'expected "," between matchers or the end', 5],
    ['a="x\ny"', 'a quoted value may not span lines', 4],
  ])('names what is wrong with %j', (text, reason, position) => {
    const message = `The scope cannot be read at character ${position + 1}: ${reason}.`;
    expect(parseScope(text)).toEqual({ code: 'bad-scope', message, position });
  });

  it('refuses a text of unreasonable length', () => {
    const scope = parseScope('a'.repeat(5000));
    expect(isScopeProblem(scope)).toBe(true);
  });
});
