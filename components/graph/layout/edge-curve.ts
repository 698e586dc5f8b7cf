import type { Point, Rectangle } from './layout-types';

/** Where Cytoscape puts the control points of an edge: along the line between the centres, and beside it. */
export interface EdgeCurve {
  weights: number[];
  distances: number[];
}

/** Control points in plane coordinates. */
export type ControlPoints = readonly Point[];

/** Edges that lead less far to the right than this are no forward edges. */
export const leastForward = 60;

/**
 * A calm S from left to right, leaving and arriving level. An edge that leads back, or up and down, arcs over the
 * nodes instead. `lift` moves the middle up (negative) or down.
 */
export function controlPoints(source: Point, target: Point, lift = 0): ControlPoints {
  const dx = target.x - source.x;
  if (dx > leastForward) {
    const reach = Math.min(dx * 0.3, 150);
    return [
      { x: source.x + reach, y: source.y + lift },
      { x: target.x - reach, y: target.y + lift },
    ];
  }
  if (dx > -leastForward) {
    const side = 70 + Math.abs(lift);
    return [
      { x: source.x + side, y: source.y + (target.y - source.y) * 0.2 },
      { x: target.x + side, y: target.y - (target.y - source.y) * 0.2 },
    ];
  }
  const top = Math.min(source.y, target.y) - 62 - Math.min(90, -dx * 0.06) - Math.abs(lift);
  return [
    { x: source.x + dx * 0.12, y: top },
    { x: target.x - dx * 0.12, y: top },
  ];
}

/** Half of the level or gently sloping piece with which a curve passes between two nodes of a column. */
const halfPassage = 34;
const mostSlope = 0.12;

/** A curve that leaves and arrives level, and on its way passes through these points, which ascend from left to right. */
export function throughPoints(source: Point, target: Point, passages: readonly Point[]): ControlPoints {
  const way = [source, ...passages, target];
  const controls: Point[] = [];
  passages.forEach((at, index) => {
    const before = way[index] ?? source;
    const after = way[index + 2] ?? target;
    const slope = (after.y - before.y) / (after.x - before.x);
    // Nodes and their names are as wide as they are: past them the curve runs almost level.
    const rise = Math.max(-mostSlope, Math.min(mostSlope, slope)) * halfPassage;
    controls.push({ x: at.x - halfPassage, y: at.y - rise }, { x: at.x + halfPassage, y: at.y + rise });
  });
  const [first = target] = passages;
  const last = passages.at(-1) ?? source;
  const leave = Math.min((first.x - source.x) * 0.35, 60);
  const arrive = Math.min((target.x - last.x) * 0.35, 60);
  return [{ x: source.x + leave, y: source.y }, ...controls, { x: target.x - arrive, y: target.y }];
}

/** Points on the curve that Cytoscape draws through `controls`: parabolas that meet half way between two of them. */
export function sampleCurve(source: Point, target: Point, controls: ControlPoints, steps: number): Point[] {
  const points: Point[] = [];
  for (let step = 1; step < steps; step += 1)
    points.push(pointOnCurve(source, target, controls, step / steps));
  return points;
}

/** The same as `sampleCurve` as x and y in turn, into a list that is used again: routing asks for thousands of curves. */
export function traceCurve(
  source: Point,
  target: Point,
  controls: ControlPoints,
  steps: number,
  trace: number[] | Float64Array,
): void {
  const count = controls.length;
  for (let step = 1; step < steps; step += 1) {
    const scaled = Math.min(count - 1e-9, (step / steps) * count);
    const piece = Math.max(0, Math.floor(scaled));
    const t = scaled - piece;
    const by = controls[piece] ?? target;
    const previous = controls[piece - 1];
    const next = controls[piece + 1];
    const fromX = previous ? previous.x + (by.x - previous.x) * 0.5 : source.x;
    const fromY = previous ? previous.y + (by.y - previous.y) * 0.5 : source.y;
    const toX = next ? by.x + (next.x - by.x) * 0.5 : target.x;
    const toY = next ? by.y + (next.y - by.y) * 0.5 : target.y;
    const rest = 1 - t;
    trace[2 * step - 2] = rest * rest * fromX + 2 * rest * t * by.x + t * t * toX;
    trace[2 * step - 1] = rest * rest * fromY + 2 * rest * t * by.y + t * t * toY;
  }
}

/** The point at a share of the way, from 0 to 1; every parabola counts the same. */
export function pointOnCurve(source: Point, target: Point, controls: ControlPoints, share: number): Point {
  if (controls.length === 0) return between(source, target, share);
  const scaled = Math.min(controls.length - 1e-9, Math.max(0, share * controls.length));
  const piece = Math.floor(scaled);
  const t = scaled - piece;
  const by = controls[piece] ?? target;
  const previous = controls[piece - 1];
  const next = controls[piece + 1];
  const from = previous ? between(previous, by, 0.5) : source;
  const to = next ? between(by, next, 0.5) : target;
  return {
    x: (1 - t) ** 2 * from.x + 2 * (1 - t) * t * by.x + t ** 2 * to.x,
    y: (1 - t) ** 2 * from.y + 2 * (1 - t) * t * by.y + t ** 2 * to.y,
  };
}

function between(a: Point, b: Point, share: number): Point {
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
}

/** Turns control points into Cytoscape's terms; undefined when both ends stand on the same spot. */
export function toEdgeCurve(source: Point, target: Point, controls: ControlPoints): EdgeCurve | undefined {
  const dx = target.x - source.x;
  const dy = target.y - source.y;
  const squared = dx * dx + dy * dy;
  if (squared < 1) return undefined;
  const length = Math.sqrt(squared);
  return {
    weights: controls.map(({ x, y }) => ((x - source.x) * dx + (y - source.y) * dy) / squared),
    distances: controls.map(({ x, y }) => ((y - source.y) * dx - (x - source.x) * dy) / length),
  };
}

/** The way back: control points in the plane. */
export function fromEdgeCurve(source: Point, target: Point, { weights, distances }: EdgeCurve): Point[] {
  const dx = target.x - source.x;
  const dy = target.y - source.y;
  const length = Math.hypot(dx, dy);
  return weights.map((weight, index) => {
    const beside = (distances[index] ?? 0) / length;
    return { x: source.x + dx * weight - dy * beside, y: source.y + dy * weight + dx * beside };
  });
}

/** How far a curve reaches, which may be over everything that it connects. */
export function curveReach(source: Point, target: Point, curve: EdgeCurve): Rectangle {
  const points = [source, ...sampleCurve(source, target, fromEdgeCurve(source, target, curve), 16), target];
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}
