import type { GraphAnswer, GraphEdge, GraphNode } from '@/lib/contracts/graph';

/**
 * How a caller's calls to one app or service divide over its versions: by edge, the part (0 to 1) of all that the same
 * caller sends there over the same protocol. Only edges that share with others are in it, and only where something flows.
 */
export function splitShares({ nodes, edges }: Pick<GraphAnswer, 'nodes' | 'edges'>): Map<string, number> {
  const nodeById = new Map(nodes.map((node) => [node.id, node]));
  const splits = new Map<string, GraphEdge[]>();
  for (const edge of edges) {
    const target = nodeById.get(edge.target);
    const app = target && targetApp(target);
    if (app === undefined) continue;
    const key = JSON.stringify([edge.source, edge.protocol, edge.unit, ...app]);
    const known = splits.get(key);
    if (known) known.push(edge);
    else splits.set(key, [edge]);
  }
  const shares = new Map<string, number>();
  for (const legs of splits.values()) {
    const total = legs.reduce((sum, { rate }) => sum + rate, 0);
    if (legs.length < 2 || !(total > 0)) continue;
    for (const { id, rate } of legs) shares.set(id, rate / total);
  }
  return shares;
}

/** Whose versions share: undefined for what has none. */
function targetApp({ kind, cluster, namespace, app }: GraphNode): (string | null)[] | undefined {
  if ((kind !== 'app' && kind !== 'workload') || app === undefined) return undefined;
  return [cluster ?? null, namespace ?? null, app];
}
