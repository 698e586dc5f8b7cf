import type { Arrangement } from '../layout/arrange';
import { fromEdgeCurve, sampleCurve } from '../layout/edge-curve';
import type { GraphElements } from '../elements';
import type { Point } from '../layout/layout-types';

/** An edge along which dots run. */
export interface TrafficFlow {
  /** The line from end to end. */
  points: readonly Point[];
  /** Pixels at zoom 1. */
  length: number;
  lineWidth: number;
  tone: 'calm' | 'failing' | 'degraded' | 'bytes';
}

/** More would cost frames, and show nothing that these do not. */
export const mostFlows = 300;
const steps = 28;

/** The busiest edges, as lines to run along; edges without traffic have none. */
export function trafficFlows(
  { edges }: Pick<GraphElements, 'edges'>,
  positions: ReadonlyMap<string, Point>,
  { curves }: Pick<Arrangement, 'curves'>,
): TrafficFlow[] {
  const busiest = edges
    .filter(({ classes }) => !classes.includes('is-idle') && !classes.includes('is-loop'))
    .toSorted((a, b) => b.lineWidth - a.lineWidth || (a.id < b.id ? -1 : 1))
    .slice(0, mostFlows);
  return busiest.flatMap(({ id, source, target, lineWidth, classes }) => {
    const from = positions.get(source);
    const to = positions.get(target);
    if (!from || !to) return [];
    const curve = curves.get(id);
    const points = [from, ...sampleCurve(from, to, curve ? fromEdgeCurve(from, to, curve) : [], steps), to];
    let length = 0;
    points.forEach(({ x, y }, index) => {
      const last = points[index - 1];
      if (last) length += Math.hypot(x - last.x, y - last.y);
    });
    return [{ points, length, lineWidth, tone: toneOf(classes) }];
  });
}

function toneOf(classes: readonly string[]): TrafficFlow['tone'] {
  if (classes.includes('health-failing')) return 'failing';
  if (classes.includes('health-degraded')) return 'degraded';
  return classes.includes('protocol-tcp') ? 'bytes' : 'calm';
}

/** The point at a share of the way, 0 to 1. */
export function pointOnFlow({ points }: TrafficFlow, share: number): Point {
  const scaled = Math.min(points.length - 1, Math.max(0, share * (points.length - 1)));
  const index = Math.min(points.length - 2, Math.floor(scaled));
  const [from, to] = [points[index], points[index + 1]];
  if (!from || !to) return from ?? { x: 0, y: 0 };
  const part = scaled - index;
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}
