import type { GraphAnswer, GraphEdge, GraphNode, HealthStatus } from '@/lib/contracts/graph';
import { nodeTitle } from './describe-graph';

export interface TableNode {
  node: GraphNode;
  /** What it calls, with the node at the other end. */
  calls: { edge: GraphEdge; target: GraphNode }[];
}

const urgency: Record<HealthStatus, number> = {
  failing: 0,
  degraded: 1,
  notReady: 2,
  unknown: 3,
  healthy: 3,
};

/** Nodes that need a person first, then by namespace and name; each with its edges, the failing ones first. */
export function orderForTable(graph: Pick<GraphAnswer, 'nodes' | 'edges'>): TableNode[] {
  const byId = new Map<string, GraphNode>();
  for (const node of graph.nodes) if (!byId.has(node.id)) byId.set(node.id, node);
  const calls = new Map<string, TableNode['calls']>();
  const seen = new Set<string>();
  for (const edge of graph.edges) {
    const target = byId.get(edge.target);
    if (!target || !byId.has(edge.source) || seen.has(edge.id)) continue;
    seen.add(edge.id);
    const known = calls.get(edge.source);
    if (known) known.push({ edge, target });
    else calls.set(edge.source, [{ edge, target }]);
  }
  return [...byId.values()]
    .map((node) => ({ node, calls: (calls.get(node.id) ?? []).toSorted(compareCalls) }))
    .toSorted((a, b) => compareNodes(a.node, b.node));
}

function compareNodes(a: GraphNode, b: GraphNode): number {
  return (
    urgency[a.health.status] - urgency[b.health.status] ||
    compareText(a.namespace ?? '\uffff', b.namespace ?? '\uffff') ||
    compareText(nodeTitle(a), nodeTitle(b)) ||
    compareText(a.id, b.id)
  );
}

function compareCalls(a: TableNode['calls'][number], b: TableNode['calls'][number]): number {
  return (
    urgency[a.edge.health.status] - urgency[b.edge.health.status] ||
    compareText(nodeTitle(a.target), nodeTitle(b.target)) ||
    compareText(a.edge.id, b.edge.id)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
