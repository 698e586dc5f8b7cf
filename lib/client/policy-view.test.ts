import fc from 'fast-check';
import { createSerializer } from 'nuqs/server';
import { describe, expect, it } from 'vitest';
import { parsePolicyPart, policyParsers, printPolicyPart, type PolicyPart } from './policy-view';

const name = fc.stringMatching(/^[a-z]([a-z0-9-]{0,20}[a-z0-9])?$/);
const key = fc.oneof(
  name,
  fc.tuple(name, name).map((parts) => parts.join('/')),
  fc.constant('(unknown)/(unknown)'),
);
const part: fc.Arbitrary<PolicyPart> = fc.oneof(
  fc.record({ kind: fc.constant('workload' as const), namespace: name, name }),
  fc.record({ kind: fc.constant('pair' as const), caller: key, callee: key }),
  fc.record({ kind: fc.constant('rule' as const), namespace: name, name, rule: fc.nat(50) }),
);
const view = fc.record({
  list: fc.constantFrom('workloads' as const, 'matrix' as const, 'permissions' as const),
  q: fc.string({ maxLength: 40 }),
  coverage: fc.option(fc.constantFrom('none' as const, 'covered' as const)),
  finding: fc.option(fc.constantFrom('any' as const, 'problem' as const)),
  verdict: fc.option(fc.constantFrom('denied' as const, 'undecidable' as const)),
  use: fc.option(fc.constantFrom('unused' as const, 'used' as const)),
  order: fc.constantFrom('name' as const, 'findings' as const, 'calls' as const),
  unfold: fc.option(
    fc.oneof(
      fc.constant('all' as const),
      fc.uniqueArray(name).map((all) => all.toSorted()),
    ),
  ),
  sort: fc.option(fc.record({ column: fc.constantFrom('name', 'coverage'), descending: fc.boolean() })),
  open: fc.option(part),
});
const serialize = createSerializer(policyParsers);
type Key = keyof typeof policyParsers;

function read(search: URLSearchParams): Record<string, unknown> {
  return Object.fromEntries(
    (Object.keys(policyParsers) as Key[]).map((one) => {
      const parser = policyParsers[one];
      const text = search.get(one);
      const value = text === null ? null : parser.parse(text);
      return [one, value ?? ('defaultValue' in parser ? parser.defaultValue : null)];
    }),
  );
}

describe('the address of the page of policies', () => {
  it('is read back as it was printed', () => {
    fc.assert(
      fc.property(view, (state) => {
        expect(read(new URLSearchParams(serialize(state)))).toEqual(state);
      }),
    );
  });

  it('never throws, whatever is in it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(policyParsers)), fc.string()), (texts) => {
        expect(() => read(new URLSearchParams(texts))).not.toThrow();
      }),
    );
  });

  it.each([
    '',
    'workload:',
    'workload:a',
    'workload:a/',
    'workload:a/b/c',
    'pair:a',
    'pair:a>',
    'pair:a>b>c',
    'rule:a/b',
    'rule:a/b/-1',
    'rule:a/b/01',
    'rule:a/b/x',
    'edge:a/b',
    `pair:${'x'.repeat(2000)}>b`,
  ])('opens nothing for %j', (text) => {
    expect(parsePolicyPart(text)).toBeNull();
  });

  it('opens what it names', () => {
    expect(parsePolicyPart('rule:shop/x/3')).toEqual({ kind: 'rule', namespace: 'shop', name: 'x', rule: 3 });
    expect(printPolicyPart({ kind: 'pair', caller: 'a/b', callee: 'c' })).toBe('pair:a/b>c');
  });
});
