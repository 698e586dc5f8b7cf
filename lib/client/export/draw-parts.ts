import type { GraphAnswer, GraphEdge, GraphNode } from '@/lib/contracts/graph';
import { compareText } from '@/lib/core/mesh/compare-text';
import { formatEdgeRate, formatErrorShare } from '../edge-numbers';
import { nameNodeFully } from '../node-words';
import { makeVisible } from '../visible-text';

export interface DrawnNode {
  /** `n0`, `n1` …: an id that any language takes. */
  readonly id: string;
  readonly node: GraphNode;
  readonly label: string;
}

export interface DrawnEdge {
  readonly edge: GraphEdge;
  readonly source: string;
  readonly target: string;
  readonly label: string;
}

export interface DrawnGroup {
  /** Empty for what stands in no namespace. */
  readonly name: string;
  readonly nodes: readonly DrawnNode[];
}

export interface DrawnParts {
  readonly groups: readonly DrawnGroup[];
  readonly edges: readonly DrawnEdge[];
}

/**
 * A graph as diagram languages want it: nodes with harmless ids, by namespace, and the edges between them. The same
 * graph gives the same parts in whatever order it came; doubles and edges without both ends are left out.
 */
export function drawParts(graph: Pick<GraphAnswer, 'nodes' | 'edges'>): DrawnParts {
  const ids = new Map<string, string>();
  const groups = new Map<string, DrawnNode[]>();
  const severalClusters = new Set(graph.nodes.flatMap(({ cluster }) => cluster ?? [])).size > 1;
  for (const node of graph.nodes.toSorted((a, b) => compareText(a.id, b.id))) {
    if (ids.has(node.id)) continue;
    const id = `n${ids.size}`;
    ids.set(node.id, id);
    const name = groupName(node, severalClusters);
    const drawn = { id, node, label: nodeLabel(node) };
    const group = groups.get(name);
    if (group) group.push(drawn);
    else groups.set(name, [drawn]);
  }
  const edges = new Map<string, DrawnEdge>();
  for (const edge of graph.edges.toSorted((a, b) => compareText(a.id, b.id))) {
    const [source, target] = [ids.get(edge.source), ids.get(edge.target)];
    if (source === undefined || target === undefined || edges.has(edge.id)) continue;
    edges.set(edge.id, { edge, source, target, label: edgeLabel(edge) });
  }
  return {
    groups: [...groups].toSorted(([a], [b]) => compareText(a, b)).map(([name, nodes]) => ({ name, nodes })),
    edges: [...edges.values()],
  };
}

function groupName(node: GraphNode, severalClusters: boolean): string {
  const { namespace, cluster } = node;
  if (!namespace || !standsInNamespace(node)) return '';
  return makeVisible(severalClusters && cluster ? `${namespace} · ${cluster}` : namespace);
}

/** Name and version; the namespace is that of the group, and told where there is none. */
function nodeLabel(node: GraphNode): string {
  const { namespace: _, ...rest } = node;
  return nameNodeFully(standsInNamespace(node) ? rest : node);
}

/** Not so what lies outside, and what is a folded namespace itself. */
function standsInNamespace({ namespace, kind, app, workload, service }: GraphNode): boolean {
  if (kind === 'external' || kind === 'unknown') return false;
  return namespace !== undefined && (kind !== 'aggregate' || Boolean(app || workload || service));
}

function edgeLabel(edge: GraphEdge): string {
  const failed =
    edge.unit === 'requests' && edge.errorRate > 0
      ? `, ${formatErrorShare(edge.errorRate, edge.rate)} err`
      : '';
  return `${edge.protocol} ${formatEdgeRate(edge, edge.rate)}${failed}`;
}
