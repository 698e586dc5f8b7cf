import { callsTo, namesOf } from './addressed-calls';
import { callsOf } from './clients';
import type { RuleGroup } from './group-rules';
import { judgeGroup, type JudgedGroup } from './judge-group';
import { latestChange } from './latest-change';
import type { SplitContext } from './split-context';
import type { ObjectChange, RouteClients } from './split-verdict';

/** A group's calls in the window, or since its objects changed. */
export interface SeenGroup {
  readonly judged?: JudgedGroup;
  readonly change?: ObjectChange;
  readonly comparedSince: number | null;
  /** The change came after the end of the window. */
  readonly isOutdated: boolean;
}

/** Judges a group by what came after the last change of its objects, where that lies in the window. */
export function judgeInTime(group: RuleGroup, clients: RouteClients, context: SplitContext): SeenGroup {
  const { window, facts } = context;
  if (window === undefined) return { comparedSince: null, isOutdated: false };
  const change = latestChange(group, context.changesOf);
  const isInside = change !== undefined && change.atSeconds > window.startSeconds;
  const isOutdated = isInside && !context.isLive && change.atSeconds > window.endSeconds;
  if (isOutdated) return { change, comparedSince: null, isOutdated };
  const span = isInside ? context.since(change.atSeconds) : window;
  const services = group.parts.flatMap(({ destination }) => namesOf(destination));
  const calls = span && callsOf(clients, callsTo(span.counts, services), context.bystanders);
  return {
    ...(isInside ? { change } : {}),
    ...(span === undefined || calls === undefined
      ? {}
      : { judged: judgeGroup(group, { span, ...calls }, facts) }),
    comparedSince: span?.startSeconds ?? change?.atSeconds ?? null,
    isOutdated,
  };
}
