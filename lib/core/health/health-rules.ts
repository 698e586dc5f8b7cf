import type { LatencyObjective, LatencyQuantile } from './judge-latency';
import type { Pattern } from './pattern';
import { BUILT_IN_SET, type Direction, type ToleranceSet } from './tolerances';

export type ObjectKind = 'app' | 'service' | 'workload';
export const OBJECT_KINDS: readonly ObjectKind[] = ['app', 'service', 'workload'];

/** What a rule is asked about. */
export interface RuledObject {
  readonly namespace: string;
  readonly kind: ObjectKind;
  readonly name: string;
}

/** Which objects a rule is about: all three must fit. */
export interface RuleScope {
  readonly namespace: Pattern;
  readonly kinds: readonly ObjectKind[];
  readonly name: Pattern;
}

export interface RateRule extends RuleScope, ToleranceSet {}

export interface LatencyRule extends RuleScope {
  readonly quantile: LatencyQuantile;
  readonly directions: readonly Direction[];
  readonly degradedMs: number;
  readonly failingMs: number;
  /** Goes on after "of": `latency rule 1 in the health file`. */
  readonly origin: string;
}

/** What people configured. Order counts: the first rule that fits an object is its rule. */
export interface HealthRules {
  readonly rate: readonly RateRule[];
  readonly latency: readonly LatencyRule[];
}

/** Nothing but the built-in tolerances, and no objectives. */
export const NO_HEALTH_RULES: HealthRules = { rate: [], latency: [] };

/** The tolerances of the first rule that fits one of a node's names; the built-in ones where none does. */
export function tolerancesFor({ rate }: HealthRules, names: readonly RuledObject[]): ToleranceSet {
  return rate.find((rule) => fits(rule, names)) ?? BUILT_IN_SET;
}

/** The first rule that fits one of a node's names, for each quantile and direction. */
export function objectivesFor(
  { latency }: HealthRules,
  names: readonly RuledObject[],
): readonly LatencyObjective[] {
  const objectives = new Map<string, LatencyObjective>();
  for (const { directions, quantile, degradedMs, failingMs, origin, ...scope } of latency) {
    if (!fits(scope, names)) continue;
    for (const direction of directions) {
      const key = `${quantile} ${direction}`;
      if (objectives.has(key)) continue;
      objectives.set(key, { quantile, direction, degradedMs, failingMs, origin });
    }
  }
  return [...objectives.values()];
}

function fits({ namespace, kinds, name }: RuleScope, names: readonly RuledObject[]): boolean {
  return names.some(
    (object) => kinds.includes(object.kind) && namespace.test(object.namespace) && name.test(object.name),
  );
}
