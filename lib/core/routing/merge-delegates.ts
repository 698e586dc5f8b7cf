import { isJsonObject } from '../kubernetes/json';
import { joinKey } from '../mesh/join-key';
import { isExportedTo } from './is-exported-to';
import type { RouteProblem } from './route-plan';
import type {
  Condition,
  Delegation,
  Inherited,
  MatchDraft,
  RuleDraft,
  TextTest,
  VirtualServiceDraft,
  VirtualServiceRule,
} from './route-draft';

/** A VirtualService with the rules that others say for it. */
export interface WholeVirtualService extends Omit<VirtualServiceDraft, 'rules'> {
  readonly rules: readonly RuleDraft[];
}

/**
 * Puts rules of delegates in place of those that delegate: one level, HTTP only. A delegate has neither hosts nor
 * gateways. A root whose delegate cannot be used loses that rule alone.
 * https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate
 */
export function mergeDelegates(
  drafts: readonly VirtualServiceDraft[],
  exportedByDefault: readonly string[] | undefined,
): WholeVirtualService[] {
  const byPlace = new Map(drafts.map((draft) => [joinKey(draft.namespace, draft.name), draft]));
  return drafts.map((root) => {
    const problems = [...root.problems];
    const rules = root.rules.flatMap((one): RuleDraft[] => {
      if (one.delegate === undefined) return [one.rule];
      const delegate = byPlace.get(joinKey(one.delegate.namespace, one.delegate.name));
      const refused = refuse(root, one.delegate, delegate, exportedByDefault);
      if (refused !== undefined || delegate === undefined) {
        if (refused !== undefined && root.hosts.length > 0)
          problems.push({ code: 'unknown-delegate', message: refused, ...at(root, one.delegate.path) });
        return [];
      }
      return delegate.rules.flatMap((leaf) => mergeRule(root, one, leaf, problems));
    });
    return { ...root, rules, problems };
  });
}

function at({ object }: VirtualServiceDraft, path: string) {
  return { object, path };
}

function refuse(
  root: VirtualServiceDraft,
  { namespace, name }: Delegation,
  delegate: VirtualServiceDraft | undefined,
  exportedByDefault: readonly string[] | undefined,
): string | undefined {
  if (delegate === undefined) return `There is no VirtualService ${namespace}/${name} to delegate to.`;
  if (delegate.hosts.length > 0)
    return `${namespace}/${name} is no delegate: it has hosts of its own. The rule has no effect.`;
  if (!isExportedTo(delegate, root.namespace, exportedByDefault))
    return `${namespace}/${name} is not exported to ${root.namespace}. The rule has no effect.`;
  return undefined;
}

function mergeRule(
  root: VirtualServiceDraft,
  outer: VirtualServiceRule,
  leaf: VirtualServiceRule,
  problems: RouteProblem[],
): RuleDraft[] {
  const { rule } = leaf;
  const place = { object: rule.object, path: rule.path };
  if (rule.protocol !== 'http') return [];
  if (leaf.delegate !== undefined) {
    const message = 'A delegate cannot delegate on: the rule has no effect.';
    problems.push({ code: 'nested-delegate', message, object: rule.object, path: leaf.delegate.path });
    return [];
  }
  const matches = mergeMatches(outer.rule.matches, rule.matches);
  if (matches === undefined) {
    const message = `The conditions exclude those of ${root.namespace}/${root.name} ${outer.rule.path}: the rule has no effect.`;
    problems.push({ code: 'conflicting-delegate', message, ...place });
    return [];
  }
  const inherit = <K extends Inherited>(field: K): RuleDraft[K] =>
    leaf.own.has(field) ? rule[field] : outer.rule[field];
  return [
    {
      ...rule,
      name:
        rule.name === null || outer.rule.name === null
          ? (rule.name ?? outer.rule.name)
          : `${outer.rule.name}-${rule.name}`,
      delegatedBy: { object: outer.rule.object, path: outer.rule.path },
      matches,
      rewrite: inherit('rewrite'),
      timeout: inherit('timeout'),
      retries: inherit('retries'),
      faults: inherit('faults'),
      mirrors: inherit('mirrors'),
      headers: inherit('headers'),
      others: inherit('others'),
    },
  ];
}

/** Every alternative of the delegate within those of the root; undefined where one fits none of them. */
function mergeMatches(
  outer: readonly MatchDraft[],
  inner: readonly MatchDraft[],
): readonly MatchDraft[] | undefined {
  if (outer.length === 0) return inner;
  if (inner.length === 0) return outer;
  const merged: MatchDraft[] = [];
  for (const leaf of inner) {
    const fitting = outer.filter((root) => !conflicts(root, leaf));
    if (fitting.length === 0) return undefined;
    merged.push(...fitting.map((root) => mergeMatch(root, leaf)));
  }
  return merged;
}

/** What the delegate says goes before what the root says about the same. */
function mergeMatch(root: MatchDraft, leaf: MatchDraft): MatchDraft {
  const kept = root.conditions.filter((one) => !leaf.conditions.some((other) => isSameSubject(one, other)));
  return {
    raw: { ...leaf.raw, ...pickMissing(root, leaf) },
    path: leaf.path,
    gateways: leaf.gateways.length > 0 ? leaf.gateways : root.gateways,
    conditions: [...kept, ...leaf.conditions],
  };
}

const MERGED_FIELDS = new Set(['headers', 'withoutHeaders', 'queryParams', 'sourceLabels']);

function pickMissing({ raw: outer }: MatchDraft, { raw: inner }: MatchDraft): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(outer).flatMap(([field, value]) => {
      const own = inner[field];
      if (MERGED_FIELDS.has(field) && isJsonObject(own) && isJsonObject(value))
        return [[field, { ...value, ...own }]];
      return own === undefined ? [[field, value]] : [];
    }),
  );
}

function isSameSubject(a: Condition, b: Condition): boolean {
  return a.about === b.about && a.name === b.name && (a.isNegated ?? false) === (b.isNegated ?? false);
}

/** Whether an alternative of the delegate is not within one of the root. Patterns cannot be compared: they conflict. */
function conflicts(root: MatchDraft, leaf: MatchDraft): boolean {
  if (ignoresCase(root) !== ignoresCase(leaf)) return true;
  if (root.gateways.length > 0 && leaf.gateways.some((name) => !root.gateways.includes(name))) return true;
  return root.conditions.some((one) =>
    leaf.conditions.some((other) => isSameSubject(one, other) && !isWithin(one.test, other.test)),
  );
}

function ignoresCase({ raw }: MatchDraft): boolean {
  return raw['ignoreUriCase'] === true;
}

function isWithin(outer: TextTest, inner: TextTest): boolean {
  if (outer.kind === 'exact') return inner.kind === 'exact' && inner.value === outer.value;
  if (outer.kind !== 'prefix' || (inner.kind !== 'exact' && inner.kind !== 'prefix')) return false;
  return inner.value.startsWith(outer.value);
}
