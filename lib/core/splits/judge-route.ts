import { joinKey } from '../mesh/join-key';
import type { HostPlan, ObjectPlace, PlannedDestination, RouteRule } from '../routing/route-plan';
import type { CallCount, CountedSpan } from './call-count';
import { callsOf, unroutedCalls, type Bystanders } from './clients';
import { arrivedAt, destinationKey, findPlaces, isAddressedTo } from './destination-places';
import { findDead, isWeightless, type DeadDestination } from './find-dead';
import type { RuleGroup } from './group-rules';
import { judgeGroup, unitOf, type JudgedGroup } from './judge-group';
import { judgeSplit } from './judge-split';
import { latestChange } from './latest-change';
import { isLost } from './lost-calls';
import type { PreparedPlan } from './prepare-plan';
import type { SplitFacts } from './split-facts';
import {
  ROUTE_VERDICTS,
  type JudgedDestination,
  type JudgedRoute,
  type JudgedRule,
  type ObjectChange,
  type RouteClients,
  type RouteVerdict,
} from './split-verdict';
import { count, percent } from './split-words';

/** What routes are judged by. */
export interface SplitContext {
  readonly facts: SplitFacts;
  /** Absent where nobody could be asked what was called. */
  readonly window?: CountedSpan;
  /** What was counted from some moment on, or a little later; undefined where nothing was. */
  readonly since: (atSeconds: number) => CountedSpan | undefined;
  /** All that is known of how objects got to be as they are. */
  readonly changesOf: (object: ObjectPlace) => readonly ObjectChange[];
  /** Whether the window ends now: what changed meanwhile is not in the future. */
  readonly isLive: boolean;
  readonly bystanders: Bystanders;
}

/** Compares what one host's routes declare with what those who follow them were seen to call. */
export function judgeRoute(
  { plan, groups, groupOf }: PreparedPlan,
  host: HostPlan,
  clients: RouteClients,
  context: SplitContext,
): JudgedRoute {
  const indexOf = new Map(
    plan.hosts.flatMap(({ host: name, rules }) =>
      rules.map((rule) => [rule, { host: name, index: rule.index }] as const),
    ),
  );
  const rules = host.rules.map((rule) => {
    const group = groupOf.get(rule);
    const others = (group?.rules ?? []).filter((other) => other !== rule);
    return judgeRule(rule, {
      ...(group === undefined ? {} : { group, seen: judgeInTime(group, clients, context) }),
      countedWith: others.flatMap((other) => indexOf.get(other) ?? []),
      context,
    });
  });
  const destinations = groups.flatMap(({ parts }) => parts.map(({ destination }) => destination));
  const isSentTo = (call: CallCount) =>
    destinations.some((destination) => arrivedAt(destination, call, context.facts) !== false);
  const routed =
    context.window === undefined ? [] : callsOf(clients, context.window.counts, context.bystanders).routed;
  return judgeHost(host, rules, { clients, context, routed, isSentTo });
}

/** A group's calls in the window, or since its objects changed. */
interface SeenGroup {
  readonly judged?: JudgedGroup;
  readonly change?: ObjectChange;
  readonly comparedSince: number | null;
  /** The change came after the end of the window. */
  readonly isOutdated: boolean;
}

function judgeInTime(group: RuleGroup, clients: RouteClients, context: SplitContext): SeenGroup {
  const { window, facts } = context;
  if (window === undefined) return { comparedSince: null, isOutdated: false };
  const change = latestChange(group, context.changesOf);
  const isInside = change !== undefined && change.atSeconds > window.startSeconds;
  const isOutdated = isInside && !context.isLive && change.atSeconds > window.endSeconds;
  if (isOutdated) return { change, comparedSince: null, isOutdated };
  const span = isInside ? context.since(change.atSeconds) : window;
  const calls = span && callsOf(clients, span.counts, context.bystanders);
  return {
    ...(isInside ? { change } : {}),
    ...(span === undefined || calls === undefined
      ? {}
      : { judged: judgeGroup(group, { span, ...calls }, facts) }),
    comparedSince: span?.startSeconds ?? change?.atSeconds ?? null,
    isOutdated,
  };
}

interface RuleEvidence {
  readonly group?: RuleGroup;
  readonly seen?: SeenGroup;
  readonly countedWith: JudgedRule['countedWith'];
  readonly context: SplitContext;
}

