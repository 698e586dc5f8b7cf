import type { ObjectPlace, PlannedDestination, RouteRule } from '../routing/route-plan';
import { destinationKey, findPlaces } from './destination-places';
import { findDead, isWeightless, type DeadDestination } from './find-dead';
import type { RuleGroup } from './group-rules';
import { unitOf } from './judge-group';
import type { SeenGroup } from './judge-in-time';
import type { SplitContext } from './split-context';
import type { SplitFacts } from './split-facts';
import type { JudgedDestination, JudgedRule, RouteVerdict } from './split-verdict';
import { percent } from './split-words';

/** What is known of the calls that a rule sends on. */
export interface RuleEvidence {
  readonly group?: RuleGroup;
  readonly seen?: SeenGroup;
  readonly countedWith: JudgedRule['countedWith'];
  readonly context: SplitContext;
}

/** Says of one rule what becomes of its calls; without a group it sends nothing on. */
export function judgeRule(rule: RouteRule, { group, seen, countedWith, context }: RuleEvidence): JudgedRule {
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

function nameObject({ kind, namespace, name }: ObjectPlace): string {
  return `${kind} ${namespace}/${name}`;
}
