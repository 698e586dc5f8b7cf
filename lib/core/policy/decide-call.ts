import type { AuthorizationAction, AuthorizationPolicyView } from '../kubernetes/authorization-policy-view';
import { compareText } from '../mesh/compare-text';
import type { CallFacts } from './call-facts';
import { matchRule } from './match-rule';
import type { PolicyEnforcer } from './policy-subject';
import { isUnknown, some, type MissingFact, type Truth } from './truth';
import { placeOfRule, type PolicyVerdict, type RulePlace } from './verdict';

/** How a proxy decides. */
export interface DecisionContext {
  readonly enforcer: PolicyEnforcer;
  /** The mesh's own trust domain, and those that it goes by as well. */
  readonly trustDomains: readonly string[];
}

/**
 * Whether the policies of a proxy let a call in: CUSTOM first, then DENY, then ALLOW, of which one must match if there
 * is any. AUDIT and dry runs decide nothing; ztunnel knows neither AUDIT nor CUSTOM. The order of `policies` means
 * nothing. https://istio.io/latest/docs/concepts/security/#implicit-enablement
 */
export function decideCall(
  policies: readonly AuthorizationPolicyView[],
  facts: CallFacts,
  context: DecisionContext,
): PolicyVerdict {
  const all = policies.filter(({ dryRun }) => !dryRun).sort(byName);
  const unread = all.filter(isUnreadable);
  const readable = all.filter((policy) => !isUnreadable(policy));
  const of = (action: AuthorizationAction) =>
    readable
      .filter((policy) => policy.action === action)
      .flatMap((policy) => matchPolicy(policy, facts, context));
  const denying = of('DENY');
  const denied = denying.find(({ truth }) => truth === true);
  if (denied !== undefined)
    return decided('denied', [denied.place], `DENY ${placeOfRule(denied.place)} matches.`);
  const allowPolicies = readable.filter(({ action }) => action === 'ALLOW');
  const allowing = of('ALLOW');
  const asking = context.enforcer === 'ztunnel' ? [] : of('CUSTOM').filter(({ truth }) => truth !== false);
  const mayDeny = denying.filter(({ truth }) => isUnknown(truth));
  const allowed = allowPolicies.length === 0 ? true : some(allowing.map(({ truth }) => truth));
  if (allowed === false && unread.length === 0) return nobodyAllows(allowPolicies);
  if (allowed === true && mayDeny.length === 0 && asking.length === 0 && unread.length === 0)
    return allow(allowing);
  const mayAllow = allowed === true ? [] : allowing.filter(({ truth }) => isUnknown(truth));
  return undecidable({ unread, asking, mayDeny, mayAllow });
}

interface MatchedRule {
  readonly place: RulePlace;
  readonly truth: Truth;
}

function matchPolicy(
  { name, namespace = 'default', rules, action = 'ALLOW' }: AuthorizationPolicyView,
  facts: CallFacts,
  { enforcer, trustDomains }: DecisionContext,
): MatchedRule[] {
  const context = { policyNamespace: namespace, trustDomains, isZtunnel: enforcer === 'ztunnel' };
  return rules.map((rule, index) => ({
    place: { namespace, name, rule: index },
    truth: matchRule(rule, action, facts, context),
  }));
}

function isUnreadable({ malformed, action }: AuthorizationPolicyView): boolean {
  return malformed !== undefined || action === undefined;
}

function decided(verdict: 'allowed' | 'denied', by: readonly RulePlace[], reason: string): PolicyVerdict {
  return { verdict, by, needs: [], reason };
}

function allow(allowing: readonly MatchedRule[]): PolicyVerdict {
  const first = allowing.find(({ truth }) => truth === true);
  return first === undefined
    ? decided('allowed', [], 'No ALLOW policy is for it, and no DENY policy matches.')
    : decided('allowed', [first.place], `ALLOW ${placeOfRule(first.place)} matches.`);
}

function nobodyAllows(policies: readonly AuthorizationPolicyView[]): PolicyVerdict {
  const by = policies.map(({ name, namespace = 'default' }) => ({ namespace, name }));
  const names = by.map((one) => placeOfRule(one));
  const [only] = names;
  const reason =
    names.length > 1
      ? `None of the ALLOW policies ${names.join(', ')} has a rule that matches.`
      : policies.every(({ rules }) => rules.length === 0)
        ? `ALLOW policy ${only} has no rules, so that it lets nobody in.`
        : `ALLOW policy ${only} has no rule that matches, and no other lets it in.`;
  return decided('denied', by, reason);
}

function undecidable({
  unread,
  asking,
  mayDeny,
  mayAllow,
}: {
  readonly unread: readonly AuthorizationPolicyView[];
  readonly asking: readonly MatchedRule[];
  readonly mayDeny: readonly MatchedRule[];
  readonly mayAllow: readonly MatchedRule[];
}): PolicyVerdict {
  const needsOf = (rules: readonly MatchedRule[]) =>
    rules.flatMap(({ truth }): readonly MissingFact[] => (isUnknown(truth) ? truth : []));
  const needs = new Set<MissingFact>([
    ...needsOf([...asking, ...mayDeny, ...mayAllow]),
    ...(asking.length > 0 ? (['externalAuthorizer'] as const) : []),
    ...(unread.length > 0 ? (['policy'] as const) : []),
  ]);
  const tell = (rules: readonly MatchedRule[], word: string, effect: string) => {
    const [first] = rules;
    if (first === undefined) return [];
    const more = rules.length > 1 ? ` and ${rules.length - 1} more` : '';
    return [`${word} ${placeOfRule(first.place)}${more} may ${effect}.`];
  };
  const reasons = [
    ...unread.map(
      ({ name, namespace = 'default' }) => `Policy ${namespace}/${name} cannot be read as a whole.`,
    ),
    ...tell(asking, 'CUSTOM', 'ask an external authorizer, which may refuse it'),
    ...tell(mayDeny, 'DENY', 'match'),
    ...tell(mayAllow, 'ALLOW', 'match'),
  ];
  return {
    verdict: 'undecidable',
    by: [
      ...unread.map(({ name, namespace = 'default' }) => ({ namespace, name })),
      ...[...asking, ...mayDeny, ...mayAllow].map(({ place }) => place),
    ],
    needs: [...needs].sort(),
    reason: reasons.join(' '),
  };
}

function byName(a: AuthorizationPolicyView, b: AuthorizationPolicyView): number {
  return compareText(a.namespace ?? '', b.namespace ?? '') || compareText(a.name, b.name);
}
