import type { IndexedGraph } from '../index-graph';

/** Above this share of edges that close a cycle, layers of longest ways mean little. */
const muchCyclic = 0.05;

/**
 * Ways to give every node a layer, the clearest first. In the first each edge goes from a lower to a higher one, but for
 * the edges that close a cycle. A graph with many cycles, as of namespaces that all call each other, is drawn out by
 * this to a ribbon: its layers may be joined, or be the distance from whoever is called by nobody.
 */
export function layerings(graph: IndexedGraph): number[][] {
  const forward = withoutCycles(graph);
  const longest = longestWays(graph, forward);
  const count = (lists: readonly (readonly number[])[]) => lists.reduce((sum, list) => sum + list.length, 0);
  const all = count(graph.successors);
  if (all - count(forward) <= all * muchCyclic) return [longest];
  const joined = (by: number) => longest.map((layer) => Math.floor(layer / by));
  return [longest, joined(2), joined(3), joined(4), distances(graph)];
}

/**
 * A layer is the longest way from a root; a node that could stand nearer to what it calls is moved there, so that a
 * service stands right before its workloads.
 */
function longestWays(graph: IndexedGraph, forward: readonly number[][]): number[] {
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

/** How many calls each node is away from the nearest root; of several unreachable nodes one is a root as well. */
function distances({ nodes, successors, predecessors }: IndexedGraph): number[] {
  const layers: number[] = nodes.map(() => -1);
  const roots = [...nodes.keys()].filter((index) => predecessors[index]?.length === 0);
  for (const start of [...roots, ...nodes.keys()]) {
    if (layers[start] !== -1) continue;
    layers[start] = 0;
    const queue = [start];
    for (const from of queue) {
      for (const to of successors[from] ?? []) {
        if (layers[to] !== -1) continue;
        layers[to] = (layers[from] ?? 0) + 1;
        // The queue grows while it is walked.
        queue.push(to);
      }
    }
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
