import { describe, expect, it } from 'vitest';
import { readDocuments } from './read-documents';
import { checkYamlSize } from './check-yaml-size';

const N = 131_072;
const steps = (depth: number, step: string) =>
  Array.from({ length: depth }, (_, index) => `${' '.repeat(index)}${step}`).join('\n');

describe('checkYamlSize', () => {
  it.each<[string, string, string]>([
    ['brackets', '['.repeat(N), 'deep'],
    ['braces', '{a: '.repeat(N / 4), 'deep'],
    ['brackets in lines', '[\n'.repeat(N / 2), 'deep'],
    ['brackets and braces', '[{a: '.repeat(N / 5), 'deep'],
    ['lists in lists on one line', '- '.repeat(N / 2), 'deep'],
    ['keys of keys on one line', '? '.repeat(N / 2), 'deep'],
    ['lists in lists', steps(500, '-'), 'deep'],
    ['maps in maps', steps(500, 'a:'), 'deep'],
    ['lines', 'a: b\n'.repeat(N / 5), 'many'],
    ['comments', '#\n'.repeat(N / 2), 'many'],
    ['documents', '---\n'.repeat(N / 4), 'many'],
    ['items', `[${'a,'.repeat(N / 2)}]`, 'many'],
    ['ends', ']'.repeat(N), 'many'],
    ['quotes', '"'.repeat(N), 'many'],
  ])('refuses %s without end', (_, text, verdict) => {
    expect(checkYamlSize(text)).toBe(verdict);
  });

  it.each([
    ['nothing', ''],
    ['a long text', `a: ${'b'.repeat(N)}`],
    ['a long block', `a: |\n${'  line\n'.repeat(N / 8)}`],
    ['twenty levels', steps(20, 'a:')],
    ['a list of objects in braces', '- {a: [1, {b: 2}], c: 3}\n'.repeat(1000)],
    ['many pairs on one line', `{${Array.from({ length: 3000 }, (_, index) => `k${index}: v`).join(', ')}}`],
    ['a bracket that is never closed, in another document', `a: [\n---\n${steps(20, 'a:')}`],
  ])('takes %s', (_, text) => {
    expect(checkYamlSize(text)).toBeUndefined();
  });
});

describe('readDocuments', () => {
  it.each([
    ['brackets', '['.repeat(N)],
    ['tags', '!a\n'.repeat(10_000)],
    ['tabs', '\t'.repeat(N)],
    ['marks of byte order', '\uFEFF'.repeat(N)],
    ['anchors', '&a '.repeat(5000)],
    ['a circle', 'a: &a [*a]'],
    ['a key that is an object', '? {a: 1}\n: 2'],
    ['a prototype', '__proto__: {polluted: true}\nkind: X\napiVersion: y/v1'],
    ['a list of nothing', 'kind: List\nitems: [null, 1, [], "a"]'],
  ])('never throws, for %s', (_, text) => {
    const { objects, problems } = readDocuments(text);
    expect(objects.length + problems.length).toBeGreaterThanOrEqual(0);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('tells where objects and their rules begin', () => {
    const text =
      '# a\n---\nkind: A\nspec:\n  rules:\n    - a: 1\n    - b: 2\n---\nkind: List\nitems:\n  - kind: B\n';
    expect(
      readDocuments(text).objects.map(({ document, line, ruleLines }) => ({ document, line, ruleLines })),
    ).toEqual([
      { document: 1, line: 3, ruleLines: [6, 7] },
      { document: 2, line: 11, ruleLines: [] },
    ]);
  });
});
