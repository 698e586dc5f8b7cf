import { makeNamespaceName, makeServiceName } from './made-up-names';
import { planCalls } from './plan-calls';
import type { PlannedService, Protocol } from './planned-service';
import { makeRandom, type Random } from './seeded-random';

export const TIER_COUNT = 6;

/** Where each tier ends, as a part of all services: few at the door, most in the middle. */
const TIER_ENDS = [0.08, 0.24, 0.46, 0.68, 0.86];

const SPLIT_SHARE = 0.1;
const GRPC_SHARE = 0.3;
const STORE_SHARE = 0.5;

/** The services of a made-up mesh of so many workloads, in tier order. Same number, same mesh. */
export function planServices(workloadCount: number): PlannedService[] {
  const random = makeRandom(workloadCount);
  const versionLists = planVersions(workloadCount, random);
  const namespaceCount = Math.max(1, Math.round(workloadCount / 10));
  const services = versionLists.map((versions, index) => {
    const tier = tierOf((index + 0.5) / versionLists.length);
    const protocol = chooseProtocol(tier, versions.length, random);
    return {
      name: makeServiceName(tier, protocol, index),
      namespace: makeNamespaceName(index % namespaceCount),
      tier,
      protocol,
      versions,
    };
  });
  const calls = planCalls(services, random);
  return services.map((service, index) => ({ ...service, calls: calls[index] ?? [] }));
}

/** One list of versions for each service; together as many versions as there are workloads. */
function planVersions(workloadCount: number, random: Random): string[][] {
  const lists: string[][] = [];
  for (let left = workloadCount; left > 0;) {
    const versions = left > 1 && random() < SPLIT_SHARE ? ['v1', 'v2'] : ['v1'];
    lists.push(versions);
    left -= versions.length;
  }
  return lists;
}

function tierOf(position: number): number {
  const tier = TIER_ENDS.findIndex((end) => position < end);
  return tier === -1 ? TIER_COUNT - 1 : tier;
}

function chooseProtocol(tier: number, versionCount: number, random: Random): Protocol {
  const chance = random();
  if (tier === TIER_COUNT - 1) return versionCount === 1 && chance < STORE_SHARE ? 'tcp' : 'http';
  return tier > 0 && chance < GRPC_SHARE ? 'grpc' : 'http';
}
