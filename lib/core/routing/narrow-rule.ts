import { labelOf, type Labels } from '../kubernetes/field-reader';
import { isMetByAll } from './conditions';
import { MESH } from './full-gateway';
import type { Condition, MatchDraft, RuleDraft } from './route-draft';
import type { Viewpoint } from './route-plan';

/** From where a rule is looked at. */
export interface Standpoint {
  readonly viewpoint: Viewpoint['kind'];
  readonly namespace: string;
  readonly labels?: Labels;
  /** `mesh`, or the Gateways that are served. */
  readonly gateways: ReadonlySet<string>;
  /** The service's port, where only one is looked at. */
  readonly port?: number;
}

export function standAt(viewpoint: Viewpoint): Standpoint {
  const { kind, namespace } = viewpoint;
  const gateways = new Set(kind === 'gateway' ? viewpoint.gateways : [MESH]);
  const labels = kind === 'waypoint' ? undefined : viewpoint.labels;
  return { viewpoint: kind, namespace, gateways, ...(labels === undefined ? {} : { labels }) };
}

/**
 * A rule with the alternatives that can hold here, without conditions that always do; undefined where none can. Istio
 * decides about gateways and callers when it configures a proxy: what remains is decided by every request.
 */
export function narrowRule(rule: RuleDraft, standpoint: Standpoint): RuleDraft | undefined {
  if (rule.matches.length === 0) return rule;
  const matches = rule.matches.flatMap((match) => narrowMatch(match, rule.protocol === 'http', standpoint));
  if (matches.length === 0) return undefined;
  const all = matches.findIndex(({ conditions }) => conditions.length === 0);
  return { ...rule, matches: all < 0 ? matches : matches.slice(0, all + 1) };
}

function narrowMatch(match: MatchDraft, isHttp: boolean, standpoint: Standpoint): MatchDraft[] {
  const { gateways } = match;
  if (gateways.length > 0 && !gateways.some((name) => standpoint.gateways.has(name))) return [];
  const left: Condition[] = [];
  for (const condition of match.conditions) {
    const held = hold(condition, isHttp && gateways.length > 0, standpoint);
    if (held === 'never') return [];
    if (held === 'perhaps') left.push(condition);
  }
  return [{ ...match, conditions: left }];
}

type Held = 'always' | 'never' | 'perhaps';

function hold(condition: Condition, ignoresSource: boolean, standpoint: Standpoint): Held {
  const { about, name = '', test } = condition;
  const value = test.kind === 'exact' ? test.value : undefined;
  switch (about) {
    case 'port':
      if (standpoint.port === undefined) return 'perhaps';
      return value === String(standpoint.port) ? 'always' : 'never';
    case 'sourceLabel':
      // A waypoint does not see the labels of callers.
      if (standpoint.viewpoint === 'waypoint') return 'never';
      if (ignoresSource) return 'always';
      if (standpoint.labels === undefined) return 'perhaps';
      return labelOf(standpoint.labels, name) === value ? 'always' : 'never';
    case 'sourceNamespace':
      if (ignoresSource) return 'always';
      return value === standpoint.namespace ? 'always' : 'never';
    default:
      return isMetByAll(condition) ? 'always' : 'perhaps';
  }
}
