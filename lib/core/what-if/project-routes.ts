import type { GraphEdge } from '../graph/mesh-graph';
import { compareText } from '../mesh/compare-text';
import { matchesHost } from '../routing/match-host';
import type { HostPlan, PlannedDestination, RoutePlan, RouteRule } from '../routing/route-plan';
import { findPlaces, nameDestination } from '../splits/destination-places';
import { findDead } from '../splits/find-dead';
import type { SplitFacts } from '../splits/split-facts';
import { percent } from '../splits/split-words';
import type { ChangeDecider } from './compare-edge';

/** What changed routes are expected to make of the calls of an edge. */
export type RouteProjection =
  /** Nothing that routes them changes. */
  | { readonly kind: 'same' }
  /** It cannot be worked out. */
  | { readonly kind: 'unknown'; readonly reason: string }
  | {
      /** `dead`: every call would be sent to what can take none. */
      readonly kind: 'projected' | 'dead';
      /** Sentences, with the numbers of today and those that would be. */
      readonly reason: string;
      readonly by: readonly ChangeDecider[];
    };

export interface ProjectedEdge {
  readonly edge: Pick<GraphEdge, 'protocol' | 'responses'>;
  /** The workload that answers. */
  readonly target: { readonly namespace: string; readonly name: string };
}

/**
 * Compares the plans of an edge's caller as things are and as they would be. Shares are those that are declared for what
 * no condition singles out: projections, not observations. Where it cannot be told by which route the calls come,
 * nothing is projected.
 */
export function projectRoutes(
  now: RoutePlan,
  after: RoutePlan,
  { edge, target }: ProjectedEdge,
  facts: SplitFacts,
): RouteProjection {
  const called = [...new Set(edge.responses.map(({ host }) => host))].filter((host) => host !== '');
  const pairs = new Map(
    called.flatMap((host) => findPairs(now, after, host).map((pair) => [pair.key, pair] as const)),
  );
  const pair = [...pairs.values()].find((one) => sign(one.now) !== sign(one.after));
  // Without a host, any route may have led there.
  if (called.length === 0)
    return {
      kind: 'unknown',
      reason: 'Which host was called is not known, nor so which route was followed.',
    };
  if (pair === undefined) return { kind: 'same' };
  if (pairs.size > 1)
    return {
      kind: 'unknown',
      reason: `Several routes lead there, and which of them was followed is not known: ${[...pairs.values()].map(({ host }) => host).join(', ')}.`,
    };
  return projectHost(pair, { edge, target }, facts);
}

interface HostPair {
  readonly key: string;
  readonly host: string;
  readonly now: HostPlan | undefined;
  readonly after: HostPlan | undefined;
}

/** The hosts by whose routes calls may have come to where they were seen. */
function findPairs(now: RoutePlan, after: RoutePlan, called: string): HostPair[] {
  const leads = ({ host, rules }: HostPlan) =>
    matchesHost(host, called) ||
    rules.some(({ destinations }) => destinations.some((destination) => destination.host === called));
  const found = new Map<string, HostPair>();
  for (const plan of [now, after]) {
    for (const one of plan.hosts) {
      const key = keyOf(one);
      // What would lead there only then did not bring today's calls.
      if (!leads(one) || (plan === after && !matchesHost(one.host, called))) continue;
      const find = (hosts: readonly HostPlan[]) => hosts.find((other) => keyOf(other) === key);
      found.set(key, { key, host: one.host, now: find(now.hosts), after: find(after.hosts) });
    }
  }
  return [...found.values()].sort((a, b) => compareText(a.key, b.key));
}

function keyOf({ host, port }: HostPlan): string {
  return JSON.stringify([host, port]);
}

/** Equal where the same becomes of calls, wherever it is written. */
function sign(host: HostPlan | undefined): string {
  return JSON.stringify(host?.rules.map(signRule) ?? []);
}

function signRule({ index: _1, name: _2, delegatedBy: _3, ...rule }: RouteRule): string {
  return JSON.stringify(rule, (key, value: unknown) =>
    key === 'path' || key === 'object' || key === 'subsetFrom' ? undefined : value,
  );
}

