import fc from 'fast-check';
import { createSerializer } from 'nuqs/server';
import { describe, expect, it } from 'vitest';
import { mtlsModes } from '@/lib/contracts/declared-security';
import { observedStates } from '@/lib/contracts/mtls';
import {
  findingChoices,
  mtlsLists,
  mtlsParsers,
  parsePart,
  printPart,
  verdictChoices,
  type MtlsPart,
} from './mtls-view';

const name = fc.stringMatching(/^[a-z0-9]([-a-z0-9.]{0,30}[a-z0-9])?$/);
const part: fc.Arbitrary<MtlsPart> = fc.oneof(
  fc.constant<MtlsPart>({ kind: 'mesh' }),
  name.map((one): MtlsPart => ({ kind: 'namespace', namespace: one, name: one })),
  fc
    .tuple(fc.constantFrom('service' as const, 'workload' as const), name, name)
    .map(([kind, namespace, one]): MtlsPart => ({ kind, namespace, name: one })),
);
const view = fc.record({
  list: fc.constantFrom(...mtlsLists),
  q: fc.string({ maxLength: 60, unit: 'grapheme' }),
  mode: fc.option(fc.constantFrom(...mtlsModes)),
  seen: fc.option(fc.constantFrom(...observedStates)),
  finding: fc.option(fc.constantFrom(...findingChoices)),
  strict: fc.option(fc.constantFrom(...verdictChoices)),
  sort: fc.option(fc.record({ column: fc.constantFrom('name', 'seen'), descending: fc.boolean() })),
  open: fc.option(part),
});
const serialize = createSerializer(mtlsParsers);
type Key = keyof typeof mtlsParsers;

function read(search: URLSearchParams): Record<string, unknown> {
  return Object.fromEntries(
    (Object.keys(mtlsParsers) as Key[]).map((key) => {
      const parser = mtlsParsers[key];
      const text = search.get(key);
      const value = text === null ? null : parser.parse(text);
      return [key, value ?? ('defaultValue' in parser ? parser.defaultValue : null)];
    }),
  );
}

describe('the address of the mTLS page', () => {
  it('is read back as it was printed', () => {
    fc.assert(
      fc.property(view, (state) => {
        expect(read(new URLSearchParams(serialize(state)))).toEqual(state);
      }),
    );
  });

  it('never throws, whatever is in it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(mtlsParsers)), fc.string()), (texts) => {
        expect(() => read(new URLSearchParams(texts))).not.toThrow();
      }),
    );
  });

  it.each([
    '',
    'mesh:',
    'service:',
    'service:a',
    'service:/',
    'service:a/',
    'service:a/b/c',
    'namespace:a/b',
    'node:a/b',
  ])('opens nothing for %j', (text) => {
    expect(parsePart(text)).toBeNull();
  });

  it('opens what it names', () => {
    expect(parsePart('service:shop/cart')).toEqual({ kind: 'service', namespace: 'shop', name: 'cart' });
    expect(printPart({ kind: 'namespace', namespace: 'shop', name: 'shop' })).toBe('namespace:shop');
  });
});
