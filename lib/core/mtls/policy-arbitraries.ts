import fc from 'fast-check';
import type { PeerAuthenticationView } from '../kubernetes/peer-authentication-view';
import { day } from './sample-policies';

// Random policies in a small world, where they meet, for tests of laws.

const mode = fc.constantFrom('UNSET', 'DISABLE', 'PERMISSIVE', 'STRICT');
export const podLabels = fc.dictionary(fc.constantFrom('app', 'version', 'tier'), fc.constantFrom('x', 'y'), {
  maxKeys: 3,
});
export const place = fc.constantFrom('istio-system', 'shop', 'dock');

const onePolicy = fc
  .record({
    namespace: place,
    name: fc.constantFrom('a', 'b', 'c', 'd'),
    selector: podLabels,
    mode,
    modeByPort: fc
      .uniqueArray(fc.tuple(fc.constantFrom(80, 8080), mode), { selector: ([port]) => port, maxLength: 2 })
      .map((entries) => new Map(entries)),
    // Few days, so that many are of the same age.
    age: fc.integer({ min: 0, max: 2 }),
    isBroken: fc.boolean(),
  })
  .map(({ age, isBroken, ...known }): PeerAuthenticationView => ({
    ...known,
    labels: {},
    annotations: {},
    createdAt: day(age),
    ...(isBroken && age === 0 ? { malformed: 'spec must be an object' } : {}),
  })) as fc.Arbitrary<PeerAuthenticationView>;

/** Policies of a mesh; names are unique within a namespace. */
export const policies = fc.uniqueArray(onePolicy, {
  selector: ({ namespace, name }) => `${namespace}/${name}`,
  maxLength: 8,
});
