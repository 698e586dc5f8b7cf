import type { AuthorizationPolicyView } from '../kubernetes/authorization-policy-view';
import type { DestinationRuleView } from '../kubernetes/destination-rule-view';
import type { ObjectView } from '../kubernetes/object-view';
import type { PeerAuthenticationView } from '../kubernetes/peer-authentication-view';
import { compareText } from '../mesh/compare-text';
import { indexMtls } from '../mtls/mtls-context';
import { indexPolicyFacts, type PolicyContext } from '../policy/policy-context';

/** Objects that would be applied. */
export interface ChangedObjects {
  readonly peerAuthentications: readonly PeerAuthenticationView[];
  readonly authorizationPolicies: readonly AuthorizationPolicyView[];
  readonly destinationRules: readonly DestinationRuleView[];
}

/** The mesh as it would be with some objects applied. Nothing that stays as it is gets another identity. */
export function changeContext(context: PolicyContext, changed: ChangedObjects): PolicyContext {
  const { mtls, facts } = context;
  const { rules } = mtls.facts;
  const next = {
    ...mtls.facts,
    policies: withChanged(mtls.facts.policies, changed.peerAuthentications),
    // Where rules cannot be read, those that are pasted do not make them known.
    ...(rules === undefined ? {} : { rules: withChanged(rules, changed.destinationRules) }),
  };
  return indexPolicyFacts(indexMtls(next, mtls.observed), {
    ...facts,
    policies: withChanged(facts.policies, changed.authorizationPolicies),
  });
}

/**
 * What is applied takes the place of what has its name, and its age; what says the same changes nothing. What is new
 * is the youngest.
 */
function withChanged<T extends ObjectView>(all: readonly T[], changed: readonly T[]): T[] {
  const isOf = (one: T) => (other: T) =>
    other.name === one.name && (other.namespace ?? 'default') === (one.namespace ?? 'default');
  const kept = all.map((one) => {
    const next = changed.find(isOf(one));
    if (next === undefined) return one;
    const aged = { ...next, ...(one.createdAt === undefined ? {} : { createdAt: one.createdAt }) };
    return says(aged) === says(one) ? one : aged;
  });
  return [...kept, ...changed.filter((one) => !all.some(isOf(one)))];
}

/** What an object says, without its age and what the cluster and others note about it. */
function says<T extends ObjectView>(view: T): string {
  const said = Object.entries(view).filter(([field]) => !NOTES.has(field));
  return JSON.stringify(said.sort(byField), (_, value: unknown) =>
    value instanceof Map ? [...value] : value instanceof Set ? [...value] : value,
  );
}

const NOTES: ReadonlySet<string> = new Set(['uid', 'generation', 'createdAt', 'labels', 'annotations']);

function byField([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return compareText(a, b);
}
