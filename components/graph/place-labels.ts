import { fromEdgeCurve, pointOnCurve, type EdgeCurve } from './edge-curve';
import { labelSides, type LabelSide } from './label-side';
import type { Point, Rectangle } from './layout-types';
import { nodeDiameter, reachBelow } from './node-size';
import { RectangleGrid } from './rectangle-grid';
import type { RoutedEdge } from './route-edges';

/** Where the label of an edge stands. */
export interface LabelSpot {
  side: LabelSide;
  /** Pixels along the edge from the node to the middle of the label. */
  offset: number;
  /** There is no room: the label lies on something, and is only for those who ask. */
  crowded: boolean;
}

export interface LabelRoom {
  width: number;
  height: number;
}

/** Beyond this many edges labels are for those who point at one. */
const mostPlaced = 1_200;
const samples = 40;
const gap = 3;

/**
 * Finds for the label of every edge a spot on its line that covers neither a node nor another label. Edges that fan out
 * from one node part towards their targets, edges that gather part towards their sources: there their labels stand.
 */
export function placeLabels(
  edges: readonly RoutedEdge[],
  nodes: readonly { id: string; width: number }[],
  positions: ReadonlyMap<string, Point>,
  curves: ReadonlyMap<string, EdgeCurve>,
  room: LabelRoom,
): Map<string, LabelSpot> {
  const sideOf = labelSides(edges);
  const spots = new Map<string, LabelSpot>();
  const careful = edges.length <= mostPlaced;
  const taken = new RectangleGrid();
  if (careful) for (const rectangle of shapesAndNames(nodes, positions)) taken.add(rectangle);
  // Short edges have the least choice.
  const inTurn = careful
    ? edges.toSorted((a, b) => reach(a, positions) - reach(b, positions) || (a.id < b.id ? -1 : 1))
    : edges;
  for (const edge of inTurn) {
    const from = positions.get(edge.source);
    const to = positions.get(edge.target);
    const curve = curves.get(edge.id);
    const side = sideOf(edge);
    const nearest = room.width / 2 + 9;
    if (!careful || !from || !to || !curve) {
      spots.set(edge.id, { side, offset: nearest, crowded: !careful });
      continue;
    }
    const line = measure(from, to, fromEdgeCurve(from, to, curve));
    const candidates = listCandidates(side, nearest, line.length);
    const free = candidates.find((candidate) => !taken.overlaps(labelAt(line, candidate, room), gap));
    const chosen = free ?? candidates[0] ?? { side, offset: nearest };
    if (free) taken.add(labelAt(line, free, room));
    spots.set(edge.id, { ...chosen, crowded: !free });
  }
  return spots;
}

interface Candidate {
  side: LabelSide;
  offset: number;
}

interface Line {
  points: Point[];
  /** Way from the first point to each. */
  ways: number[];
  length: number;
}

function listCandidates(side: LabelSide, nearest: number, length: number): Candidate[] {
  const others = (['target', 'source'] as const).filter((other) => other !== side);
  const inOrder: readonly LabelSide[] =
    side === 'middle' ? ['middle', ...others] : [side, 'middle', ...others];
  const farther = [0, 22, 44, 70, 100, 140, 190];
  return inOrder.flatMap((at): Candidate[] =>
    at === 'middle'
      ? [{ side: at, offset: 0 }]
      : farther
          .map((more) => ({ side: at, offset: nearest + more }))
          .filter(({ offset }, index) => index === 0 || offset < length - nodeDiameter - nearest),
  );
}

/** Shapes, and the text below them. */
function shapesAndNames(
  nodes: readonly { id: string; width: number }[],
  positions: ReadonlyMap<string, Point>,
): Rectangle[] {
  const half = nodeDiameter / 2;
  return nodes.flatMap(({ id, width }) => {
    const at = positions.get(id);
    if (!at) return [];
    return [
      { left: at.x - half, right: at.x + half, top: at.y - half, bottom: at.y + half },
      { left: at.x - width / 2, right: at.x + width / 2, top: at.y + half, bottom: at.y + reachBelow - 12 },
    ];
  });
}

function reach({ source, target }: RoutedEdge, positions: ReadonlyMap<string, Point>): number {
  const from = positions.get(source);
  const to = positions.get(target);
  return from && to ? Math.hypot(to.x - from.x, to.y - from.y) : 0;
}

function measure(from: Point, to: Point, controls: readonly Point[]): Line {
  const points = [from];
  const ways = [0];
  let length = 0;
  for (let step = 1; step <= samples; step += 1) {
    const point = pointOnCurve(from, to, controls, step / samples);
    const last = points.at(-1) ?? from;
    length += Math.hypot(point.x - last.x, point.y - last.y);
    points.push(point);
    ways.push(length);
  }
  return { points, ways, length };
}

function labelAt(line: Line, { side, offset }: Candidate, { width, height }: LabelRoom): Rectangle {
  const fromEnd = nodeDiameter / 2 + offset;
  const way = side === 'middle' ? line.length / 2 : side === 'source' ? fromEnd : line.length - fromEnd;
  const index = Math.max(
    0,
    line.ways.findIndex((reached) => reached >= way),
  );
  const { x, y } = line.points[index] ?? { x: 0, y: 0 };
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}
