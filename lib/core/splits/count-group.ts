import type { CallCount } from './call-count';
import { arrivedAt, isAddressedTo } from './destination-places';
import type { RuleGroup } from './group-rules';
import { isLost } from './lost-calls';
import type { SplitFacts } from './split-facts';

export interface GroupCalls {
  /** One for each part of the group, in their order. */
  readonly calls: readonly number[];
  /** Calls for one of its destinations of which nobody knows where they arrived, or that arrived nowhere. */
  readonly lost: number;
  /** Those of them that were answered, by somebody whom the metrics do not name or place. */
  readonly unplaced: number;
}

/** What a group's metric counts. */
export function measureOf({ rules }: RuleGroup): CallCount['measure'] {
  return rules.some(({ protocol }) => protocol === 'http') ? 'requests' : 'connectionsOpened';
}

/** Counts the calls of a group's clients by destination. */
export function countGroup(group: RuleGroup, counts: readonly CallCount[], facts: SplitFacts): GroupCalls {
  const measure = measureOf(group);
  const calls = group.parts.map(() => 0);
  let lost = 0;
  let unplaced = 0;
  for (const call of counts) {
    if (call.measure !== measure) continue;
    if (!group.parts.some(({ destination }) => isAddressedTo(destination, call))) continue;
    const arrivals = group.parts.map(({ destination }) => arrivedAt(destination, call, facts));
    const at = chooseArrival(group, arrivals);
    if (at !== undefined) calls[at] = (calls[at] ?? 0) + call.count;
    else if (arrivals.includes(undefined) && (call.destination.workload !== undefined || isLost(call))) {
      lost += call.count;
      if (call.destination.workload !== undefined || call.flags === undefined) unplaced += call.count;
    }
  }
  return { calls, lost, unplaced };
}

/** A destination without a share yields to one with a share that takes in the same pods. */
function chooseArrival(group: RuleGroup, arrivals: readonly (boolean | undefined)[]): number | undefined {
  const sure = arrivals.flatMap((arrived, i) => (arrived === true ? [i] : []));
  return sure.find((i) => (group.parts[i]?.to ?? 0) > 0) ?? sure[0];
}
