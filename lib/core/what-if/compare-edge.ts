import { refusedShare, type EdgePart, type WayPair } from '../policy/judge-edge';
import type { Decider, WayOutcome } from '../policy/judge-way';
import type { MissingFact } from '../policy/truth';
import type { RulePlace } from '../policy/verdict';
import type { GraphEdge } from '../graph/mesh-graph';

/** What a change does to the calls of an edge. */
export type ChangeVerdict =
  /** They work, and would not. */
  | 'breaks'
  /** They go on otherwise: protected differently, or let in where they were not. */
  | 'changes'
  | 'unaffected'
  | 'undecidable'
  /** What is expected of routes, as numbers. */
  | 'projected';

/** What calls come to. `mixed` where parts of them differ. */
export interface CallState {
  readonly state: WayOutcome['state'] | 'mixed';
  readonly security: WayOutcome['security'] | 'mixed';
}

/** An object that decides, or would route. */
export interface ChangeDecider extends RulePlace {
  readonly kind: Decider['kind'] | 'VirtualService' | 'HTTPRoute';
}

export interface EdgeChange {
  readonly verdict: ChangeVerdict;
  readonly today: CallState;
  readonly after: CallState;
  /** Per second, in the edge's unit: what would break, or all of the edge. */
  readonly rate: number;
  /** What decides then. */
  readonly by: readonly ChangeDecider[];
  /** What is missing to decide, sorted; empty where it is decided. */
  readonly needs: readonly MissingFact[];
  /** A sentence. */
  readonly reason: string;
}

type PartVerdict = Exclude<ChangeVerdict, 'projected'>;

const SHARE_OF_NOISE = 0.01;
/** What is told of a whole of which parts differ: the worst. */
const BY_WEIGHT: readonly PartVerdict[] = ['breaks', 'undecidable', 'changes', 'unaffected'];

/** What becomes of an edge whose parts have been judged under what is and what would be. */
export function compareEdge(edge: GraphEdge, parts: readonly EdgePart[]): EdgeChange {
  const seen = refusedShare(edge);
  const judged = parts.map((part) => ({ part, verdict: comparePart(part, seen) }));
  const verdict = BY_WEIGHT.find((one) => judged.some((part) => part.verdict === one)) ?? 'unaffected';
  const telling = judged.filter((one) => one.verdict === verdict).map(({ part }) => part);
  const ways = telling.flatMap((part) => part.ways);
  const rate =
    verdict === 'breaks'
      ? Math.min(
          edge.rate,
          telling.reduce((sum, part) => sum + part.rate, 0),
        )
      : edge.rate;
  const deciding = ways.filter((way) => compareWay(way, seen) === verdict);
  const told = deciding.length > 0 ? deciding : ways;
  return {
    verdict,
    today: stateOf(parts.flatMap((part) => part.ways.map(({ now }) => now))),
    after: stateOf(parts.flatMap((part) => part.ways.map(({ after }) => after))),
    rate,
    by: distinct(told.flatMap(({ after }) => after.by)),
    needs: verdict === 'undecidable' ? needsOf(telling, seen) : [],
    reason: reasonOf(verdict, telling, told),
  };
}

function comparePart({ ways, isUnexplained }: EdgePart, seen: number): PartVerdict {
  const verdicts = new Set(ways.map((way) => compareWay(way, seen)));
  const [only] = verdicts;
  if (verdicts.size === 0) return 'undecidable';
  if (verdicts.size === 1 && only !== undefined && (only === 'unaffected' || !isUnexplained)) return only;
  if (isUnexplained || verdicts.has('breaks') || verdicts.has('undecidable')) return 'undecidable';
  return 'changes';
}

/** `seen` is the share of the edge that was refused. */
function compareWay({ now, after }: WayPair, seen: number): PartVerdict {
  if (isSame(now.inputs, after.inputs)) return 'unaffected';
  const isRefusedToday = now.state === 'refused' || (now.state === 'unknown' && seen > 1 - SHARE_OF_NOISE);
  const isPassingToday = now.state === 'passes' || (now.state === 'unknown' && seen < SHARE_OF_NOISE);
  switch (after.state) {
    case 'refused':
      return isRefusedToday ? 'unaffected' : 'breaks';
    case 'unknown':
      return 'undecidable';
    case 'passes':
      if (!isPassingToday) return 'changes';
      return now.security === after.security || now.security === 'unknown' ? 'unaffected' : 'changes';
  }
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}

function stateOf(outcomes: readonly WayOutcome[]): CallState {
  const states = new Set(outcomes.map(({ state }) => state));
  const securities = new Set(outcomes.map(({ security }) => security));
  const [state = 'unknown'] = states;
  const [security = 'unknown'] = securities;
  return {
    state: states.size > 1 ? 'mixed' : state,
    security: securities.size > 1 ? 'mixed' : security,
  };
}

function needsOf(parts: readonly EdgePart[], seen: number): MissingFact[] {
  const needs = new Set<MissingFact>();
  for (const { ways, isUnexplained } of parts) {
    const verdicts = new Set(ways.map((way) => compareWay(way, seen)));
    for (const way of ways) {
      if (compareWay(way, seen) === 'undecidable') for (const need of way.after.needs) needs.add(need);
    }
    if (verdicts.has('breaks') && verdicts.size > 1) needs.add('way');
    if (isUnexplained || ways.length === 0) needs.add('connection');
  }
  return [...needs].sort();
}

function reasonOf(verdict: PartVerdict, parts: readonly EdgePart[], told: readonly WayPair[]): string {
  if (verdict === 'undecidable' && parts.some(({ isUnexplained }) => isUnexplained))
    return 'What was seen is not what is declared now, so that nothing can be told of what would be.';
  const [first] = told;
  if (first === undefined) return 'Nothing is known of how it is called.';
  const [one = '', other] = new Set(told.map(({ after }) => after.reason));
  const reason = other === undefined ? one : `${one} By another way: ${other}`;
  const isLeft = verdict === 'unaffected' && told.every(({ now, after }) => isSame(now.inputs, after.inputs));
  return isLeft ? `Nothing that decides about it changes. ${reason}`.trim() : reason;
}

function distinct(deciders: readonly Decider[]): Decider[] {
  return [...new Map(deciders.map((one) => [JSON.stringify(one), one])).values()];
}
