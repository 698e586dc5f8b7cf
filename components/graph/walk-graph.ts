import type { Point } from './layout/layout-types';

export interface WalkEdge {
  id: string;
  source: string;
  target: string;
}

export interface WalkGraph {
  positions: ReadonlyMap<string, Point>;
  edges: readonly WalkEdge[];
}

export interface Spot {
  kind: 'node' | 'edge';
  id: string;
}

export type WalkStep = 'downstream' | 'upstream' | 'previous' | 'next';

/**
 * One step of the keyboard: downstream and upstream along edges, previous and next among siblings (who share a caller,
 * else who stand in the same column). With `ontoEdges` the step stops on the edge. No way there: the same spot.
 */
export function walkGraph(
  graph: WalkGraph,
  from: Spot | undefined,
  step: WalkStep,
  ontoEdges = false,
): Spot | undefined {
  if (!from) return firstSpot(graph);
  if (from.kind === 'edge') return stepFromEdge(graph, from, step);
  if (!graph.positions.has(from.id)) return firstSpot(graph);
  if (step === 'previous' || step === 'next') return stepAside(graph, from, step);
  const near = graph.edges
    .filter(
      (edge) =>
        (step === 'downstream' ? edge.source : edge.target) === from.id && edge.source !== edge.target,
    )
    .map((edge) => ({ edge, other: step === 'downstream' ? edge.target : edge.source }))
    .toSorted(
      (a, b) =>
        distance(graph, from.id, a.other) - distance(graph, from.id, b.other) || order(a.edge.id, b.edge.id),
    );
  const best = near[0];
  if (!best) return from;
  return ontoEdges ? { kind: 'edge', id: best.edge.id } : { kind: 'node', id: best.other };
}

/** Where the walk begins: the leftmost node, the upper one of several. */
function firstSpot({ positions }: WalkGraph): Spot | undefined {
  const first = [...positions.entries()].toSorted(
    ([a, p], [b, q]) => p.x - q.x || p.y - q.y || order(a, b),
  )[0];
  return first && { kind: 'node', id: first[0] };
}

function stepFromEdge(graph: WalkGraph, from: Spot, step: WalkStep): Spot | undefined {
  const edge = graph.edges.find(({ id }) => id === from.id);
  if (!edge) return firstSpot(graph);
  if (step === 'downstream') return { kind: 'node', id: edge.target };
  if (step === 'upstream') return { kind: 'node', id: edge.source };
  const siblings = graph.edges
    .filter(({ source }) => source === edge.source)
    .toSorted((a, b) => height(graph, a.target) - height(graph, b.target) || order(a.id, b.id));
  const at = siblings.indexOf(edge) + (step === 'next' ? 1 : -1);
  return { kind: 'edge', id: siblings[at]?.id ?? edge.id };
}

function stepAside(graph: WalkGraph, from: Spot, step: 'previous' | 'next'): Spot {
  const edges = graph.edges.filter(({ source, target }) => source !== target);
  const callers = new Set(edges.filter(({ target }) => target === from.id).map(({ source }) => source));
  const siblings = new Set(edges.filter(({ source }) => callers.has(source)).map(({ target }) => target));
  const here = graph.positions.get(from.id);
  for (const [id, { x }] of graph.positions) if (here && Math.abs(x - here.x) < 40) siblings.add(id);
  siblings.add(from.id);
  const sorted = [...siblings]
    .filter((id) => graph.positions.has(id))
    .toSorted((a, b) => height(graph, a) - height(graph, b) || order(a, b));
  const at = sorted.indexOf(from.id) + (step === 'next' ? 1 : -1);
  return { kind: 'node', id: sorted[at] ?? from.id };
}

function height(graph: WalkGraph, id: string): number {
  return graph.positions.get(id)?.y ?? 0;
}

function distance(graph: WalkGraph, a: string, b: string): number {
  const from = graph.positions.get(a);
  const to = graph.positions.get(b);
  return from && to ? Math.hypot(from.x - to.x, from.y - to.y) : Infinity;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
