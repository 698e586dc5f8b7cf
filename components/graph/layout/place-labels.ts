import { fromEdgeCurve, pointOnCurve, type EdgeCurve } from './edge-curve';
import { labelSides, type LabelSide } from './label-side';
import type { Point, Rectangle } from './layout-types';
import { boxAround, boxHeader, nodeDiameter, nodeRectangle, reachBelow, surround } from './node-size';
import { RectangleGrid } from './rectangle-grid';
import type { RoutedEdge } from './route-edges';

/** Where the label of an edge stands. */
export interface LabelSpot {
  side: LabelSide;
  /** Pixels along the edge from the node to the middle of the label. */
  offset: number;
  /** Pixels by which it is lifted off its line. */
  rise: number;
  /** There is no room: the label lies on something, and is only for those who ask. */
  crowded: boolean;
}

export interface LabelRoom {
  width: number;
  height: number;
}

/** Up to this many edges every label is shown, even if it covers something. */
const fewEdges = 40;

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
  nodes: readonly PlacedNode[],
  positions: ReadonlyMap<string, Point>,
  curves: ReadonlyMap<string, EdgeCurve>,
  room: LabelRoom,
): Map<string, LabelSpot> {
  const sideOf = labelSides(edges);
  const spots = new Map<string, LabelSpot>();
  const careful = edges.length <= mostPlaced;
  const taken = new RectangleGrid();
  if (careful) {
    for (const rectangle of [...shapesAndNames(nodes, positions), ...boxNames(nodes, positions)])
      taken.add(rectangle);
  }
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
      spots.set(edge.id, { side, offset: nearest, rise: 0, crowded: !careful });
      continue;
    }
    const line = measure(from, to, fromEdgeCurve(from, to, curve));
    const candidates = listCandidates(side, nearest, line.length, room);
    const free = candidates.find((candidate) => !taken.overlaps(labelAt(line, candidate, room), gap));
    const chosen = free ?? candidates[0] ?? { side, offset: nearest, rise: 0 };
    if (free) taken.add(labelAt(line, free, room));
    spots.set(edge.id, { ...chosen, crowded: !free && edges.length > fewEdges });
  }
  return spots;
}

type Candidate = Omit<LabelSpot, 'crowded'>;

/** What labels must not cover. */
export interface PlacedNode {
  id: string;
  width: number;
  group?: string | undefined;
}

interface Line {
  points: Point[];
  /** Way from the first point to each. */
  ways: number[];
  length: number;
}

function listCandidates(
  side: LabelSide,
  nearest: number,
  length: number,
  { height }: LabelRoom,
): Candidate[] {
  const others = (['target', 'source'] as const).filter((other) => other !== side);
  const inOrder: readonly LabelSide[] =
    side === 'middle' ? ['middle', ...others] : [side, 'middle', ...others];
  const farther = [0, 22, 44, 70, 100, 140, 190];
  const onLine = inOrder.flatMap((at): Candidate[] =>
    at === 'middle'
      ? [{ side: at, offset: 0, rise: 0 }]
      : farther
          .map((more) => ({ side: at, offset: nearest + more, rise: 0 }))
          .filter(({ offset }, index) => index === 0 || offset < length - nodeDiameter - nearest),
  );
  // A line that runs level through a row of names has room above it.
  return onLine.flatMap((candidate) => [candidate, { ...candidate, rise: Math.round(height / 2 + 3) }]);
}

/** Shapes, and the text below them. */
function shapesAndNames(nodes: readonly PlacedNode[], positions: ReadonlyMap<string, Point>): Rectangle[] {
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

/** The corners in which the names of boxes are written. */
function boxNames(nodes: readonly PlacedNode[], positions: ReadonlyMap<string, Point>): Rectangle[] {
  const groups = new Map<string, Rectangle[]>();
  for (const { id, width, group } of nodes) {
    const at = positions.get(id);
    if (!at || group === undefined) continue;
    const members = groups.get(group);
    if (members) members.push(nodeRectangle(at, width));
    else groups.set(group, [nodeRectangle(at, width)]);
  }
  return [...groups.values()].flatMap((members) => {
    const covered = surround(members);
    if (!covered) return [];
    const { left, right, top } = boxAround(covered);
    return [{ left, right: Math.min(right, left + boxNameWidth), top, bottom: top + boxHeader }];
  });
}

const boxNameWidth = 130;

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

function labelAt(line: Line, { side, offset, rise }: Candidate, { width, height }: LabelRoom): Rectangle {
  const fromEnd = nodeDiameter / 2 + offset;
  const way = side === 'middle' ? line.length / 2 : side === 'source' ? fromEnd : line.length - fromEnd;
  const index = Math.max(
    0,
    line.ways.findIndex((reached) => reached >= way),
  );
  const { x, y } = line.points[index] ?? { x: 0, y: 0 };
  const middle = y - rise;
  return { left: x - width / 2, right: x + width / 2, top: middle - height / 2, bottom: middle + height / 2 };
}