function judgeRule(rule: RouteRule, { group, seen, countedWith, context }: RuleEvidence): JudgedRule {
  const isUsed = group !== undefined && seen !== undefined;
  const dead = rule.destinations.map((destination) =>
    destination.share > 0 && rule.shadowedBy === null ? findDead(destination, context.facts) : undefined,
  );
  const { verdict, reasons } = isUsed ? conclude(rule, group, seen, dead, context) : concludeIdle(rule);
  const judged = seen?.judged;
  return {
    rule,
    verdict,
    reasons,
    destinations: rule.destinations.map((destination): JudgedDestination => {
      const key = destinationKey(destination);
      const part = group?.parts.findIndex((one) => destinationKey(one.destination) === key) ?? -1;
      return { observed: judged?.observed[part] ?? null, ...describeState(destination, context.facts) };
    }),
    requests: judged === undefined || judged.verdict === 'notAttributable' ? null : judged.delivered,
    callsNeeded: verdict === 'dead' ? null : (judged?.callsNeeded ?? null),
    method: judged?.method ?? null,
    comparedSince: seen?.comparedSince ?? null,
    countedWith,
  };
}

function describeState(
  destination: PlannedDestination,
  facts: SplitFacts,
): Pick<JudgedDestination, 'state' | 'reason' | 'workloads'> {
  const places = findPlaces(destination, facts);
  const dead = findDead(destination, facts);
  const workloads = places ?? [];
  if (dead !== undefined) return { state: 'dead', reason: dead.reason, workloads };
  if (places !== undefined) return { state: 'ok', reason: '', workloads };
  return { state: 'unknown', reason: 'What is behind it is not known.', workloads };
}

function conclude(
  rule: RouteRule,
  group: RuleGroup,
  { judged, change, isOutdated }: SeenGroup,
  dead: readonly (DeadDestination | undefined)[],
  { window }: SplitContext,
): { verdict: RouteVerdict; reasons: readonly string[] } {
  const died = dead.flatMap((one, i) =>
    one === undefined ? [] : `${one.reason} It is to get ${percent(rule.destinations[i]?.share ?? 0)}.`,
  );
  if (died.length > 0) return { verdict: 'dead', reasons: died };
  if (change !== undefined && isOutdated) {
    const reason = `${nameObject(change.object)} was changed after this window: what was declared then is not known.`;
    return { verdict: 'notAttributable', reasons: [reason] };
  }
  if (change !== undefined) {
    const ago = Math.max(0, Math.round((window?.endSeconds ?? change.atSeconds) - change.atSeconds));
    const what = change.from === 'created' ? 'made' : 'changed';
    const happened = `${nameObject(change.object)} was ${what} ${ago} s before the end of the window: only what was called since then is compared.`;
    const since = judged?.reasons ?? [`No ${unitOf(group)} have been counted since.`];
    return { verdict: 'justChanged', reasons: [happened, ...since] };
  }
  if (judged === undefined) {
    return {
      verdict: 'notAttributable',
      reasons: ['The metrics cannot be read: what was called is not known.'],
    };
  }
  return judged;
}

/** Of a rule that shares nothing. */
function concludeIdle(rule: RouteRule): { verdict: RouteVerdict; reasons: readonly string[] } {
  const { shadowedBy, redirect, directResponse } = rule;
  if (shadowedBy !== null) {
    const reason = `Nothing gets here: ${shadowedBy.path} of ${shadowedBy.object.name} takes all of it.`;
    return { verdict: 'noSplit', reasons: [reason] };
  }
  if (isWeightless(rule))
    return { verdict: 'dead', reasons: ['No destination has a weight: every request ends in an error.'] };
  if (redirect !== null)
    return { verdict: 'noSplit', reasons: ['Requests are redirected, and sent nowhere.'] };
  if (directResponse !== null)
    return { verdict: 'noSplit', reasons: ['Requests are answered by the proxy itself.'] };
  return { verdict: 'noSplit', reasons: ['Nothing is sent anywhere.'] };
}

interface HostEvidence {
  readonly clients: RouteClients;
  readonly context: SplitContext;
  /** What the clients called in the window. */
  readonly routed: readonly CallCount[];
  readonly isSentTo: (call: CallCount) => boolean;
}

