import { isAboutClient } from './conditions';
import { sayMatches } from './match-words';
import { resolveDestination, type Surroundings } from './resolve-destination';
import type { MatchDraft, RuleDraft } from './route-draft';
import type { RouteProblem, RouteRule, RuleCondition } from './route-plan';
import { findShadows } from './shadow-rules';

/** Rules in the order in which they are tried, with what they mean for one client. */
export function planRules(
  drafts: readonly RuleDraft[],
  surroundings: Surroundings,
  tell: (problem: RouteProblem) => void,
): RouteRule[] {
  const shadows = findShadows(drafts);
  return drafts.map((draft, index): RouteRule => {
    const taker = shadows[index];
    const shadow = taker === undefined ? undefined : drafts[taker];
    if (shadow !== undefined) {
      const { object, path } = shadow;
      const message = `${object.kind} ${object.namespace}/${object.name} ${path} takes all that could get here.`;
      tell({ code: 'shadowed', message, object: draft.object, path: draft.path });
    }
    return {
      ...factsOf(draft),
      index,
      destinations: draft.destinations.map((one) => resolveDestination(one, surroundings, tell)),
      mirrors: draft.mirrors.map(({ destination, share }) => ({
        destination: resolveDestination(destination, surroundings, tell),
        share,
      })),
      shadowedBy:
        taker === undefined || shadow === undefined
          ? null
          : { object: shadow.object, path: shadow.path, index: taker },
    };
  });
}

type RuleFacts = Omit<RouteRule, 'index' | 'destinations' | 'mirrors' | 'shadowedBy'>;

const remembered = new WeakMap<RuleDraft, RuleFacts>();

/** What does not depend on who asks; most drafts are the same for everybody. */
function factsOf(draft: RuleDraft): RuleFacts {
  const known = remembered.get(draft);
  if (known !== undefined) return known;
  const { matches, destinations: _destinations, mirrors: _mirrors, ...rest } = draft;
  const facts = {
    ...rest,
    match: sayMatches(matches),
    matchRaw: matches.map(({ raw }) => raw),
    condition: conditionOf(matches),
  };
  remembered.set(draft, facts);
  return facts;
}

function conditionOf(matches: readonly MatchDraft[]): RuleCondition {
  if (matches.length === 0 || matches.some(({ conditions }) => conditions.length === 0)) return 'none';
  return matches.every(({ conditions }) => conditions.every(isAboutClient)) ? 'client' : 'request';
}
