import type { CallCount, CountedSpan } from './call-count';
import { countGroup, measureOf } from './count-group';
import { nameDestination } from './destination-places';
import type { RuleGroup } from './group-rules';
import { judgeSplit } from './judge-split';
import { nameMethod } from './share-interval';
import type { SplitFacts } from './split-facts';
import type { ObservedShare, RouteVerdict } from './split-verdict';
import { count, percent } from './split-words';

/** Four scrapes of a span: then whoever counts calls was seen to count them. */
const TELLING_SHARE = 0.75;

/** What was counted of a group's calls, and what it says. */
export interface JudgedGroup {
  readonly verdict: Exclude<RouteVerdict, 'dead' | 'justChanged' | 'noSplit'>;
  readonly reasons: readonly string[];
  /** One for each part of the group. */
  readonly observed: readonly (ObservedShare | null)[];
  readonly callsNeeded: number | null;
  readonly method: string | null;
  /** Calls of all parts together. */
  readonly delivered: number;
}

export interface GroupCalls {
  readonly span: CountedSpan;
  /** Those of the group's clients, as whoever routes them tells. */
  readonly routed: readonly CallCount[];
  /** The same as servers tell, which count retries and copies, too. */
  readonly toldByServers: readonly CallCount[];
}

/** Compares the calls of a group with what its rules declare. */
export function judgeGroup(
  group: RuleGroup,
  { span, routed, toldByServers }: GroupCalls,
  facts: SplitFacts,
): JudgedGroup {
  const { calls, lost, unplaced } = countGroup(group, routed, facts);
  const unit = unitOf(group);
  const delivered = calls.reduce((sum, one) => sum + one, 0);
  if (group.unclear.length > 0)
    return unclear(group, [...group.unclear, ...describeBand(group, calls)], delivered);
  // Of a span with few scrapes one side may have been counted and the other not yet.
  if (delivered === 0 && lost === 0 && span.countedShare >= TELLING_SHARE) {
    const told = countGroup(group, toldByServers, facts).calls.reduce((sum, one) => sum + one, 0);
    if (told > 0) {
      return unclear(
        group,
        [
          `Only servers report these calls (${count(told, unit)}): the clients' proxies do not count them, or do not route them. What servers count holds retries and mirrored copies.`,
        ],
        delivered,
      );
    }
  }
  if (unplaced > delivered) {
    const reason = `${count(unplaced, unit)} were answered, and the metrics do not tell by whom: the labels destination_workload or destination_canonical_revision may be missing.`;
    return unclear(group, [reason], delivered);
  }
  const judged = judgeSplit({
    parts: group.parts.map(({ share }, i) => ({ declared: share, calls: calls[i] ?? 0 })),
    lost,
    countedShare: span.countedShare,
  });
  const observed = judged.intervals.map((interval, i) =>
    interval === undefined ? null : { requests: calls[i] ?? 0, ...interval },
  );
  return {
    verdict: judged.verdict,
    reasons: describe(group, judged.verdict, observed, {
      delivered,
      lost,
      unit,
      farthest: judged.farthest,
      callsNeeded: judged.callsNeeded,
    }),
    observed,
    callsNeeded: judged.callsNeeded,
    method: nameMethod(group.parts.length),
    delivered,
  };
}

export function unitOf(group: RuleGroup): 'requests' | 'connections' {
  return measureOf(group) === 'requests' ? 'requests' : 'connections';
}

function unclear(group: RuleGroup, reasons: readonly string[], delivered: number): JudgedGroup {
  return {
    verdict: 'notAttributable',
    reasons,
    observed: group.parts.map(() => null),
    callsNeeded: null,
    method: null,
    delivered,
  };
}

/** Where rules differ, everything between the least and the most of them is as declared. */
function describeBand({ parts }: RuleGroup, calls: readonly number[]): string[] {
  const all = calls.reduce((sum, one) => sum + one, 0);
  if (all === 0) return [];
  return parts.flatMap(({ destination, from, to }, i) =>
    to - from > 1e-9
      ? `${nameDestination(destination)} gets ${percent((calls[i] ?? 0) / all)} of all; by the rules anything from ${percent(from)} to ${percent(to)} fits.`
      : [],
  );
}

interface Told {
  readonly delivered: number;
  readonly lost: number;
  readonly unit: 'requests' | 'connections';
  readonly farthest: number | undefined;
  readonly callsNeeded: number;
}

function describe(
  { parts }: RuleGroup,
  verdict: JudgedGroup['verdict'],
  observed: readonly (ObservedShare | null)[],
  { delivered, lost, unit, farthest, callsNeeded }: Told,
): string[] {
  const sentences: string[] = [];
  const part = farthest === undefined ? undefined : parts[farthest];
  const seen = farthest === undefined ? undefined : observed[farthest];
  if (part !== undefined && seen != null) {
    sentences.push(
      `${nameDestination(part.destination)} gets ${percent(seen.share)} of ${count(delivered, unit)} (${percent(seen.low)} to ${percent(seen.high)}), and ${percent(part.share)} are declared.`,
    );
  } else if (verdict === 'tooLittleTraffic') {
    const so = delivered === 0 ? `No ${unit} were seen` : `Only ${count(delivered, unit)} were seen`;
    sentences.push(
      `${so}: ${count(callsNeeded, unit)} more are needed to know the shares to within one point.`,
    );
  } else {
    sentences.push(`${count(delivered, unit)} were shared out as declared, as far as chance lets one tell.`);
  }
  if (lost > 0) sentences.push(`${count(lost, unit)} reached nobody: whose share they are is not known.`);
  return sentences;
}
