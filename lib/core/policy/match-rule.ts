import type { AuthorizationAction } from '../kubernetes/authorization-policy-view';
import type { AuthorizationRuleView, RuleTest } from '../kubernetes/authorization-rule-view';
import type { CallFacts } from './call-facts';
import { matchTest, type MatchContext } from './match-test';
import { attributeOf } from './policy-attributes';
import { every, isUnknown, some, unknown, type Truth } from './truth';

/**
 * Whether a rule matches a call, as the proxy judges it that stands before the pods. Where a proxy sees connections
 * alone, an ALLOW rule that asks about requests never matches, and of others only the rest counts, so that they match
 * more. https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export function matchRule(
  rule: AuthorizationRuleView,
  action: AuthorizationAction,
  facts: CallFacts,
  context: MatchContext,
): Truth {
  if (testsOf(rule).some(({ key }) => attributeOf(key) === undefined)) return false;
  if (context.isZtunnel) return matchAtZtunnel(rule, action, facts, context);
  if (facts.http === undefined) return matchEither(rule, action, facts, context);
  if (facts.http !== null) return matchWhole(rule, facts, context);
  const isSeen = ({ key }: RuleTest) => attributeOf(key)?.isHttp === false;
  if (action === 'ALLOW' && !testsOf(rule).every(isSeen)) return false;
  return matchWhole(reduce(rule, isSeen), facts, context);
}

function testsOf({ from, to, when }: AuthorizationRuleView): RuleTest[] {
  return [...from.flat(), ...to.flat(), ...when];
}

function reduce({ from, to, when }: AuthorizationRuleView, isSeen: (test: RuleTest) => boolean) {
  return {
    from: from.map((tests) => tests.filter(isSeen)),
    to: to.map((tests) => tests.filter(isSeen)),
    when: when.filter(isSeen),
  };
}

function matchWhole(
  { from, to, when }: AuthorizationRuleView,
  facts: CallFacts,
  context: MatchContext,
): Truth {
  const matches = (test: RuleTest) => matchTest(test, facts, context);
  const any = (all: readonly (readonly RuleTest[])[]) =>
    all.length === 0 || some(all.map((tests) => every(tests.map(matches))));
  return every([any(from), any(to), ...when.map(matches)]);
}

/** Nobody knows whether the proxy sees requests: what holds either way holds. */
function matchEither(
  rule: AuthorizationRuleView,
  action: AuthorizationAction,
  facts: CallFacts,
  context: MatchContext,
): Truth {
  const seen = matchRule(rule, action, { ...facts, http: {} }, context);
  const unseen = matchRule(rule, action, { ...facts, http: null }, context);
  if (seen === unseen) return seen;
  const needs = [seen, unseen].filter(isUnknown).flat();
  // Both may be unknown for the same reason, and then the protocol adds nothing.
  const isSame = isUnknown(seen) && isUnknown(unseen) && seen.join() === unseen.join();
  return isSame ? seen : unknown(...new Set([...needs, 'protocol' as const].sort()));
}

/**
 * ztunnel gets a rule as sources, operations and conditions without what it cannot see. One of which nothing is left
 * matches nothing, and so its rule does not either, unless another stands beside it.
 */
function matchAtZtunnel(
  rule: AuthorizationRuleView,
  action: AuthorizationAction,
  facts: CallFacts,
  context: MatchContext,
): Truth {
  // A service account is seen where a source names it, and not where a condition does.
  const isSeen = ({ key, field }: RuleTest) =>
    attributeOf(key)?.isSeenByZtunnel === true &&
    !(key === 'source.serviceAccount' && field.startsWith('when'));
  if (action === 'ALLOW' && !testsOf(rule).every(isSeen)) return false;
  const { from, to, when } = rule;
  const clauses = [
    ...(from.length > 0 ? [from] : []),
    ...(to.length > 0 ? [to] : []),
    ...when.map((one) => [[one]]),
  ];
  return every(
    clauses.map((clause) =>
      some(
        clause
          .map((tests) => tests.filter(isSeen))
          .filter((tests) => tests.length > 0)
          .map((tests) => every(tests.map((test) => matchTest(test, facts, context)))),
      ),
    ),
  );
}
