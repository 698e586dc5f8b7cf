import type { Point } from './layout-types';

/** Where Cytoscape puts the two control points of an edge: along the line between the centres, and beside it. */
export interface EdgeCurve {
  weights: [number, number];
  distances: [number, number];
}

/** Control points in plane coordinates. */
export type ControlPoints = readonly [Point, Point];

/**
 * A calm S from left to right, leaving and arriving level. An edge that leads back, or up and down, arcs over the
 * nodes instead. `lift` moves the middle up (negative) or down.
 */
export function controlPoints(source: Point, target: Point, lift = 0): ControlPoints {
  const dx = target.x - source.x;
  if (dx > 60) {
    const reach = Math.min(dx * 0.42, 220);
    return [
      { x: source.x + reach, y: source.y + lift },
      { x: target.x - reach, y: target.y + lift },
    ];
  }
  if (dx > -60) {
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

/** Points on the curve that Cytoscape draws through `controls`: two parabolas that meet between them. */
export function sampleCurve(source: Point, target: Point, controls: ControlPoints, steps: number): Point[] {
  const [first, second] = controls;
  const middle = { x: (first.x + second.x) / 2, y: (first.y + second.y) / 2 };
  const parabola = (from: Point, by: Point, to: Point, t: number) => ({
    x: (1 - t) ** 2 * from.x + 2 * (1 - t) * t * by.x + t ** 2 * to.x,
    y: (1 - t) ** 2 * from.y + 2 * (1 - t) * t * by.y + t ** 2 * to.y,
  });
  return Array.from({ length: steps - 1 }, (_, index) => {
    const t = (2 * (index + 1)) / steps;
    return t <= 1 ? parabola(source, first, middle, t) : parabola(middle, second, target, t - 1);
  });
}

/** Turns control points into Cytoscape's terms; undefined when both ends stand on the same spot. */
export function toEdgeCurve(source: Point, target: Point, controls: ControlPoints): EdgeCurve | undefined {
  const dx = target.x - source.x;
  const dy = target.y - source.y;
  const squared = dx * dx + dy * dy;
  if (squared < 1) return undefined;
  const length = Math.sqrt(squared);
  const along = ({ x, y }: Point) => ((x - source.x) * dx + (y - source.y) * dy) / squared;
  const beside = ({ x, y }: Point) => ((y - source.y) * dx - (x - source.x) * dy) / length;
  const [first, second] = controls;
  return { weights: [along(first), along(second)], distances: [beside(first), beside(second)] };
}
