import type { GatewayRouteDraft, MatchDraft, RankedRule, RuleDraft } from './route-draft';

/**
 * Rules of Gateway API routes that share a host, in the order in which they are tried: by what they match, then the
 * oldest route's. `routes` are given oldest first. Alternatives of one rule that stay together stay one rule.
 * https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule
 */
export function mergeRanked(routes: readonly GatewayRouteDraft[]): RuleDraft[] {
  const ranked = routes.flatMap(({ rules }) => rules);
  const http = ranked.filter(({ rule }) => rule.protocol === 'http').sort(byRank);
  const others = (['tls', 'tcp'] as const).flatMap((protocol) =>
    ranked.filter(({ rule }) => rule.protocol === protocol),
  );
  return joinNeighbours([...http, ...others].map(({ rule }) => rule));
}

function byRank(a: RankedRule, b: RankedRule): number {
  for (const [index, number] of a.rank.entries()) {
    const difference = (b.rank[index] ?? 0) - number;
    if (difference !== 0) return difference;
  }
  return 0;
}

function joinNeighbours(rules: readonly RuleDraft[]): RuleDraft[] {
  const joined: (RuleDraft & { matches: readonly MatchDraft[] })[] = [];
  for (const rule of rules) {
    const last = joined.at(-1);
    const isSame = last?.path === rule.path && isSamePlace(last, rule);
    if (last !== undefined && isSame)
      joined[joined.length - 1] = { ...last, matches: [...last.matches, ...rule.matches] };
    else joined.push(rule);
  }
  return joined;
}

function isSamePlace({ object: a }: RuleDraft, { object: b }: RuleDraft): boolean {
  return a.kind === b.kind && a.namespace === b.namespace && a.name === b.name;
}
