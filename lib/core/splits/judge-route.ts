import type { HostPlan, RouteRule } from '../routing/route-plan';
import type { CallCount, CountedSpan } from './call-count';
import { callsTo, namesOf } from './addressed-calls';
import { callsOf, unroutedCalls } from './clients';
import { objectsOf } from './deciding-objects';
import { arrivedAt, isAddressedTo } from './destination-places';
import { findDead } from './find-dead';
import { judgeInTime } from './judge-in-time';
import { judgeRule } from './judge-rule';
import { judgeSplit } from './judge-split';
import { isLost } from './lost-calls';
import type { PreparedPlan } from './prepare-plan';
import type { SplitContext } from './split-context';
import {
  ROUTE_VERDICTS,
  type JudgedRoute,
  type JudgedRule,
  type ObjectChange,
  type RouteClients,
  type RouteVerdict,
} from './split-verdict';
import { count } from './split-words';

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
  const span = comparedSpan(host, context);
  const services = [
    { host: host.host },
    ...(host.service?.kind === 'Service' ? [host.service] : []),
    ...host.rules.flatMap((rule) => rule.destinations.flatMap(namesOf)),
  ];
  const routed =
    span === undefined ? [] : callsOf(clients, callsTo(span.counts, services), context.bystanders).routed;
  return judgeHost(host, rules, { clients, context, span, routed, isSentTo });
}

interface HostEvidence {
  readonly clients: RouteClients;
  readonly context: SplitContext;
  /** What is compared of the whole host; undefined where nothing can be. */
  readonly span: CountedSpan | undefined;
  /** What the clients called in it. */
  readonly routed: readonly CallCount[];
  readonly isSentTo: (call: CallCount) => boolean;
}

function judgeHost(
  plan: HostPlan,
  rules: readonly JudgedRule[],
  { clients, context, span, routed, isSentTo }: HostEvidence,
): JudgedRoute {
  const destinations = plan.rules.flatMap((rule) => rule.destinations);
  const mine = routed.filter((call) => destinations.some((one) => isAddressedTo(one, call)));
  const arrived = (call: CallCount) =>
    destinations.some((destination) => arrivedAt(destination, call, context.facts) === true);
  const notDelivered = sum(mine.filter((call) => isLost(call) && !arrived(call)));
  const strays = routed.filter((call) => isOwn(plan, call) && !isSentTo(call));
  const elsewhere = sum(strays);
  const strayed = judgeStrays(elsewhere, sum(mine.filter((call) => !strays.includes(call))), span);
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
    unrouted: countUnrouted(plan, clients, context),
  };
}

function countUnrouted(plan: HostPlan, { kind }: RouteClients, { window, bystanders }: SplitContext): number {
  if (kind !== 'sidecar' || window === undefined) return 0;
  if (!plan.rules.some(({ protocol }) => protocol === 'http')) return 0;
  const toHost = callsTo(window.counts, [
    { host: plan.host },
    ...(plan.service === null ? [] : [plan.service]),
  ]);
  return sum(unroutedCalls(toHost, bystanders).filter((call) => isOwn(plan, call)));
}

/** The window, or what came of it after the last change of anything that makes the host's routes. */
function comparedSpan(
  host: HostPlan,
  { window, since, changesOf, isLive }: SplitContext,
): CountedSpan | undefined {
  if (window === undefined) return undefined;
  const last = Math.max(
    0,
    ...objectsOf(host)
      .flatMap(changesOf)
      .map(({ atSeconds }) => atSeconds),
  );
  if (last <= window.startSeconds) return window;
  return last > window.endSeconds && !isLive ? undefined : since(last);
}

/** Calls to the host's own service; where the route is for one port alone, those to others are nobody's business. */
function isOwn({ service, port, host }: HostPlan, { service: called, destination }: CallCount): boolean {
  if (port !== null || destination.workload === undefined) return false;
  if (service?.kind === 'Service')
    return called.name === service.name && called.namespace === service.namespace;
  return called.host === host;
}

/** Whether so many calls went where no rule sends that it is no chance or leftover. */
function judgeStrays(elsewhere: number, delivered: number, span: CountedSpan | undefined): boolean {
  if (span === undefined || elsewhere === 0) return false;
  const parts = [
    { declared: 1, calls: delivered },
    { declared: 0, calls: elsewhere },
  ];
  return judgeSplit({ parts, lost: 0, countedShare: span.countedShare }).verdict === 'drifting';
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
  const decisive = counting.filter((one) => one.verdict === verdict);
  // What is said of every rule is said once; the rest with the rule that it is about.
  const isShared = (reason: string) => decisive.every((one) => one.reasons.includes(reason));
  const reasons = decisive.flatMap((one) =>
    one.reasons.map((reason) =>
      rules.length === 1 || isShared(reason) ? reason : `${capital(one.rule.match)}: ${reason}`,
    ),
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
