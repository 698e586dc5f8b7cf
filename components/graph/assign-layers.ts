import type { IndexedGraph } from './index-graph';

/**
 * Gives every node a layer so that each edge goes from a lower to a higher one, but for the edges that close a cycle.
 * A layer is the longest way from a root; a node that could stand nearer to what it calls is moved there,
 * so that a service stands right before its workloads.
 */
export function assignLayers(graph: IndexedGraph): number[] {
  const forward = withoutCycles(graph);
  const order = topologicalOrder(forward);
  const layers = graph.nodes.map(() => 0);
  for (const from of order) {
    for (const to of forward[from] ?? []) layers[to] = Math.max(layers[to] ?? 0, (layers[from] ?? 0) + 1);
  }
  const callers = graph.nodes.map(() => 0);
  for (const targets of forward) for (const to of targets) callers[to] = (callers[to] ?? 0) + 1;
  for (const node of order.toReversed()) {
    const called = forward[node] ?? [];
    if (called.length === 0 || called.length < (callers[node] ?? 0)) continue;
    layers[node] = Math.min(...called.map((to) => layers[to] ?? 0)) - 1;
  }
  return layers;
}

/** The edges that remain when a depth-first walk from the roots leaves out those that lead back to its own path. */
function withoutCycles({ nodes, successors, predecessors }: IndexedGraph): number[][] {
  const kept: number[][] = nodes.map(() => []);
  const state = new Uint8Array(nodes.length); // 0 unseen, 1 on the path, 2 done
  const roots = nodes.map((_, index) => index).filter((index) => predecessors[index]?.length === 0);
  const starts = [...roots, ...nodes.keys()];
  for (const start of starts) {
    if (state[start] !== 0) continue;
    state[start] = 1;
    const path = [{ node: start, next: 0 }];
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const to = successors[top.node]?.[top.next++];
      if (to === undefined) {
        state[top.node] = 2;
        path.pop();
      } else if (state[to] !== 1) {
        kept[top.node]?.push(to);
        if (state[to] === 0) {
          state[to] = 1;
          path.push({ node: to, next: 0 });
        }
      }
    }
  }
  return kept;
}

function topologicalOrder(forward: readonly number[][]): number[] {
  const waiting = forward.map(() => 0);
  for (const targets of forward) for (const to of targets) waiting[to] = (waiting[to] ?? 0) + 1;
  const order = [...forward.keys()].filter((index) => waiting[index] === 0);
  for (const from of order) {
    for (const to of forward[from] ?? []) {
      const left = (waiting[to] ?? 0) - 1;
      waiting[to] = left;
      // `order` grows while it is walked: this is the queue of Kahn's algorithm.
      if (left === 0) order.push(to);
    }
  }
  return order;
}