function judgeHost(
  plan: HostPlan,
  rules: readonly JudgedRule[],
  { clients, context, routed, isSentTo }: HostEvidence,
): JudgedRoute {
  const destinations = plan.rules.flatMap((rule) => rule.destinations);
  const mine = routed.filter((call) => destinations.some((one) => isAddressedTo(one, call)));
  const arrived = (call: CallCount) =>
    destinations.some((destination) => arrivedAt(destination, call, context.facts) === true);
  const notDelivered = sum(mine.filter((call) => isLost(call) && !arrived(call)));
  const strays = routed.filter((call) => isOwn(plan, call) && !isSentTo(call));
  const elsewhere = sum(strays);
  const strayed = judgeStrays(elsewhere, sum(mine.filter((call) => !strays.includes(call))), context);
  const whole = conclusionOf(rules);
  const verdict = strayed && isBefore('drifting', whole.verdict) ? 'drifting' : whole.verdict;
  return {
    plan,
    clients,
    verdict,
    reasons: [...(strayed ? [describeStrays(strays, elsewhere)] : []), ...whole.reasons],
    rules,
    problems: rules.flatMap(({ rule }) =>
      rule.shadowedBy === null
        ? rule.destinations.flatMap((one) =>
            one.share > 0 ? (findDead(one, context.facts)?.problem ?? []) : [],
          )
        : [],
    ),
    changes: findChanges(plan, context),
    comparedSince: Math.max(
      context.window?.startSeconds ?? 0,
      ...rules.flatMap((one) => one.comparedSince ?? []),
    ),
    notDelivered,
    elsewhere,
    unrouted:
      clients.kind === 'sidecar' && plan.rules.some(({ protocol }) => protocol === 'http')
        ? sum(
            unroutedCalls(context.window?.counts ?? [], context.bystanders).filter((call) =>
              isOwn(plan, call),
            ),
          )
        : 0,
  };
}

/** Calls to the host's own service; where the route is for one port alone, those to others are nobody's business. */
function isOwn({ service, port, host }: HostPlan, { service: called, destination }: CallCount): boolean {
  if (port !== null || destination.workload === undefined) return false;
  if (service?.kind === 'Service')
    return called.name === service.name && called.namespace === service.namespace;
  return called.host === host;
}

/** Whether so many calls went where no rule sends that it is no chance or leftover. */
function judgeStrays(elsewhere: number, delivered: number, { window }: SplitContext): boolean {
  if (window === undefined || elsewhere === 0) return false;
  const parts = [
    { declared: 1, calls: delivered },
    { declared: 0, calls: elsewhere },
  ];
  return judgeSplit({ parts, lost: 0, countedShare: window.countedShare }).verdict === 'drifting';
}

function describeStrays(strays: readonly CallCount[], elsewhere: number): string {
  const names = [...new Set(strays.flatMap(({ destination }) => destination.workload ?? []))].sort();
  const units = strays.some(({ measure }) => measure === 'requests') ? 'requests' : 'connections';
  return `${count(elsewhere, units)} reached ${names.join(', ')}, where no rule sends.`;
}

function conclusionOf(rules: readonly JudgedRule[]): { verdict: RouteVerdict; reasons: readonly string[] } {
  // A rule that nobody used, with all for one, says little about the others.
  const telling = rules.filter((one) => one.verdict !== 'tooLittleTraffic' || isSplit(one.rule));
  const isTold = telling.some((one) => one.verdict !== 'noSplit');
  const counting = isTold ? telling : rules;
  const verdict = ROUTE_VERDICTS.find((candidate) => counting.some((one) => one.verdict === candidate));
  if (verdict === undefined) return { verdict: 'noSplit', reasons: ['No rule can be read.'] };
  const reasons = counting
    .filter((one) => one.verdict === verdict)
    .flatMap((one) =>
      one.reasons.map((reason) => (rules.length > 1 ? `${capital(one.rule.match)}: ${reason}` : reason)),
    );
  return { verdict, reasons: [...new Set(reasons)] };
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function isSplit({ destinations }: RouteRule): boolean {
  return destinations.filter(({ share }) => share > 0).length > 1;
}

function isBefore(one: RouteVerdict, other: RouteVerdict): boolean {
  return ROUTE_VERDICTS.indexOf(one) < ROUTE_VERDICTS.indexOf(other);
}

/** Objects that make a host's routes. */
export function objectsOf({ sources, rules }: HostPlan): ObjectPlace[] {
  const all = [
    ...sources.map(({ kind, namespace, name }) => ({ kind, namespace, name })),
    ...rules.flatMap(({ object, delegatedBy, destinations }) => [
      object,
      ...(delegatedBy === null ? [] : [delegatedBy.object]),
      ...destinations.flatMap(({ subsetFrom }) => subsetFrom?.object ?? []),
    ]),
  ];
  return [...new Map(all.map((one) => [joinKey(one.kind, one.namespace, one.name), one])).values()];
}

function findChanges(plan: HostPlan, { window, changesOf, isLive }: SplitContext): ObjectChange[] {
  if (window === undefined) return [];
  return objectsOf(plan)
    .flatMap(changesOf)
    .filter(({ atSeconds }) => atSeconds > window.startSeconds && (isLive || atSeconds <= window.endSeconds))
    .sort((a, b) => a.atSeconds - b.atSeconds);
}

function sum(calls: readonly CallCount[]): number {
  return calls.reduce((total, call) => total + call.count, 0);
}

function nameObject({ kind, namespace, name }: ObjectPlace): string {
  return `${kind} ${namespace}/${name}`;
}
