import type { AppliedConfig, GraphAnswer } from '@/lib/contracts/graph';

type Destination = NonNullable<AppliedConfig['destinations']>[number];

/** One weighted destination with what was seen of it. */
export interface SplitLeg {
  readonly destination: Destination;
  /** Share of the requests to the weighted destinations, 0 to 1; undefined when it cannot be told. */
  readonly observedShare: number | undefined;
}

/** A declared split beside what was seen. */
export interface ObservedSplit {
  readonly legs: readonly SplitLeg[];
  /** Share of all requests to the host that reached none of the weighted destinations, as other routes may send them. */
  readonly elsewhereShare: number | undefined;
}

/**
 * Sets what was seen beside what a route declares. Requests are counted on edges that end at workloads, by the
 * host they asked for and the version they reached; a subset is taken for the version of the same name. Weights only
 * divide what their own route carries: shares are of the weighted destinations, and the rest is told beside them.
 * Nothing is claimed when no such request was seen, or when the graph does not tell versions apart.
 */
export function observeSplit(graph: GraphAnswer, config: AppliedConfig): ObservedSplit {
  const destinations = config.destinations ?? [];
  const versionsTold = graph.level === 'versionedApp' || graph.level === 'workload';
  const subsetsUsed = destinations.some(({ subset }) => subset !== undefined);
  const hosts = new Set(destinations.map(({ host }) => readHost(host, config.namespace)));
  const rateOf = countRates(graph, hosts, config.namespace);
  const total = [...rateOf.values()].reduce((sum, rate) => sum + rate, 0);
  const tellable = total > 0 && (versionsTold || !subsetsUsed);
  if (!tellable) return { legs: destinations.map(unknownLeg), elsewhereShare: undefined };
  const rates = destinations.map((destination) => sumLeg(rateOf, destination, config.namespace));
  const weighted = rates.reduce((sum, rate) => sum + rate, 0);
  return {
    legs: destinations.map((destination, index) => ({
      destination,
      observedShare: weighted > 0 ? (rates[index] ?? 0) / weighted : undefined,
    })),
    elsewhereShare: Math.max(0, total - weighted) / total,
  };
}

function unknownLeg(destination: Destination): SplitLeg {
  return { destination, observedShare: undefined };
}

/** Requests per second by `host|version`. */
function countRates(graph: GraphAnswer, hosts: ReadonlySet<string>, namespace: string): Map<string, number> {
  const nodeById = new Map(graph.nodes.map((node) => [node.id, node]));
  const rates = new Map<string, number>();
  for (const edge of graph.edges) {
    const target = nodeById.get(edge.target);
    // With service nodes every request is drawn twice; the second half says which version answered.
    const countable = target && (target.kind !== 'service' || graph.level === 'service');
    if (!countable || edge.protocol === 'tcp') continue;
    for (const response of edge.responses) {
      const host = readHost(response.host, target.namespace ?? namespace);
      if (!hosts.has(host)) continue;
      const key = `${host}|${target.version ?? ''}`;
      rates.set(key, (rates.get(key) ?? 0) + response.rate);
    }
  }
  return rates;
}

function sumLeg(
  rates: ReadonlyMap<string, number>,
  { host, subset }: Destination,
  namespace: string,
): number {
  const prefix = `${readHost(host, namespace)}|`;
  if (subset !== undefined) return rates.get(prefix + subset) ?? 0;
  let sum = 0;
  for (const [key, rate] of rates) if (key.startsWith(prefix)) sum += rate;
  return sum;
}

/** `reviews`, `reviews.shop` and `reviews.shop.svc.cluster.local` all name the same service: `reviews.shop`. */
function readHost(host: string, namespace: string): string {
  const parts = host.split('.');
  if (parts.length === 1) return `${host}.${namespace}`;
  const isService = parts.length === 2 || parts[2] === 'svc';
  return isService ? `${parts[0]}.${parts[1]}` : host;
}
