import { covers } from './conditions';
import type { MatchDraft, RuleDraft } from './route-draft';
import type { RouteProtocol } from './route-plan';

/** Beyond this many alternatives only rules that take everything are looked for: comparing all takes their square. */
const MOST_COMPARED = 600;

const EVERYTHING: MatchDraft = { raw: {}, path: '', gateways: [], conditions: [] };

/**
 * For each rule, in the order in which they are tried, the index of an earlier one of its protocol that takes what could
 * get there; undefined where it can be reached. Where several together take all of it, the first that takes some.
 */
export function findShadows(rules: readonly RuleDraft[]): (number | undefined)[] {
  const total = rules.reduce((sum, { matches }) => sum + Math.max(1, matches.length), 0);
  const isLarge = total > MOST_COMPARED;
  const takers: Taker[] = [];
  return rules.map((rule, index) => {
    const alternatives = alternativesOf(rule);
    const found = alternatives.map((match) => takers.find((taker) => takes(taker, rule, match))?.index);
    for (const match of alternatives)
      if (!isLarge || match.conditions.length === 0) takers.push({ index, match, protocol: rule.protocol });
    return found.every((taker) => taker !== undefined) ? found[0] : undefined;
  });
}

interface Taker {
  readonly index: number;
  readonly match: MatchDraft;
  readonly protocol: RouteProtocol;
}

function takes(taker: Taker, { protocol }: RuleDraft, match: MatchDraft): boolean {
  return taker.protocol === protocol && covers(taker.match, match);
}

function alternativesOf({ matches }: RuleDraft): readonly MatchDraft[] {
  return matches.length === 0 ? [EVERYTHING] : matches;
}

export function takesEverything(rule: RuleDraft): boolean {
  return alternativesOf(rule).some(({ conditions }) => conditions.length === 0);
}

/**
 * Rules of several objects at a gateway, one after the other: those that take everything go to the end, and what its own
 * object says after one of those comes last, for it is never reached.
 */
export function concatenate(lists: readonly (readonly RuleDraft[])[]): RuleDraft[] {
  const parts = lists.map(splitAtCatchAll);
  return [
    ...parts.flatMap(({ conditional }) => conditional),
    ...parts.flatMap(({ catchAll }) => catchAll),
    ...parts.flatMap(({ rest }) => rest),
  ];
}

function splitAtCatchAll(rules: readonly RuleDraft[]) {
  const at = rules.findIndex((rule) => rule.protocol === 'http' && takesEverything(rule));
  const found = rules[at];
  if (found === undefined) return { conditional: rules, catchAll: [], rest: [] };
  const some = found.matches.filter(({ conditions }) => conditions.length > 0);
  const all = found.matches.filter(({ conditions }) => conditions.length === 0);
  return {
    conditional: [...rules.slice(0, at), ...(some.length > 0 ? [{ ...found, matches: some }] : [])],
    catchAll: [{ ...found, matches: all }],
    rest: rules.slice(at + 1),
  };
}
