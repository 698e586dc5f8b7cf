import { fits, findPartWays, type PartWays, type SeenEdge } from './judge-edge';
import { judgeWay, listChecks, type Decider, type Way, type WayCheck, type WayOutcome } from './judge-way';
import { isGuard } from './is-guard';
import type { PolicyContext } from './policy-context';
import { observeOutcome, type SeenOutcome } from './seen-outcome';
import type { MissingFact } from './truth';
import type { PolicyVerdict } from './verdict';

/** What today's policies say of an edge, whatever was seen to become of it. */
export interface DeclaredOutcome {
  /** `mixed`: parts that are protected differently come to different ends. */
  readonly verdict: PolicyVerdict['verdict'] | 'mixed';
  readonly by: readonly Decider[];
  /** What is missing to decide, sorted; empty where it is decided. */
  readonly needs: readonly MissingFact[];
  /** A sentence. */
  readonly reason: string;
  /** Whoever the caller may be for the proxies that decide, sorted; null stands for plaintext, which has no identity. */
  readonly identities: readonly (string | null)[];
}

/** Whether any policy may refuse what comes by an edge. */
export type EdgeGuard = 'guarded' | 'unguarded' | 'partly' | 'unknown';

/** Whether what was seen is what was declared. */
export type Agreement =
  | 'agrees'
  /** Policies refuse it, and it was let in. */
  | 'passesThoughDenied'
  /** Policies let it in, and it was refused. */
  | 'refusedThoughAllowed'
  /** One of both is not known. */
  | 'open';

/** An edge with what is declared of it beside what was seen. */
export interface ObservedEdge {
  readonly seen: SeenEdge;
  readonly declared: DeclaredOutcome;
  readonly outcome: SeenOutcome;
  readonly agreement: Agreement;
  readonly guard: EdgeGuard;
  /** The parts of it with the ways that fit what was seen, for whoever asks more; none where the callee is not known. */
  readonly parts: readonly LookedPart[];
}

export interface LookedPart {
  readonly ways: readonly LookedWay[];
}

/** A way, what it comes to, and the proxies on it; undefined where it is not known whether there is one. */
export interface LookedWay {
  readonly outcome: WayOutcome;
  readonly checks: readonly WayCheck[] | undefined;
}

/** Puts what policies say of an edge beside what was seen; `others` are all edges to the same callee. */
export function observeEdge(
  context: PolicyContext,
  seen: SeenEdge,
  others: readonly SeenEdge[] = [],
): ObservedEdge {
  const outcome = observeOutcome(seen.edge);
  const found = findPartWays(context, seen, others);
  if (found === undefined)
    return { seen, outcome, declared: NOT_OURS, agreement: 'open', guard: 'unknown', parts: [] };
  const looked = found.map((part) => lookAtPart(context, part));
  const declared = joinParts(looked);
  return {
    seen,
    outcome,
    declared,
    agreement: compare(declared, outcome),
    guard: guardOf(looked.flatMap(({ ways }) => ways)),
    parts: looked,
  };
}

const NOT_OURS: DeclaredOutcome = {
  verdict: 'undecidable',
  by: [],
  needs: ['proxy'],
  reason: 'The cluster declares nothing of what is called, so that no policy of it can be told.',
  identities: [],
};

interface JudgedPart extends LookedPart {
  /** Nothing that is declared explains how it was protected. */
  readonly isUnexplained: boolean;
}

function lookAtPart(context: PolicyContext, { security, ways }: PartWays): JudgedPart {
  const looked = ways.map((way): LookedWay & { readonly way: Way } => ({
    way,
    outcome: judgeWay(context, way),
    checks: listChecks(context, way),
  }));
  const fitting = looked.filter(({ outcome }) => fits(outcome.security, security));
  return { ways: fitting.length > 0 ? fitting : looked, isUnexplained: fitting.length === 0 };
}

const VERDICTS = { passes: 'allowed', refused: 'denied', unknown: 'undecidable' } as const;

function joinParts(parts: readonly JudgedPart[]): DeclaredOutcome {
  const judged = parts.map(judgePart);
  const [first, ...rest] = judged;
  const identities = identitiesOf(parts);
  if (first === undefined) return { ...NOT_OURS, identities };
  if (rest.every(({ verdict }) => verdict === first.verdict)) return { ...mergeAll(judged), identities };
  const isOpen = judged.some(({ verdict }) => verdict === 'undecidable');
  return { ...mergeAll(judged), verdict: isOpen ? 'undecidable' : 'mixed', identities };
}

type PartVerdict = Pick<DeclaredOutcome, 'by' | 'needs' | 'reason'> & {
  readonly verdict: PolicyVerdict['verdict'];
};

function judgePart({ ways, isUnexplained }: JudgedPart): PartVerdict {
  const all = ways.map(({ outcome }): PartVerdict => ({ ...outcome, verdict: VERDICTS[outcome.state] }));
  const verdicts = new Set(all.map(({ verdict }) => verdict));
  const merged = mergeAll(all);
  const [only] = verdicts;
  if (isUnexplained || only === undefined) {
    const reason = 'It was protected otherwise than is declared now, so that nothing can be told.';
    return { verdict: 'undecidable', by: [], needs: ['connection'], reason };
  }
  if (verdicts.size === 1) return { ...merged, verdict: only };
  return { ...merged, verdict: 'undecidable', needs: [...new Set([...merged.needs, 'way' as const])].sort() };
}

function mergeAll(all: readonly PartVerdict[]): PartVerdict {
  const by = all.flatMap((one) => one.by);
  const reasons = [...new Set(all.map(({ reason }) => reason))].sort();
  return {
    verdict: all[0]?.verdict ?? 'undecidable',
    by: [...new Map(by.map((one) => [JSON.stringify(one), one])).values()],
    needs: [...new Set(all.flatMap(({ needs }) => needs))].sort(),
    reason: reasons.slice(0, MOST_REASONS).join(' By another way: '),
  };
}

const MOST_REASONS = 3;

function identitiesOf(parts: readonly LookedPart[]): (string | null)[] {
  const principals = parts
    .flatMap(({ ways }) => ways.flatMap(({ checks = [] }) => checks.at(0)?.calls ?? []))
    .flatMap(({ principal }) => (principal === undefined ? [] : [principal]));
  return [...new Set(principals)].sort();
}

function compare({ verdict }: DeclaredOutcome, { state, signs }: SeenOutcome): Agreement {
  if (state === 'silent' || verdict === 'undecidable' || verdict === 'mixed') return 'open';
  if (verdict === 'denied') return state === 'refused' ? 'agrees' : 'passesThoughDenied';
  // Applications say 403 as well, and connections fail for many reasons.
  const isByPolicy = signs.some(({ proof }) => proof === 'policy' || proof === 'closed');
  return isByPolicy || state === 'refused' ? 'refusedThoughAllowed' : 'agrees';
}

function guardOf(ways: readonly LookedWay[]): EdgeGuard {
  const guards = ways.map(({ checks }) => {
    if (checks === undefined) return undefined;
    return checks.some(({ attached, subject }) => attached.some((one) => isGuard(one, subject.enforcer)));
  });
  if (guards.length === 0 || guards.includes(undefined)) return 'unknown';
  if (guards.every((one) => one === true)) return 'guarded';
  return guards.includes(true) ? 'partly' : 'unguarded';
}
