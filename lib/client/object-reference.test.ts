import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { whatIfKinds } from '@/lib/contracts/what-if-kinds';
import { parseObjectReference, printObjectReference, whatIfAddress } from './object-reference';

describe('a reference to an object', () => {
  it('is read as it was printed', () => {
    const name = fc.stringMatching(/^[a-z0-9][-a-z0-9.]{0,60}$/);
    fc.assert(
      fc.property(fc.constantFrom(...whatIfKinds), name, name, (kind, namespace, name) => {
        const reference = { kind, namespace, name };
        expect(parseObjectReference(printObjectReference(reference))).toEqual(reference);
      }),
      { numRuns: 50 },
    );
  });

  it.each(['', 'AuthorizationPolicy', 'AuthorizationPolicy/a', 'Pod/a/b', 'HTTPRoute/a/b/c', 'HTTPRoute//b'])(
    'is not %j',
    (text) => expect(parseObjectReference(text)).toBeNull(),
  );

  it('leads to the page for changes, and nowhere for other kinds', () => {
    const object = { namespace: 'shop', name: 'deny-all' };
    expect(whatIfAddress({ kind: 'AuthorizationPolicy', ...object })).toBe(
      '/what-if?from=AuthorizationPolicy%2Fshop%2Fdeny-all',
    );
    expect(whatIfAddress({ kind: 'EnvoyFilter', ...object })).toBeUndefined();
  });
});
