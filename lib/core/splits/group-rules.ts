import type { PlannedDestination, RoutePlan, RouteRule } from '../routing/route-plan';
import { destinationKey, findPlaces, nameDestination, overlap } from './destination-places';
import type { SplitFacts } from './split-facts';

/**
 * Rules whose calls cannot be told from each other, because no metric names the rule that a call took: they share
 * destinations. Most groups hold one rule.
 */
export interface RuleGroup {
  readonly rules: readonly RouteRule[];
  /** What all of its rules send where; the rules agree in it unless `unclear` says otherwise. */
  readonly parts: readonly GroupPart[];
  /** Why the calls of its destinations cannot be told apart or compared; empty where they can. */
  readonly unclear: readonly string[];
}

export interface GroupPart {
  readonly destination: PlannedDestination;
  /** 0 to 1, as declared; where rules differ, that of the first rule that names it. */
  readonly share: number;
  /** The least and the most that any of the rules sends there. */
  readonly from: number;
  readonly to: number;
}

/** What a rule shares calls between; a rule that answers by itself, or cannot be reached, shares nothing. */
export function sharesCalls({ shadowedBy, destinations }: RouteRule): boolean {
  return shadowedBy === null && destinations.some(({ share }) => share > 0);
}

/** Groups all rules of a viewpoint that share calls. */
export function groupRules(plan: RoutePlan, facts: SplitFacts): RuleGroup[] {
  const groups: RouteRule[][] = [];
  for (const rule of plan.hosts.flatMap(({ rules }) => rules).filter(sharesCalls)) {
    const joined = groups.filter((group) => group.some((other) => meet(rule, other, facts)));
    for (const group of joined) groups.splice(groups.indexOf(group), 1);
    groups.push([...joined.flat(), rule]);
  }
  return groups.map((rules) => describeGroup(rules, facts));
}

function meet(a: RouteRule, b: RouteRule, facts: SplitFacts): boolean {
  if ((a.protocol === 'http') !== (b.protocol === 'http')) return false;
  return served(a).some((one) => served(b).some((other) => overlap(one, other, facts)));
}

function served({ destinations }: RouteRule): PlannedDestination[] {
  return destinations.filter(({ share }) => share > 0);
}

function describeGroup(rules: readonly RouteRule[], facts: SplitFacts): RuleGroup {
  const vectors = rules.map(shareVector);
  const destinations = new Map(
    rules.flatMap(({ destinations }) => destinations.map((one) => [destinationKey(one), one] as const)),
  );
  const parts = [...destinations].map(([key, destination]): GroupPart => {
    const shares = vectors.map((vector) => vector.get(key) ?? 0);
    const share = vectors.find((vector) => vector.has(key))?.get(key) ?? 0;
    return { destination, share, from: Math.min(...shares), to: Math.max(...shares) };
  });
  return {
    rules,
    parts,
    unclear: [
      ...findOverlaps(parts, facts),
      ...(parts.some(({ from, to }) => to - from > 1e-9) ? [describeDifference(rules)] : []),
      ...findMirrors(rules, parts, facts),
    ],
  };
}

function shareVector({ destinations }: RouteRule): Map<string, number> {
  const vector = new Map<string, number>();
  for (const destination of destinations) {
    const key = destinationKey(destination);
    vector.set(key, (vector.get(key) ?? 0) + destination.share);
  }
  return vector;
}

/** Destinations without a share get nothing: they take no calls from others. */
function findOverlaps(parts: readonly GroupPart[], facts: SplitFacts): string[] {
  const serving = parts.filter(({ to }) => to > 0).map(({ destination }) => destination);
  return serving.flatMap((one, i) =>
    serving
      .slice(i + 1)
      .filter((other) => overlap(one, other, facts))
      .map((other) => describeOverlap(one, other, facts)),
  );
}

function describeOverlap(a: PlannedDestination, b: PlannedDestination, facts: SplitFacts): string {
  const others = findPlaces(b, facts);
  const shared = findPlaces(a, facts)?.find((place) => others?.includes(place) === true);
  const what = shared === undefined ? 'may take in the same pods' : `both take in pods of ${shared.name}`;
  return `${tellApart(a)} and ${tellApart(b)} ${what}.`;
}

function tellApart(destination: PlannedDestination): string {
  return destination.subset === null
    ? `The whole of ${destination.host}`
    : `the subset ${nameDestination(destination)}`;
}

function describeDifference(rules: readonly RouteRule[]): string {
  const names = rules.map((rule) => `${rule.path} of ${rule.object.name}`);
  return `Several rules share destinations and weigh them differently (${names.join(', ')}); metrics do not tell which rule a request took.`;
}

/** A copy may be counted as a call where it arrives. */
function findMirrors(rules: readonly RouteRule[], parts: readonly GroupPart[], facts: SplitFacts): string[] {
  return rules.flatMap(({ mirrors, path }) =>
    mirrors
      .filter(
        ({ destination, share }) =>
          share > 0 && parts.some((part) => part.to > 0 && overlap(part.destination, destination, facts)),
      )
      .map(
        ({ destination }) =>
          `${path} also mirrors to ${nameDestination(destination)}: copies cannot be told from the requests that the split sends there.`,
      ),
  );
}
