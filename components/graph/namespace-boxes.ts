import type { Point, Rectangle } from './layout-types';
import { boxAround, nodeRectangle, surround } from './node-size';

export interface NamespaceBox {
  key: string;
  name: string;
  rectangle: Rectangle;
}

interface BoxMember {
  id: string;
  width: number;
  box: string | undefined;
}

/** The box of every namespace around where its nodes stand now, in the order of their keys. */
export function namespaceBoxes(
  members: readonly BoxMember[],
  positions: ReadonlyMap<string, Point>,
  names: ReadonlyMap<string, string>,
): NamespaceBox[] {
  const covered = new Map<string, Rectangle[]>();
  for (const { id, width, box } of members) {
    const at = positions.get(id);
    if (box === undefined || !at) continue;
    covered.set(box, [...(covered.get(box) ?? []), nodeRectangle(at, width)]);
  }
  const boxes: NamespaceBox[] = [];
  for (const [key, rectangles] of covered) {
    const inner = surround(rectangles);
    if (inner) boxes.push({ key, name: names.get(key) ?? key, rectangle: boxAround(inner) });
  }
  return boxes.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}
