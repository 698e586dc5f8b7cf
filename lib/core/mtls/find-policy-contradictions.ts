import type { Labels } from '../kubernetes/field-reader';
import { matchesLabels } from '../kubernetes/label-match';
import type { PeerAuthenticationView } from '../kubernetes/peer-authentication-view';
import type { Contradiction } from './contradiction';
import type { MtlsContext } from './mtls-context';
import type { PolicyLevel } from './policy-scope';
import { shadowReason } from './policy-trail';

/** What does not fit together in the policies of one namespace. */
export function findPolicyContradictions(context: MtlsContext, namespace: string): Contradiction[] {
  const { index, workloadsIn } = context;
  const isRoot = namespace === index.rootNamespace;
  const level: PolicyLevel = isRoot ? 'mesh' : 'namespace';
  const whole = isRoot ? index.mesh : index.ofNamespace(namespace);
  const [winner, ...losers] = whole;
  const labels = workloadsIn(namespace).flatMap(({ shapes }) => shapes.map((shape) => shape.labels));
  return [
    ...losers.map((loser) =>
      tell(
        'policyShadowed',
        'problem',
        loser,
        winner === undefined ? '' : shadowReason(loser, winner, level),
      ),
    ),
    ...findShadowed(index.ofWorkloads(namespace), labels),
    ...index
      .ofWorkloads(namespace)
      .filter(({ selector }) => !labels.some((one) => matchesLabels(selector, one)))
      .map((policy) => tell('policySelectsNothing', 'advice', policy, 'Its selector takes no workload.')),
    ...(isRoot ? index.ignored : []).map((policy) =>
      tell(
        'policyIgnored',
        'problem',
        policy,
        'It has a selector, and such a policy has no effect on mutual TLS in the root namespace.',
      ),
    ),
    ...index
      .malformedIn(namespace)
      .map((policy) =>
        tell(
          'policyMalformed',
          'problem',
          policy,
          `It is left out: ${policy.malformed ?? 'it cannot be read'}.`,
        ),
      ),
  ];
}

/** Policies that come second for every workload they select. */
function findShadowed(
  policies: readonly PeerAuthenticationView[],
  labels: readonly Labels[],
): Contradiction[] {
  return policies.flatMap((policy) => {
    const selected = labels.filter((one) => matchesLabels(policy.selector, one));
    const winners = selected.flatMap(
      (one) => policies.find(({ selector }) => matchesLabels(selector, one)) ?? [],
    );
    const [winner] = winners;
    if (winner === undefined || winners.includes(policy)) return [];
    return [tell('policyShadowed', 'problem', policy, shadowReason(policy, winner, 'workload'))];
  });
}

function tell(
  code: Contradiction['code'],
  weight: Contradiction['weight'],
  { namespace = 'default', name }: PeerAuthenticationView,
  reason: string,
): Contradiction {
  return {
    code,
    weight,
    message: `PeerAuthentication ${namespace}/${name} has no effect. ${reason}`,
    objects: [{ kind: 'PeerAuthentication', namespace, name }],
  };
}
