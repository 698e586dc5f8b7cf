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
  const matches: MatchDraft[] = [];
  for (const match of rule.matches) {
    const narrowed = narrowMatch(match, rule.protocol === 'http', standpoint);
    if (narrowed === undefined) continue;
    matches.push(narrowed);
    if (narrowed.conditions.length === 0) break;
  }
  if (matches.length === 0) return undefined;
  // Most rules say the same to everybody: what is known of them need not be found out again.
  const isSame =
    matches.length === rule.matches.length && matches.every((match, index) => match === rule.matches[index]);
  return isSame ? rule : { ...rule, matches };
}

function narrowMatch(match: MatchDraft, isHttp: boolean, standpoint: Standpoint): MatchDraft | undefined {
  const { gateways } = match;
  if (gateways.length > 0 && !gateways.some((name) => standpoint.gateways.has(name))) return undefined;
  const left: Condition[] = [];
  for (const condition of match.conditions) {
    const held = hold(condition, isHttp && gateways.length > 0, standpoint);
    if (held === 'never') return undefined;
    if (held === 'perhaps') left.push(condition);
  }
  return left.length === match.conditions.length ? match : { ...match, conditions: left };
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
