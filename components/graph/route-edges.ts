import { controlPoints, sampleCurve, toEdgeCurve, type EdgeCurve } from './edge-curve';
import type { Point } from './layout-types';
import { nodeDiameter } from './node-size';

interface RoutedEdge {
  id: string;
  source: string;
  target: string;
}

/** Beyond this many comparisons edges run straight on: nobody follows single lines in such a graph. */
const mostComparisons = 120_000;
const clearance = nodeDiameter / 2 + 7;
const lifts = [0, -46, 46, -92, 92, -138, 138];

/** The curve of every edge: around nodes that stand in the way, and apart from others between the same two. */
export function routeEdges(
  edges: readonly RoutedEdge[],
  positions: ReadonlyMap<string, Point>,
): Map<string, EdgeCurve> {
  const obstacles = [...positions.entries()];
  const careful = edges.length * obstacles.length <= mostComparisons;
  const siblings = new Map<string, Map<string, number>>();
  const curves = new Map<string, EdgeCurve>();
  for (const { id, source, target } of edges) {
    const from = positions.get(source);
    const to = positions.get(target);
    if (!from || !to) continue;
    const targets = siblings.get(source) ?? new Map<string, number>();
    siblings.set(source, targets);
    const nth = targets.get(target) ?? 0;
    targets.set(target, nth + 1);
    const others = careful
      ? obstacles.filter(([node]) => node !== source && node !== target).map(([, at]) => at)
      : [];
    const lift = bestLift(from, to, others) + (nth % 2 === 1 ? -1 : 1) * Math.ceil(nth / 2) * 26;
    const curve = toEdgeCurve(from, to, controlPoints(from, to, lift));
    if (curve) curves.set(id, curve);
  }
  return curves;
}

function bestLift(from: Point, to: Point, others: readonly Point[]): number {
  const left = Math.min(from.x, to.x) - clearance;
  const right = Math.max(from.x, to.x) + clearance;
  const near = others.filter(({ x }) => x > left && x < right);
  if (near.length === 0) return 0;
  let best = { lift: 0, hits: Infinity };
  for (const lift of lifts) {
    const points = sampleCurve(from, to, controlPoints(from, to, lift), 24);
    const hits = points.filter((point) =>
      near.some(({ x, y }) => Math.hypot(point.x - x, point.y - y) < clearance),
    ).length;
    if (hits < best.hits) best = { lift, hits };
    if (hits === 0) break;
  }
  return best.lift;
}
