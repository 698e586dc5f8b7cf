import { print } from './node-outline';
import type { PictureEdge, Place } from './picture';

const RADIUS = 20;
const GAP = 3;
const END_LABEL_OFFSET = 44;

export interface DrawnPath {
  /** The `d` of an SVG path, from outline to arrow. */
  readonly line: string;
  /** The corners of the arrowhead, as `points`. */
  readonly arrow: string;
  readonly labelAt: Place;
  /** Where the line bends, for the size of the picture. */
  readonly reaches: readonly Place[];
}

/** The line of an edge between the outlines of its nodes, its arrowhead and the middle of its label. */
export function drawPath(edge: PictureEdge): DrawnPath {
  if (edge.loop) return drawLoop(edge);
  const { from, to, by } = edge;
  const [first, last] = [by[0] ?? to, by.at(-1) ?? from];
  const start = shift(from, first, RADIUS);
  const size = 5 + edge.width * 1.4;
  const tip = shift(to, last, RADIUS + GAP);
  const end = shift(to, last, RADIUS + GAP + size * 0.8);
  const labelAt = {
    middle: middleOf(edge),
    source: shift(from, first, RADIUS + END_LABEL_OFFSET),
    target: shift(to, last, RADIUS + END_LABEL_OFFSET),
  }[edge.labelAt];
  return {
    line: `M${point(start)}${bends(by, end)}`,
    arrow: arrowhead(tip, last, size),
    labelAt,
    reaches: by,
  };
}

/** A parabola for each control point; they meet half way between two of them. */
function bends(by: readonly Place[], end: Place): string {
  if (by.length === 0) return `L${point(end)}`;
  return by
    .map((control, index) => {
      const next = by[index + 1];
      return `Q${point(control)} ${point(next === undefined ? end : between(control, next))}`;
    })
    .join('');
}

function middleOf({ from, to, by }: PictureEdge): Place {
  const half = by.length / 2;
  const [before, after] = [by[Math.ceil(half) - 1] ?? from, by[Math.floor(half)] ?? to];
  return between(before, after);
}

/** A call to itself: a small ear at the upper left. */
function drawLoop({ from, width }: PictureEdge): DrawnPath {
  const start = { x: from.x - RADIUS * 0.4, y: from.y - RADIUS * 0.95 };
  const tip = { x: from.x - RADIUS - GAP, y: from.y - RADIUS * 0.35 };
  const [first, second] = [
    { x: from.x - 26, y: from.y - 62 },
    { x: from.x - 66, y: from.y - 26 },
  ];
  return {
    line: `M${point(start)}C${point(first)} ${point(second)} ${point(tip)}`,
    arrow: arrowhead(tip, second, 5 + width * 1.4),
    labelAt: between(first, second),
    reaches: [first, second],
  };
}

/** A triangle with its tip at `tip`, coming from `origin`. */
function arrowhead(tip: Place, origin: Place, size: number): string {
  const length = Math.hypot(tip.x - origin.x, tip.y - origin.y) || 1;
  const [dx, dy] = [(tip.x - origin.x) / length, (tip.y - origin.y) / length];
  const base = { x: tip.x - dx * size, y: tip.y - dy * size };
  const half = size * 0.5;
  return [
    tip,
    { x: base.x - dy * half, y: base.y + dx * half },
    { x: base.x + dy * half, y: base.y - dx * half },
  ]
    .map(({ x, y }) => `${print(x)},${print(y)}`)
    .join(' ');
}

/** The point `distance` away from `from` in the direction of `towards`. */
function shift(from: Place, towards: Place, distance: number): Place {
  const length = Math.hypot(towards.x - from.x, towards.y - from.y) || 1;
  const share = distance / length;
  return { x: from.x + (towards.x - from.x) * share, y: from.y + (towards.y - from.y) * share };
}

function between(one: Place, other: Place): Place {
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
}

function point({ x, y }: Place): string {
  return `${print(x)} ${print(y)}`;
}
