import type { Point, Rectangle } from './layout-types';

/** Diameter of a node's shape. */
export const nodeDiameter = 38;

/** How far a node with its ring and its two lines of text reaches from its centre. */
export const reachAbove = 23;
export const reachBelow = 58;

/** Room between a namespace's nodes and the line around them; the name stands in `boxHeader`. */
export const boxPadding = 14;
export const boxHeader = 24;

/** Least room between two boxes. */
export const boxGap = 18;

/** Room between the versions of an app and the frame around them. */
export const framePadding = 6;

/** Least room between two nodes of a column. */
export const rowGap = 12;

/** Distance between the centres of two nodes in a column. */
export const rowPitch = reachAbove + reachBelow + rowGap;

/** Least distance between two columns: an edge label must fit between the shapes. */
export const columnPitch = 158;

/** The rectangle a node and its label cover. */
export function nodeRectangle(at: Point, width: number): Rectangle {
  return {
    left: at.x - width / 2,
    right: at.x + width / 2,
    top: at.y - reachAbove,
    bottom: at.y + reachBelow,
  };
}

/** The rectangle of a box around the rectangle that its nodes cover. */
export function boxAround(inner: Rectangle): Rectangle {
  return {
    left: inner.left - boxPadding,
    right: inner.right + boxPadding,
    top: inner.top - boxPadding - boxHeader,
    bottom: inner.bottom + boxPadding,
  };
}

/** The rectangle of the frame around the versions of an app. */
export function frameAround(inner: Rectangle): Rectangle {
  return {
    left: inner.left - framePadding,
    right: inner.right + framePadding,
    top: inner.top - framePadding,
    bottom: inner.bottom + framePadding,
  };
}

export function rectanglesOverlap(a: Rectangle, b: Rectangle, gap = 0): boolean {
  return a.left < b.right + gap && b.left < a.right + gap && a.top < b.bottom + gap && b.top < a.bottom + gap;
}

/** The smallest rectangle around all; undefined for none. */
export function surround(rectangles: Iterable<Rectangle>): Rectangle | undefined {
  let all: Rectangle | undefined;
  for (const one of rectangles) {
    all = all
      ? {
          left: Math.min(all.left, one.left),
          top: Math.min(all.top, one.top),
          right: Math.max(all.right, one.right),
          bottom: Math.max(all.bottom, one.bottom),
        }
      : one;
  }
  return all;
}
