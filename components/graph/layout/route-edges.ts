import { controlPoints, leastForward, throughPoints, toEdgeCurve, traceCurve } from './edge-curve';
import type { ControlPoints, EdgeCurve } from './edge-curve';
import type { LayoutEdge, Point } from './layout-types';
import { firstColumnAfter, freeRanges, nodeColumns, obstruction, type NodeColumn } from './node-columns';

export interface RoutedEdge extends LayoutEdge {
  id: string;
}

/** Beyond this many edges all run straight on: nobody follows single lines in such a graph. */
const mostCarefulEdges = 1_600;
const samples = 24;
const lifts = [-46, 46, -92, 92, -138, 138];
/** Distance between edges that lead between the same two nodes. */
const siblingGap = 26;
/** Distance between lines that pass the same gap. */
const passageGap = 6;
/** How many gaps above and below the straight line are looked at. */
const rangesAside = 2;

/** The curve of every edge: between nodes that stand in the way, and apart from others between the same two. */
export function routeEdges(
  edges: readonly RoutedEdge[],
  nodes: readonly { id: string; width: number }[],
  positions: ReadonlyMap<string, Point>,
): Map<string, EdgeCurve> {
  const careful = edges.length <= mostCarefulEdges;
  const columns = careful ? nodeColumns(nodes, positions) : [];
  const passages = new Passages(columns);
  const siblings = new Map<string, number>();
  const curves = new Map<string, EdgeCurve>();
  for (const { id, source, target } of edges) {
    const from = positions.get(source);
    const to = positions.get(target);
    if (!from || !to) continue;
    const pair = JSON.stringify([source, target]);
    const nth = siblings.get(pair) ?? 0;
    siblings.set(pair, nth + 1);
    const lift = (nth % 2 === 1 ? -1 : 1) * Math.ceil(nth / 2) * siblingGap;
    const curve = toEdgeCurve(
      from,
      to,
      bestWay({ from, to, ends: [source, target], lift }, columns, passages),
    );
    if (curve) curves.set(id, curve);
  }
  return curves;
}

interface Way {
  from: Point;
  to: Point;
  /** Ids of both ends. */
  ends: readonly string[];
  lift: number;
}

function bestWay(way: Way, columns: readonly NodeColumn[], passages: Passages): ControlPoints {
  const { from, to, lift } = way;
  const plain = controlPoints(from, to, lift);
  const plainCost = hits(way, plain, columns);
  if (plainCost === 0) return plain;
  const tried: ControlPoints[] = [];
  if (to.x - from.x > leastForward) {
    const through = passages.lead(way);
    if (through.length > 0) tried.push(throughPoints(from, to, through));
  }
  for (const more of lifts) tried.push(controlPoints(from, to, lift + more));
  let best = { controls: plain, cost: plainCost };
  for (const controls of tried) {
    const cost = hits(way, controls, columns, best.cost);
    if (cost < best.cost) best = { controls, cost };
    if (cost === 0) break;
  }
  return best.controls;
}

/** How often the curve meets a shape, which counts twice, or a text. Stops counting at `enough`. */
function hits(
  { from, to, ends }: Way,
  controls: ControlPoints,
  columns: readonly NodeColumn[],
  enough = Infinity,
): number {
  let count = 0;
  traceCurve(from, to, controls, samples, trace);
  // Neighbouring points mostly lie between the same two columns.
  let next = firstColumnAfter(columns, trace[0] ?? 0);
  for (let at = 0; at < 2 * (samples - 1) && count < enough; at += 2) {
    const [x = 0, y = 0] = [trace[at], trace[at + 1]];
    while (next < columns.length && (columns[next]?.x ?? Infinity) <= x) next += 1;
    while (next > 0 && (columns[next - 1]?.x ?? -Infinity) > x) next -= 1;
    const [left, right] = [columns[next - 1], columns[next]];
    if (left) count += obstruction(left, x, y, ends);
    if (right) count += obstruction(right, x, y, ends);
  }
  return count;
}

