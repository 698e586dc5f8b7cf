import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesLabels } from '../kubernetes/label-match';
import type { PeerAuthenticationView, PeerMode } from '../kubernetes/peer-authentication-view';
import { place, podLabels, policies } from './policy-arbitraries';
import { indexPolicies } from './index-policies';
import { modeAt, resolvePolicies } from './resolve-policies';
import { scopeOf } from './policy-scope';

const ROOT = 'istio-system';
const subject = fc.record({ namespace: place, labels: podLabels });
const shuffled = policies.chain((list) =>
  fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
);

/** The rules once more, told as a search through all policies instead of by levels. */
function expectedMode(
  all: readonly PeerAuthenticationView[],
  { namespace, labels }: { namespace: string; labels: Record<string, string> },
  port: number,
): string {
  const key = ({ createdAt = '', name }: PeerAuthenticationView) => `${createdAt} ${name}`;
  const oldest = (level: string, from: string) =>
    all
      .filter((one) => one.malformed === undefined && one.namespace === from && scopeOf(one, ROOT) === level)
      .filter(({ selector }) => matchesLabels(selector, labels))
      .reduce<PeerAuthenticationView | undefined>(
        (best, one) => (best === undefined || key(one) < key(best) ? one : best),
        undefined,
      );
  const own = oldest('workload', namespace);
  const said: (PeerMode | undefined)[] = [
    own?.modeByPort.get(port),
    own?.mode,
    oldest('namespace', namespace)?.mode,
    oldest('mesh', ROOT)?.mode,
  ];
  return said.find((one) => one !== undefined && one !== 'UNSET') ?? 'PERMISSIVE';
}

describe('resolving policies', () => {
  it('does not depend on the order in which they are given', () => {
    fc.assert(
      fc.property(shuffled, subject, ([given, other], pods) => {
        expect(resolvePolicies(indexPolicies(other, ROOT), pods)).toEqual(
          resolvePolicies(indexPolicies(given, ROOT), pods),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('goes by port, workload, namespace and mesh', () => {
    fc.assert(
      fc.property(policies, subject, fc.constantFrom(80, 8080, 9090), (given, pods, port) => {
        const resolution = resolvePolicies(indexPolicies(given, ROOT), pods);
        expect(modeAt(resolution, port).mode).toBe(expectedMode(given, pods, port));
      }),
      { numRuns: 1000 },
    );
  });

  it('takes no notice of policies that say nothing to these pods', () => {
    fc.assert(
      fc.property(policies, subject, (given, pods) => {
        const { trail } = resolvePolicies(indexPolicies(given, ROOT), pods);
        const named = new Set(trail.map(({ namespace, name }) => `${namespace}/${name}`));
        const rest = given.filter(({ namespace, name }) => named.has(`${namespace}/${name}`));
        expect(resolvePolicies(indexPolicies(rest, ROOT), pods)).toEqual(
          resolvePolicies(indexPolicies(given, ROOT), pods),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('names each policy once, and at most one that decides', () => {
    fc.assert(
      fc.property(policies, subject, (given, pods) => {
        const { trail, decidedBy } = resolvePolicies(indexPolicies(given, ROOT), pods);
        const named = trail.map(({ namespace, name }) => `${namespace}/${name}`);
        expect(new Set(named).size).toBe(named.length);
        const deciding = trail.filter(({ verdict }) => verdict === 'decides');
        expect(deciding.map(({ name }) => name)).toEqual(
          decidedBy.kind === 'PeerAuthentication' ? [decidedBy.name] : [],
        );
      }),
    );
  });
});
