import type { ChangeDecider, ChangedEdge, ChangeVerdict, WhatIfAnswer } from '@/lib/contracts/what-if';
import { placeOfRule } from '@/lib/core/policy/verdict';
import { callerName, rateText } from './mtls-numbers';
import { makeVisible } from './visible-text';
import { changeOrder, changeWords, missingWords, stateText, transitionText } from './what-if-words';

/** One edge as the table shows it. Texts are safe to show. */
export interface WhatIfRow {
  readonly id: string;
  readonly verdict: ChangeVerdict;
  readonly verdictWord: string;
  /** 0 needs a person first. */
  readonly rank: number;
  readonly caller: string;
  readonly callee: string;
  readonly protocol: string;
  readonly rate: number;
  readonly rateText: string;
  /** Requests before bytes, which are many more. */
  readonly unitRank: number;
  readonly today: string;
  readonly after: string;
  /** What differs between the two, in the fewest words. */
  readonly transition: string;
  /** `AuthorizationPolicy rule 1 of shop/deny-all`; empty where nothing decides. */
  readonly rule: string;
  /** The same without its kind: `shop/deny-all, rule 1`. */
  readonly place: string;
  /** Where the first that decides stands in the text. */
  readonly line: number | undefined;
  /** In words, with commas between; empty where nothing is missing. */
  readonly missing: string;
  readonly reason: string;
  readonly edge: ChangedEdge;
}

/** The edges of an answer, in its order: what breaks first. */
export function listWhatIfRows({ edges }: WhatIfAnswer): WhatIfRow[] {
  return edges.map(toRow);
}

/** Rows of one verdict, or all. */
export function filterWhatIfRows(
  rows: readonly WhatIfRow[],
  verdict: ChangeVerdict | null,
): readonly WhatIfRow[] {
  return verdict === null ? rows : rows.filter((row) => row.verdict === verdict);
}

/** An object that decides, or one of its rules, in words that are safe to show. */
export function deciderText(decider: ChangeDecider): string {
  const { kind, namespace, name, rule } = decider;
  const place = rule === undefined ? { namespace, name } : { namespace, name, rule };
  return makeVisible(`${kind} ${placeOfRule(place)}`);
}

function placeText({ namespace, name, rule }: ChangeDecider): string {
  return makeVisible(`${namespace}/${name}${rule === undefined ? '' : `, rule ${rule + 1}`}`);
}

function toRow(edge: ChangedEdge): WhatIfRow {
  const { id, verdict, source, target, protocol, rate, unit, today, after, by, needs, reason } = edge;
  const [first] = by;
  const isBytes = unit === 'bytes';
  return {
    id,
    verdict,
    verdictWord: changeWords[verdict],
    rank: changeOrder.indexOf(verdict),
    caller: makeVisible(callerName(source)),
    callee: makeVisible(endName(target)),
    protocol,
    rate,
    rateText: rateText(isBytes ? { requests: 0, bytes: rate } : { requests: rate, bytes: 0 }) || '0 rps',
    unitRank: Number(isBytes),
    today: stateText(today),
    after: stateText(after),
    transition: transitionText(edge),
    rule: first === undefined ? '' : deciderText(first),
    place: first === undefined ? '' : placeText(first),
    line: first?.line,
    missing: needs.map((need) => missingWords[need]).join(', '),
    reason: makeVisible(reason),
    edge,
  };
}

function endName({ namespace, name }: ChangedEdge['target']): string {
  if (name === undefined) return namespace === undefined ? 'nobody known' : `somebody in ${namespace}`;
  return namespace === undefined ? name : `${namespace}/${name}`;
}
