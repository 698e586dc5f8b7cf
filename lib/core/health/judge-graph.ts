import type { GraphEdge, GraphNode, Health, MeshGraph } from '../graph/mesh-graph';
import { judgeReplicas, type Replicas } from './judge-replicas';
import { judgeResponses, worseHealth, type ResponseRates } from './judge-responses';

const NO_TRAFFIC = 'No traffic in the window.';
const NOT_KNOWN: Health = { status: 'unknown', reasons: [] };

/** Gives every node and edge its health. `replicasOf` tells what the cluster knows; undefined where it knows nothing. */
export function judgeGraph(
  graph: MeshGraph,
  replicasOf: (node: GraphNode) => Replicas | undefined,
): MeshGraph {
  const inbound = new Map<string, ResponseRates[]>();
  const outbound = new Map<string, ResponseRates[]>();
  const connections = new Map<string, Health>();
  const edges = graph.edges.map((edge) => ({ ...edge, health: judgeEdge(edge) }));
  for (const edge of edges) {
    append(inbound, edge.target, rates(edge, 'inbound'));
    append(outbound, edge.source, rates(edge, 'outbound'));
    if (edge.protocol !== 'tcp' || !(edge.rate > 0)) continue;
    for (const end of [edge.source, edge.target]) {
      connections.set(end, worseHealth(connections.get(end) ?? NOT_KNOWN, edge.health));
    }
  }
  const nodes = graph.nodes.map((node) => {
    const requests = judgeResponses([
      ...mergeByProtocol(inbound.get(node.id) ?? []),
      ...mergeByProtocol(outbound.get(node.id) ?? []),
    ]);
    return { ...node, health: judgeNode(requests, connections.get(node.id) ?? NOT_KNOWN, replicasOf(node)) };
  });
  return { nodes, edges };
}

function judgeEdge(edge: GraphEdge): Health {
  if (!(edge.rate > 0)) return { status: 'unknown', reasons: [NO_TRAFFIC] };
  if (edge.protocol !== 'tcp') return judgeResponses([rates(edge, 'inbound')]);
  if (!(edge.errorRate > 0)) return { status: 'healthy', reasons: [] };
  return { status: 'degraded', reasons: ['Some connections ended with a failure flag.'] };
}

function judgeNode(requests: Health, connections: Health, replicas: Replicas | undefined): Health {
  const traffic = worseHealth(requests, connections);
  const known = replicas === undefined ? traffic : worseHealth(traffic, judgeReplicas(replicas));
  if (known.status !== 'unknown') return known;
  return {
    status: 'unknown',
    reasons: known.reasons.length > 0 ? known.reasons : [NO_TRAFFIC],
  };
}

function rates(edge: GraphEdge, direction: ResponseRates['direction']): ResponseRates {
  return { protocol: edge.protocol, direction, responses: edge.responses };
}

/** A node is judged by all it receives or sends over a protocol, not by each neighbour alone. */
function mergeByProtocol(groups: readonly ResponseRates[]): ResponseRates[] {
  return (['http', 'grpc'] as const).flatMap((protocol) => {
    const same = groups.filter((group) => group.protocol === protocol);
    const first = same[0];
    return first === undefined ? [] : [{ ...first, responses: same.flatMap((group) => group.responses) }];
  });
}

function append<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
