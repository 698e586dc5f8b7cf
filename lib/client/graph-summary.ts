import type { GraphAnswer, HealthStatus } from '@/lib/contracts/graph';
import { nameNodeFully } from './node-words';
import type { Selection } from './selection';
import { severityOf } from './severity';

/** A node or an edge that needs a person, worst first. */
export interface Trouble {
  readonly selection: Selection;
  readonly label: string;
  readonly status: HealthStatus;
  readonly reason: string | undefined;
}

export interface GraphSummary {
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly namespaceCount: number;
  /** Requests per second and bytes per second between the drawn nodes. */
  readonly requestsPerSecond: number;
  readonly errorsPerSecond: number;
  readonly bytesPerSecond: number;
  readonly troubles: readonly Trouble[];
}

/** Totals and worst-first troubles of a graph. */
export function summarizeGraph(graph: GraphAnswer): GraphSummary {
  const nodeById = new Map(graph.nodes.map((node) => [node.id, node]));
  let requestsPerSecond = 0;
  let errorsPerSecond = 0;
  let bytesPerSecond = 0;
  for (const edge of graph.edges) {
    // A request through a service node has two edges; only the first is counted.
    if (nodeById.get(edge.source)?.flags.includes('injectedService')) continue;
    if (edge.protocol === 'tcp') bytesPerSecond += edge.rate;
    else {
      requestsPerSecond += edge.rate;
      errorsPerSecond += edge.errorRate;
    }
  }
  return {
    nodeCount: graph.nodes.length,
    edgeCount: graph.edges.length,
    namespaceCount: new Set(graph.nodes.flatMap(({ namespace }) => namespace ?? [])).size,
    requestsPerSecond,
    errorsPerSecond,
    bytesPerSecond,
    troubles: listTroubles(graph),
  };
}

function listTroubles(graph: GraphAnswer): Trouble[] {
  const nameById = new Map(graph.nodes.map((node) => [node.id, nameNodeFully(node)]));
  const nodes = graph.nodes.map((node) => ({
    selection: { kind: 'node' as const, id: node.id },
    label: nameById.get(node.id) ?? node.id,
    health: node.health,
    weight: node.traffic.http.inErr + node.traffic.grpc.inErr,
  }));
  const edges = graph.edges.map((edge) => ({
    selection: { kind: 'edge' as const, id: edge.id },
    label: `${nameById.get(edge.source) ?? edge.source} → ${nameById.get(edge.target) ?? edge.target}`,
    health: edge.health,
    weight: edge.errorRate,
  }));
  return [...nodes, ...edges]
    .filter(({ health }) => severityOf(health.status) > 0)
    .toSorted(
      (one, other) =>
        severityOf(other.health.status) - severityOf(one.health.status) ||
        other.weight - one.weight ||
        (one.label < other.label ? -1 : 1),
    )
    .map(({ selection, label, health }) => ({
      selection,
      label,
      status: health.status,
      reason: health.reasons[0],
    }));
}

/** One sentence for a screen reader when health changed between two answers; undefined when it did not. */
export function describeHealthChange(
  before: GraphAnswer | undefined,
  after: GraphAnswer,
): string | undefined {
  if (!before) return undefined;
  const statusBefore = new Map(before.nodes.map((node) => [node.id, node.health.status]));
  const changed = after.nodes.filter((node) => {
    const status = statusBefore.get(node.id);
    return status !== undefined && status !== node.health.status;
  });
  const [first] = changed.toSorted(
    (one, other) => severityOf(other.health.status) - severityOf(one.health.status),
  );
  if (!first) return undefined;
  const more = changed.length > 1 ? `, and ${changed.length - 1} more changed` : '';
  return `${nameNodeFully(first)} became ${first.health.status === 'notReady' ? 'not ready' : first.health.status}${more}`;
}
