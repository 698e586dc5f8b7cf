import type { WorkloadFacts } from './cluster-facts';
import type { FactsIndex } from './match-facts';
import type { GraphEdge, GraphNode, NodeFlag } from './mesh-graph';
import { isBlackHole, isPassthrough } from './node-identity';

/** Adds what can be said of a node besides its numbers. */
export function markNodes(
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
  facts: FactsIndex,
  namespaces: readonly string[] | undefined,
): GraphNode[] {
  const called = new Set(edges.map(({ target }) => target));
  const calling = new Set(edges.map(({ source }) => source));
  return nodes.map((node) => {
    const flags = new Set<NodeFlag>(node.flags);
    if (calling.has(node.id) && !called.has(node.id)) flags.add('root');
    if (isOutside(node, namespaces)) flags.add('outside');
    if (isPassthrough(node.service)) flags.add('passthrough');
    if (isBlackHole(node.service)) flags.add('blackHole');
    if (!hasTraffic(node)) flags.add('idle');
    for (const flag of factFlags(facts.workloadsOf(node))) flags.add(flag);
    return { ...node, flags: [...flags] };
  });
}

function isOutside({ namespace }: GraphNode, namespaces: readonly string[] | undefined): boolean {
  return namespaces !== undefined && namespace !== undefined && !namespaces.includes(namespace);
}

function hasTraffic({ traffic: { http, grpc, tcp } }: GraphNode): boolean {
  return http.in + http.out + grpc.in + grpc.out + tcp.in + tcp.out > 0;
}

function factFlags(workloads: readonly WorkloadFacts[]): NodeFlag[] {
  if (workloads.length === 0) return [];
  const flags: NodeFlag[] = [];
  if (workloads.every(({ isGateway }) => isGateway)) flags.push('gateway');
  if (workloads.every(({ isWaypoint }) => isWaypoint)) flags.push('waypoint');
  if (workloads.every(({ isAmbient }) => isAmbient)) flags.push('ambient');
  if (workloads.some(lacksProxy)) flags.push('noSidecar');
  return flags;
}

/** Ambient pods and gateways need no sidecar; without pods there is nothing to say. */
function lacksProxy({ pods, isGateway, isWaypoint, isAmbient }: WorkloadFacts): boolean {
  if (pods === undefined || isGateway || isWaypoint || isAmbient) return false;
  return pods.total > 0 && pods.withProxy === 0;
}