/** Where curves are traced, one after the other. */
const trace: number[] = [];

/** The gaps between nodes, and who passes there already. */
class Passages {
  private readonly ranges: { low: number; high: number }[][];
  /** By column, in steps of `passageGap`. */
  private readonly taken: Set<number>[];

  constructor(private readonly columns: readonly NodeColumn[]) {
    this.ranges = columns.map(freeRanges);
    this.taken = columns.map(() => new Set());
  }

  /** Where a line from left to right passes the columns between its ends, with as little up and down as possible. */
  lead({ from, to }: Way): Point[] {
    const first = firstColumnAfter(this.columns, from.x + leastForward / 2);
    const end = firstColumnAfter(this.columns, to.x - leastForward / 2 - 1);
    let steps: Step[] = [{ ...from, column: -1, cost: 0, before: undefined }];
    for (let column = first; column < end; column += 1) {
      const x = this.columns[column]?.x ?? 0;
      const ideal = from.y + ((to.y - from.y) * (x - from.x)) / (to.x - from.x);
      const next: Step[] = [];
      for (const y of this.heights(column, [ideal, from.y, to.y])) {
        const way = cheapest(steps, x, y);
        if (way) next.push({ x, y, column, cost: way.cost + Math.abs(y - ideal) * 0.02, before: way.before });
      }
      if (next.length > 0) steps = next;
    }
    const points: Point[] = [];
    for (let last = cheapest(steps, to.x, to.y)?.before; last?.before; last = last.before) {
      points.unshift({ x: last.x, y: last.y });
      this.taken[last.column]?.add(last.y);
    }
    return points;
  }

  /** Heights at which a line can pass this column, near the wished ones; none twice. */
  private heights(column: number, wished: readonly number[]): number[] {
    const [ideal = 0] = wished;
    const ranges = this.ranges[column] ?? [];
    const around = rangeAt(ranges, ideal);
    const heights: number[] = [];
    const last = Math.min(ranges.length - 1, around + rangesAside);
    for (let index = Math.max(0, around - rangesAside); index <= last; index += 1) {
      const range = ranges[index];
      if (!range) continue;
      const { low, high } = range;
      const margin = Math.min(5, (high - low) / 2);
      for (const wish of wished) {
        const y = this.evade(column, Math.min(high - margin, Math.max(low + margin, wish)), low, high);
        if (!heights.includes(y)) heights.push(y);
      }
    }
    return heights;
  }

  /** Moves aside for lines that pass here already, as long as there is room. Snaps to steps of `passageGap`. */
  private evade(column: number, wished: number, low: number, high: number): number {
    const taken = this.taken[column];
    const snapped = Math.round(wished / passageGap) * passageGap;
    for (let step = 0; step < 9; step += 1) {
      const y = snapped + (step % 2 === 1 ? 1 : -1) * Math.ceil(step / 2) * passageGap;
      if (y >= low && y <= high && taken?.has(y) !== true) return y;
    }
    return wished;
  }
}

interface Step extends Point {
  column: number;
  cost: number;
  before: Step | undefined;
}

/** From which of these steps, all of one column, the next one costs least. Straight on is cheap, steep is dear. */
function cheapest(steps: readonly Step[], x: number, y: number): { before: Step; cost: number } | undefined {
  let before: Step | undefined;
  let cost = Infinity;
  const way = Math.max(20, x - (steps[0]?.x ?? x));
  for (const step of steps) {
    const own = step.cost + (y - step.y) ** 2 / way;
    if (own < cost) [before, cost] = [step, own];
  }
  return before && { before, cost };
}

/** Index of the range around a height, or of the next one below; they ascend. */
function rangeAt(ranges: readonly { low: number; high: number }[], y: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.high ?? Infinity) < y) low = middle + 1;
    else high = middle;
  }
  return low;
}
