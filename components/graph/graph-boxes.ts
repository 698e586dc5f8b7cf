import type { Box, NamedBox } from '@/lib/core/graph/boxes';
import type { Point, Rectangle } from './layout/layout-types';
import { boxAround, frameAround, nodeRectangle, rectanglesOverlap, surround } from './layout/node-size';

/** A box as it is drawn. */
export interface GraphBox extends NamedBox {
  rectangle: Rectangle;
}

export interface BoxMember {
  id: string;
  width: number;
  /** The outermost first. */
  boxes: readonly NamedBox[];
}

/** From inside out, each around what lies in it. */
const kinds = [
  { kind: 'app', around: frameAround, fewest: 2 },
  { kind: 'namespace', around: boxAround, fewest: 1 },
  { kind: 'cluster', around: boxAround, fewest: 1 },
] as const;

/**
 * The boxes around where nodes stand now, the outermost first. An app has a frame from two members on, as long as
 * nobody else stands between them.
 */
export function graphBoxes(members: readonly BoxMember[], positions: ReadonlyMap<string, Point>): GraphBox[] {
  const nodes = members.flatMap(({ id, width, boxes }) => {
    const at = positions.get(id);
    return at ? [{ boxes, rectangle: nodeRectangle(at, width) }] : [];
  });
  const isCrossed = (id: string, rectangle: Rectangle) =>
    nodes.some(
      (node) => !node.boxes.some((own) => own.id === id) && rectanglesOverlap(rectangle, node.rectangle),
    );
  let inside = nodes.filter(({ boxes }) => boxes.length > 0);
  const drawn: GraphBox[] = [];
  for (const { kind, around, fewest } of kinds) {
    const found = new Map<string, { part: (typeof inside)[number]; covered: Rectangle[] }>();
    const left: typeof inside = [];
    for (const part of inside) {
      const own = part.boxes.find(({ box }) => box.kind === kind);
      const known = own && found.get(own.id);
      if (known) known.covered.push(part.rectangle);
      else if (own) found.set(own.id, { part, covered: [part.rectangle] });
      else left.push(part);
    }
    for (const [id, { part, covered }] of found) {
      const own = part.boxes.find((candidate) => candidate.id === id);
      const inner = surround(covered);
      if (!own || !inner) continue;
      const isDrawn = covered.length >= fewest && !(kind === 'app' && isCrossed(id, inner));
      const rectangle = isDrawn ? around(inner) : inner;
      if (isDrawn) drawn.push({ ...own, rectangle });
      left.push({ boxes: part.boxes, rectangle });
    }
    inside = left;
  }
  return drawn.toSorted((a, b) => depth[a.box.kind] - depth[b.box.kind] || (a.id < b.id ? -1 : 1));
}

const depth: Record<Box['kind'], number> = { cluster: 0, namespace: 1, app: 2 };

/** The innermost box at a point of the plane. */
export function boxAt(boxes: readonly GraphBox[], { x, y }: Point): GraphBox | undefined {
  return boxes.findLast(
    ({ rectangle }) =>
      x >= rectangle.left && x <= rectangle.right && y >= rectangle.top && y <= rectangle.bottom,
  );
}
