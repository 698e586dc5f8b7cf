import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewAuthorizationPolicy } from '../kubernetes/authorization-policy-view';
import { hide, knownCall, mask, randomPolicies } from './authorization-arbitraries';
import { decideCall, type DecisionContext } from './decide-call';
import { authorization, deny } from './sample-authorization';

const context: fc.Arbitrary<DecisionContext> = fc.record({
  enforcer: fc.constantFrom('sidecar', 'gateway', 'waypoint', 'ztunnel'),
  trustDomains: fc.constantFrom(['cluster.local'], ['td.one'], ['td.one', 'cluster.local'], []),
});
const runs = { numRuns: 10000 };

describe('decideCall', () => {
  it('never turns a verdict round because less is known', () => {
    const seen = { kept: 0, lost: 0 };
    fc.assert(
      fc.property(randomPolicies, knownCall, mask, mask, context, (policies, facts, one, other, how) => {
        const whole = decideCall(policies, facts, how).verdict;
        const some = decideCall(policies, hide(facts, one), how).verdict;
        const fewer = decideCall(policies, hide(hide(facts, one), other), how).verdict;
        expect([whole, 'undecidable']).toContain(some);
        expect([some, 'undecidable']).toContain(fewer);
        if (some === whole) seen.kept += 1;
        else seen.lost += 1;
      }),
      runs,
    );
    // Both happen often, or nothing was tried.
    expect(seen.kept).toBeGreaterThan(200);
    expect(seen.lost).toBeGreaterThan(100);
  });

  it('lets nobody in whom a DENY without conditions keeps out', () => {
    fc.assert(
      fc.property(randomPolicies, knownCall, mask, context, (policies, facts, hidden, how) => {
        const all = [...policies, authorization('shop/no', deny({}))];
        expect(decideCall(all, hide(facts, hidden), how).verdict).toBe('denied');
      }),
      { numRuns: 1000 },
    );
  });

  it('is not led by the order of policies, nor by dry runs', () => {
    fc.assert(
      fc.property(randomPolicies, knownCall, mask, context, (policies, facts, hidden, how) => {
        const call = hide(facts, hidden);
        const told = decideCall(policies, call, how);
        expect(decideCall([...policies].reverse(), call, how)).toEqual(told);
        expect(
          decideCall(
            policies.filter(({ dryRun }) => !dryRun),
            call,
            how,
          ),
        ).toEqual(told);
      }),
      { numRuns: 1000 },
    );
  });

  it('says what is missing exactly where it cannot decide', () => {
    fc.assert(
      fc.property(randomPolicies, knownCall, mask, context, (policies, facts, hidden, how) => {
        const { verdict, needs, reason } = decideCall(policies, hide(facts, hidden), how);
        expect(needs.length > 0).toBe(verdict === 'undecidable');
        expect(reason).not.toBe('');
      }),
      { numRuns: 1000 },
    );
  });

  it('never throws, whatever a policy holds', () => {
    const metadata = fc.constant({ name: 'p', namespace: 'shop' });
    const texts = fc.array(
      fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('*', '{*}', '', '**', '/{**}')),
    );
    const key = fc.oneof(
      fc.string(),
      fc.constantFrom('request.headers[', '__proto__', 'source.ip', 'destination.port'),
    );
    const rules = fc.array(
      fc.record({
        from: fc.array(
          fc.record({
            source: fc.oneof(
              fc.jsonValue(),
              fc.record({ principals: texts, namespaces: texts, serviceAccounts: texts }),
            ),
          }),
        ),
        to: fc.array(
          fc.record({
            operation: fc.oneof(fc.jsonValue(), fc.record({ paths: texts, ports: texts, hosts: texts })),
          }),
        ),
        when: fc.array(fc.oneof(fc.jsonValue(), fc.record({ key, values: texts, notValues: texts }))),
      }),
      { maxLength: 3 },
    );
    const policy = fc.record({
      metadata,
      spec: fc.oneof(
        fc.jsonValue(),
        fc.record({ action: fc.constantFrom('ALLOW', 'DENY', 'X'), rules: fc.oneof(fc.jsonValue(), rules) }),
      ),
    });
    fc.assert(
      fc.property(
        fc.array(policy, { maxLength: 3 }),
        knownCall,
        mask,
        context,
        (objects, facts, hidden, how) => {
          const views = objects.flatMap((object) => viewAuthorizationPolicy(object).view ?? []);
          expect(views).toHaveLength(objects.length);
          expect(['allowed', 'denied', 'undecidable']).toContain(
            decideCall(views, hide(facts, hidden), how).verdict,
          );
        },
      ),
      { numRuns: 1000 },
    );
  });
});
