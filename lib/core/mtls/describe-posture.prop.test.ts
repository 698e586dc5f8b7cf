import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describePosture } from './describe-posture';
import { place, policies } from './policy-arbitraries';
import { arrival } from './sample-arrivals';
import { pods, rule, service, workload } from './sample-policies';
import { contextOf } from './sample-scene';

const proxy = fc.constantFrom('sidecar', 'sidecar', 'ambient', 'none', 'waypoint', 'gateway');
const name = fc.constantFrom('x', 'y', 'z');

const workloads = fc
  .uniqueArray(
    fc.record({ namespace: place, name, shapes: fc.array(proxy, { minLength: 1, maxLength: 2 }) }),
    {
      selector: (one) => `${one.namespace}/${one.name}`,
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((all) =>
    all.map((one) =>
      workload(
        `${one.namespace}/${one.name}`,
        ...one.shapes.map((each) => pods(each, { labels: { app: one.name } })),
      ),
    ),
  );

const rules = fc
  .uniqueArray(
    fc.record({
      namespace: place,
      name: fc.constantFrom('p', 'q'),
      host: fc.constantFrom('x', 'y.shop.svc.cluster.local', '*.local'),
      mode: fc.constantFrom('DISABLE', 'ISTIO_MUTUAL', 'SIMPLE'),
      age: fc.integer({ min: 0, max: 1 }),
    }),
    { selector: (one) => `${one.namespace}/${one.name}`, maxLength: 3 },
  )
  .map((all) =>
    all.map(({ namespace, name: own, host, mode, age }) =>
      rule(`${namespace}/${own}`, { host, trafficPolicy: { tls: { mode } } }, age),
    ),
  );

const calls = fc.array(
  fc.record({
    from: fc.constantFrom('shop/x', 'dock/y', '?'),
    to: fc.constantFrom('shop/y', 'dock/x', 'shop/z'),
    security: fc.constantFrom('mutual', 'plaintext', 'unknown'),
    reporter: fc.constantFrom('source', 'destination'),
    protocol: fc.constantFrom('http', 'tcp'),
    // Whole numbers have the same sum in every order.
    rate: fc.integer({ min: 1, max: 9 }),
  }),
  { maxLength: 6 },
);

/** A list, and the same in another order. */
function twice<T>(lists: fc.Arbitrary<T[]>): fc.Arbitrary<readonly [T[], T[]]> {
  return lists.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  );
}

describe('the posture of a mesh', () => {
  it('does not depend on the order in which anything is given', () => {
    fc.assert(
      fc.property(
        twice(policies),
        twice(rules),
        twice(workloads),
        twice(calls),
        (somePolicies, someRules, someWorkloads, someCalls) => {
          const tell = (which: 0 | 1) => {
            const own = someWorkloads[which];
            const context = contextOf({
              policies: somePolicies[which],
              rules: someRules[which],
              workloads: own,
              services: own.map((one) => service(`${one.namespace}/${one.name}`)),
              traffic: someCalls[which].map(({ from, to, ...more }) => arrival(from, to, more)),
            });
            return describePosture(context, { startSeconds: 0, alsoSeen: true });
          };
          expect(tell(1)).toEqual(tell(0));
        },
      ),
      { numRuns: 60 },
    );
  });
});