function projectHost(
  { host, now, after }: HostPair,
  { edge, target }: ProjectedEdge,
  facts: SplitFacts,
): RouteProjection {
  const sides = [now, after].map((plan) => (plan === undefined ? undefined : readSide(plan, edge.protocol)));
  const [today, then] = sides;
  const conditions = sides.map((side) => JSON.stringify(side?.conditional.map(signRule) ?? []));
  if (conditions[0] !== conditions[1])
    return { kind: 'unknown', reason: 'Conditions change that proxies do not report.' };
  if ((now && !today?.rest) || (after && !then?.rest))
    return { kind: 'unknown', reason: `No route of ${host} is for what no condition singles out.` };
  if (actionsOf(today?.rest) !== actionsOf(then?.rest))
    return { kind: 'unknown', reason: `Redirects, rewrites, answers or headers of ${host} change.` };
  const parts = [today?.rest, then?.rest].map((rule) => shareOf(rule, target, facts));
  const [before, later] = parts;
  if (before === undefined || later === undefined)
    return { kind: 'unknown', reason: `What runs behind the destinations of ${host} is not known.` };
  const isDead = then?.rest !== undefined && isAllDead(then.rest, facts);
  const by = then?.rest === undefined ? [] : decidersOf(then.rest);
  const scope = (then?.conditional.length ?? 0) > 0 ? ', of what no condition singles out' : '';
  const dead = (then?.rest?.destinations ?? []).flatMap((one) =>
    one.share > 0 ? (findDead(one, facts)?.reason ?? []) : [],
  );
  if ((then?.conditional.length ?? 0) === 0) {
    const abort = then?.rest?.faults.find(({ kind, share }) => kind === 'abort' && share === 1);
    const why = isDead
      ? `Nothing could take what is sent to ${host}. ${dead.join(' ')}`
      : abort && `Every call to ${host} would be answered with ${abort.value}: a fault is injected.`;
    if (why !== undefined) return { kind: 'dead', reason: why.trim(), by };
  }
  const reason = [
    `Projected from what is declared, not seen: of calls to ${host}${scope}, destinations that lead to this workload have ${percent(before)} today and would have ${percent(later)}.`,
    `Today ${destinationsText(today?.rest)}; then ${destinationsText(then?.rest)}.`,
    ...timesText(today?.rest, then?.rest),
    ...(dead.length > 0 ? [`A part could be taken by nobody: ${dead.join(' ')}`] : []),
  ].join(' ');
  return { kind: 'projected', reason, by };
}

interface RuleSide {
  readonly conditional: readonly RouteRule[];
  /** For what no condition singles out. */
  readonly rest: RouteRule | undefined;
}

function readSide({ rules }: HostPlan, protocol: GraphEdge['protocol']): RuleSide {
  const own = rules.filter(
    (rule) => rule.shadowedBy === null && (rule.protocol === 'http') === (protocol !== 'tcp'),
  );
  return {
    conditional: own.filter(({ condition }) => condition !== 'none'),
    rest: own.find(({ condition }) => condition === 'none'),
  };
}

/** What else a rule does to requests. */
function actionsOf(rule: RouteRule | undefined): string {
  const { redirect = null, rewrite = null, directResponse = null, headers = [], others = [] } = rule ?? {};
  return JSON.stringify([redirect, rewrite, directResponse, headers, others], (key, value: unknown) =>
    key === 'path' ? undefined : value,
  );
}

/** The part of what takes a rule whose destinations lead to a workload, and maybe to others; without a rule all. */
function shareOf(
  rule: RouteRule | undefined,
  target: ProjectedEdge['target'],
  facts: SplitFacts,
): number | undefined {
  if (rule === undefined) return 1;
  let share = 0;
  for (const destination of rule.destinations.filter((one) => one.share > 0)) {
    if (destination.dead !== null) continue;
    const places = findPlaces(destination, facts);
    if (places === undefined) return undefined;
    const isHere = places.some(
      ({ namespace, name }) => namespace === target.namespace && name === target.name,
    );
    if (isHere) share += destination.share;
  }
  return share;
}

function isAllDead({ destinations }: RouteRule, facts: SplitFacts): boolean {
  return destinations.length > 0 && destinations.every((one) => one.share === 0 || findDead(one, facts));
}

function destinationsText(rule: RouteRule | undefined): string {
  if (rule === undefined) return 'they go where their name says';
  const parts = rule.destinations.map(
    (one: PlannedDestination) => `${nameDestination(one)} ${percent(one.share)}`,
  );
  return parts.length === 0 ? 'no destination' : parts.join(' · ');
}

/** Times, retries, faults and copies that would be others. */
function timesText(today: RouteRule | undefined, then: RouteRule | undefined): string[] {
  const facts = (rule: RouteRule | undefined): readonly (readonly [name: string, text: string])[] => [
    ['timeout', rule?.timeout ?? 'none'],
    ['retries', rule?.retries == null ? 'the mesh’s default' : String(rule.retries.attempts)],
    ['time for each try', rule?.retries?.perTryTimeout ?? 'none'],
    [
      'faults',
      listText(rule?.faults.map(({ kind, value, share }) => `${kind} ${value} for ${percent(share)}`)),
    ],
    [
      'copies',
      listText(rule?.mirrors.map((one) => `${percent(one.share)} to ${nameDestination(one.destination)}`)),
    ],
  ];
  const before = facts(today);
  return facts(then).flatMap(([name, text], index) => {
    const was = before[index]?.[1] ?? '';
    return was === text ? [] : [`Declared ${name}: ${was} today, then ${text}.`];
  });
}

function listText(texts: readonly string[] | undefined): string {
  return texts === undefined || texts.length === 0 ? 'none' : texts.join(', ');
}

/** The rule by its object; of delegates the delegate. Only kinds that may have been changed. */
function decidersOf({ object, path }: RouteRule): ChangeDecider[] {
  const { kind, namespace, name } = object;
  if (kind !== 'VirtualService' && kind !== 'HTTPRoute') return [];
  const [, index] = /^spec\.(?:http|rules)\[(\d+)\]/.exec(path) ?? [];
  return [{ kind, namespace, name, ...(index === undefined ? {} : { rule: Number(index) }) }];
}
