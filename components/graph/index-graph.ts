import type { LayoutEdge } from './layout/layout-types';

/** A graph by position in a sorted list: the same graph gives the same indexes in whatever order it came. */
export interface IndexedGraph<Node extends { id: string } = { id: string }> {
  nodes: Node[];
  /** `successors[i]` are the indexes that node i calls, ascending; no loops, no doubles. */
  successors: number[][];
  predecessors: number[][];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Sorts nodes by id and turns edges into indexes; drops doubles, loops and edges without both ends. */
export function indexGraph<Node extends { id: string }>(
  nodes: readonly Node[],
  edges: readonly LayoutEdge[],
): IndexedGraph<Node> {
  const byId = new Map<string, Node>();
  for (const node of nodes) if (!byId.has(node.id)) byId.set(node.id, node);
  const sorted = [...byId.values()].toSorted((a, b) => compare(a.id, b.id));
  const indexOf = new Map(sorted.map((node, index) => [node.id, index]));
  const successorSets = sorted.map(() => new Set<number>());
  for (const { source, target } of edges) {
    const from = indexOf.get(source);
    const to = indexOf.get(target);
    if (from !== undefined && to !== undefined && from !== to) successorSets[from]?.add(to);
  }
  const successors = successorSets.map((set) => [...set].toSorted((a, b) => a - b));
  const predecessors: number[][] = sorted.map(() => []);
  successors.forEach((targets, from) => targets.forEach((to) => predecessors[to]?.push(from)));
  return { nodes: sorted, successors, predecessors };
}
