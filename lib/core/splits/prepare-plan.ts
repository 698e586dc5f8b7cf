import type { HostPlan, PlannedDestination, RoutePlan, RouteRule } from '../routing/route-plan';
import { groupRules, type RuleGroup } from './group-rules';
import type { SplitFacts } from './split-facts';

/** A viewpoint's plan with its rules in groups that metrics can tell from each other. */
export interface PreparedPlan {
  readonly plan: RoutePlan;
  readonly groups: readonly RuleGroup[];
  readonly groupOf: ReadonlyMap<RouteRule, RuleGroup>;
}

export function preparePlan(plan: RoutePlan, facts: SplitFacts): PreparedPlan {
  const groups = groupRules(plan, facts);
  const groupOf = new Map(groups.flatMap((group) => group.rules.map((rule) => [rule, group] as const)));
  return { plan, groups, groupOf };
}

/**
 * Equal for a host of two viewpoints where everything is equal that decides what becomes of its calls: its own rules,
 * and those of other hosts that send to the same services. Then the calls of both are told together.
 */
export function signHost(prepared: PreparedPlan, host: HostPlan): string {
  const signs = known.get(prepared) ?? new Map<HostPlan, string>();
  known.set(prepared, signs);
  const sign = signs.get(host) ?? makeSign(prepared, host);
  signs.set(host, sign);
  return sign;
}

/** Plans stay the same until something is declared otherwise. */
const known = new WeakMap<PreparedPlan, Map<HostPlan, string>>();

function makeSign({ plan, groups, groupOf }: PreparedPlan, host: HostPlan): string {
  const own = new Set(host.rules.flatMap((rule) => groupOf.get(rule) ?? []));
  const isNear = ({ host: name }: PlannedDestination) =>
    name === host.host ||
    host.rules.some(({ destinations }) => destinations.some((one) => one.host === name));
  const near = groups.filter(
    (group) => own.has(group) || group.parts.some(({ destination }) => isNear(destination)),
  );
  const { host: name, port, source, rules } = host;
  return JSON.stringify([plan.viewpoint.kind, name, port, source, rules, near.map((group) => group.rules)]);
}
