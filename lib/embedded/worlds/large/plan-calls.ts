import type { PlannedCall, PlannedService } from './planned-service';
import { between, type Random } from './seeded-random';

type Target = PlannedCall['target'];

/** Most calls go one tier on, the others skip some. */
const NEXT_TIER_SHARE = 0.75;
/** How much more often the first services of a tier are called than its last: makes hubs. */
const HUB_EXPONENT = 0.9;
/** Small tiers run out of services that are not called yet. */
const MOST_TRIES = 8;

/**
 * The calls of each service, in the order of the services, which are in tier order. Every service behind the first tier
 * has a caller in the tier before; then each is given two or three calls, most of them to a few hubs.
 */
export function planCalls(
  services: readonly Omit<PlannedService, 'calls'>[],
  random: Random,
): PlannedCall[][] {
  const tiers = groupByTier(services);
  const chosen = new Map<Target, Set<Target>>(services.map((service) => [service, new Set()]));
  for (const [tier, members] of tiers.entries()) {
    const callers = tiers[tier - 1] ?? [];
    for (const [index, member] of members.entries()) {
      const caller = callers[index % callers.length];
      if (caller !== undefined) chosen.get(caller)?.add(member);
    }
  }
  const pickers = tiers.map((members) => makeHubPicker(members, random));
  for (const service of services) {
    const targets = chosen.get(service) ?? new Set();
    const wanted = service.tier === tiers.length - 1 ? 0 : random() < 0.5 ? 2 : 3;
    for (let tries = 0; targets.size < wanted && tries < MOST_TRIES; tries += 1) {
      const target = pickers[chooseTier(service.tier, tiers.length, random)]?.();
      if (target !== undefined) targets.add(target);
    }
  }
  return services.map((service) =>
    [...(chosen.get(service) ?? [])].map((target) => ({
      target,
      perRequest: Number(between(random, 0.2, 0.9).toFixed(2)),
    })),
  );
}

function groupByTier(services: readonly Target[]): Target[][] {
  const tiers: Target[][] = [];
  for (const service of services) {
    const members = tiers[service.tier];
    if (members === undefined) tiers[service.tier] = [service];
    else members.push(service);
  }
  return tiers;
}

function chooseTier(tier: number, tierCount: number, random: Random): number {
  const deepest = tierCount - 1;
  if (random() < NEXT_TIER_SHARE || tier + 1 >= deepest) return Math.min(tier + 1, deepest);
  return tier + 2 + Math.floor(random() * (deepest - tier - 1));
}

/** Picks a member with a chance that falls with its place as a power. */
function makeHubPicker(members: readonly Target[], random: Random): () => Target | undefined {
  let sum = 0;
  const sums = members.map((_member, place) => (sum += (place + 1) ** -HUB_EXPONENT));
  return () => {
    const point = random() * sum;
    let low = 0;
    let high = members.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? sum) <= point) low = middle + 1;
      else high = middle;
    }
    return members[low];
  };
}
