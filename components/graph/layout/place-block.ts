import { layeredLayout } from './layered-layout';
import type { LayoutEdge, LayoutNode, Point, Rectangle } from './layout-types';
import { boxAround, boxGap, nodeRectangle, rectanglesOverlap, surround } from './node-size';

/** Nodes that come out of a folded box. */
export interface UnfoldedBlock {
  ids: readonly string[];
  /** Where the folded box stood. */
  at: Point;
}

const blockAspect = 1.6;
const step = { x: 60, y: 40 };
/** How many steps to each side are tried. */
const farthest = 90;

/**
 * Places nodes as one small picture, in the room next to where their folded box stood: everybody else stays. `taken` are
 * the rectangles of all others and of their boxes.
 */
export function placeBlock(
  nodes: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
  at: Point,
  taken: readonly Rectangle[],
): Map<string, Point> {
  const own = layeredLayout(nodes, edges, { aspect: blockAspect });
  const covered = surround(
    nodes.flatMap(({ id, width }) => (own.has(id) ? [nodeRectangle(own.get(id) ?? at, width)] : [])),
  );
  if (!covered) return own;
  const box = boxAround(covered);
  const middle = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
  const shift = nearestRoom(box, { x: at.x - middle.x, y: at.y - middle.y }, taken);
  return new Map(
    [...own].map(([id, { x, y }]) => [id, { x: Math.round(x + shift.x), y: Math.round(y + shift.y) }]),
  );
}

function nearestRoom(box: Rectangle, wished: Point, taken: readonly Rectangle[]): Point {
  let best: { shift: Point; away: number } | undefined;
  for (let column = -farthest; column <= farthest; column += 1) {
    for (let row = -farthest; row <= farthest; row += 1) {
      const [dx, dy] = [column * step.x, row * step.y];
      const away = Math.hypot(dx, dy);
      if (best && away >= best.away) continue;
      const shift = { x: wished.x + dx, y: wished.y + dy };
      if (isFree(box, shift, taken)) best = { shift, away };
    }
  }
  const bottom = Math.max(...taken.map((other) => other.bottom), 0);
  return best?.shift ?? { x: wished.x, y: bottom + boxGap * 2 - box.top };
}

function isFree(box: Rectangle, shift: Point, taken: readonly Rectangle[]): boolean {
  const moved = {
    left: box.left + shift.x,
    right: box.right + shift.x,
    top: box.top + shift.y,
    bottom: box.bottom + shift.y,
  };
  return !taken.some((other) => rectanglesOverlap(moved, other, boxGap));
}
