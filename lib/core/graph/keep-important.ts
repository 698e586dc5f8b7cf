import { joinKey } from '../mesh/join-key';
import { compareText } from '../mesh/compare-text';
import type { GraphNode, MeshGraph } from './mesh-graph';
import { edgeNeedsPerson, hasWeightedRoute, isUnwell } from './needs-person';

export interface ImportantGraph extends MeshGraph {
  /** Nodes that were left out. */
  readonly hidden: number;
}

/**
 * At most `most` nodes, those with the most traffic, and the edges between them. What needs a person is never left out,
 * even if it alone is more: whoever is unhealthy, both ends of edges that fail, carry plaintext or are counted
 * differently by their reporters, services with a weighted route and versions of them that get nothing. Nor is anything
 * left out that `wanted` names.
 */
export function keepImportant(
  graph: MeshGraph,
  most: number,
  wanted: ReadonlySet<string> = new Set(),
): ImportantGraph {
  if (graph.nodes.length <= most) return { ...graph, hidden: 0 };
  const kept = new Set([...graph.nodes.filter(({ id }) => wanted.has(id)).map(({ id }) => id)]);
  for (const node of needingPerson(graph)) kept.add(node);
  const byTraffic = graph.nodes
    .filter(({ id }) => !kept.has(id))
    .sort((a, b) => weigh(b) - weigh(a) || compareText(a.id, b.id));
  for (const { id } of byTraffic.slice(0, Math.max(0, most - kept.size))) kept.add(id);
  return {
    nodes: graph.nodes.filter(({ id }) => kept.has(id)),
    edges: graph.edges.filter(({ source, target }) => kept.has(source) && kept.has(target)),
    hidden: graph.nodes.length - kept.size,
  };
}

function needingPerson({ nodes, edges }: MeshGraph): string[] {
  const routed = new Set(nodes.filter(hasWeightedRoute).flatMap(appKeys));
  const isNeeding = (node: GraphNode) =>
    isUnwell(node) ||
    hasWeightedRoute(node) ||
    (node.flags.includes('idle') && appKeys(node).some((key) => routed.has(key)));
  const suspects = edges.filter(edgeNeedsPerson);
  return [
    ...nodes.filter(isNeeding).map(({ id }) => id),
    ...suspects.flatMap(({ source, target }) => [source, target]),
  ];
}

/** A service and the workloads behind it are mostly called alike. */
function appKeys({ cluster, namespace, app, service }: GraphNode): string[] {
  return [app, service].flatMap((name) => (name === undefined ? [] : joinKey(cluster, namespace, name)));
}

/** Requests per second, and a thousand bytes per second for one of them. */
function weigh({ traffic: { http, grpc, tcp } }: GraphNode): number {
  return http.in + http.out + grpc.in + grpc.out + (tcp.in + tcp.out) / 1_000;
}
