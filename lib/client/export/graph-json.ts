import type { GraphAnswer } from '@/lib/contracts/graph';

/** Where a node stands in the drawing, in its own pixels. */
export interface NodePosition {
  readonly x: number;
  readonly y: number;
}

/** The answer of `GET /api/graph` as it came, with `positions` by node id where the graph is drawn. */
export function writeGraphJson(
  graph: GraphAnswer,
  positions: ReadonlyMap<string, NodePosition> | undefined,
): string {
  const placed = positions && {
    positions: Object.fromEntries(
      [...positions].map(([id, { x, y }]) => [id, { x: Math.round(x), y: Math.round(y) }]),
    ),
  };
  return `${JSON.stringify({ ...graph, ...placed }, undefined, 2)}\n`;
}
