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
/** Beyond this many edges only the first two of these are tried. */
const mostLiftedEdges = 700;
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
  const tried = edges.length <= mostLiftedEdges ? lifts : lifts.slice(0, 2);
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
      bestWay({ from, to, ends: [source, target], lift }, tried, columns, passages),
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

function bestWay(
  way: Way,
  others: readonly number[],
  columns: readonly NodeColumn[],
  passages: Passages,
): ControlPoints {
  const { from, to, lift } = way;
  const plain = controlPoints(from, to, lift);
  const plainCost = hits(way, plain, columns);
  if (plainCost === 0) return plain;
  let best = { controls: plain, cost: plainCost };
  const attempt = (controls: ControlPoints) => {
    const cost = hits(way, controls, columns, best.cost);
    if (cost < best.cost) best = { controls, cost };
  };
  if (to.x - from.x > leastForward) {
    const through = passages.lead(way);
    if (through.length > 0) attempt(throughPoints(from, to, through));
  }
  for (const more of others) {
    if (best.cost === 0) break;
    attempt(controlPoints(from, to, lift + more));
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
    const x = trace[at] ?? 0;
    const y = trace[at + 1] ?? 0;
    while (next < columns.length && (columns[next]?.x ?? Infinity) <= x) next += 1;
    while (next > 0 && (columns[next - 1]?.x ?? -Infinity) > x) next -= 1;
    const left = columns[next - 1];
    const right = columns[next];
    if (left && x - left.x < left.reach) count += obstruction(left, x, y, ends);
    if (right && right.x - x < right.reach) count += obstruction(right, x, y, ends);
  }
  return count;
}

/** Where curves are traced, one after the other. */
const trace = new Float64Array(2 * samples);

/** The gaps between nodes, and who passes there already. */
class Passages {
  private readonly ranges: Range[][];
  /** By column: heights, counted in steps of `passageGap`. */
  private readonly taken: Set<number>[];
  private readonly steps = new Steps();
  private readonly heights: number[] = [];

  constructor(private readonly columns: readonly NodeColumn[]) {
    this.ranges = columns.map(freeRanges);
    this.taken = columns.map(() => new Set());
  }

  /** Where a line from left to right passes the columns between its ends, with as little up and down as possible. */
  lead({ from, to }: Way): Point[] {
    const first = firstColumnAfter(this.columns, from.x + leastForward / 2);
    const end = firstColumnAfter(this.columns, to.x - leastForward / 2 - 1);
    const steps = this.steps;
    steps.start(from);
    for (let column = first; column < end; column += 1) {
      const x = this.columns[column]?.x ?? 0;
      const ideal = from.y + ((to.y - from.y) * (x - from.x)) / (to.x - from.x);
      this.listHeights(column, ideal, from.y, to.y);
      steps.advance(column, x, ideal, this.heights);
    }
    const points: Point[] = [];
    for (let last = steps.cheapestTo(to.x, to.y); last > 0; last = steps.before[last] ?? 0) {
      const column = steps.column[last] ?? 0;
      const y = steps.y[last] ?? 0;
      points.unshift({ x: this.columns[column]?.x ?? 0, y });
      this.taken[column]?.add(y / passageGap);
    }
    return points;
  }

  /** Heights at which a line can pass this column, near the wished ones; none twice. */
  private listHeights(column: number, ideal: number, fromY: number, toY: number): void {
    const ranges = this.ranges[column] ?? [];
    const around = rangeAt(ranges, ideal);
    this.heights.length = 0;
    const last = Math.min(ranges.length - 1, around + rangesAside);
    for (let index = Math.max(0, around - rangesAside); index <= last; index += 1) {
      const range = ranges[index];
      if (!range) continue;
      const margin = Math.min(5, (range.high - range.low) / 2);
      const low = range.low + margin;
      const high = range.high - margin;
      // Seen from a range that is far away all wishes are one.
      const near = Math.min(high, Math.max(low, ideal));
      const nearFrom = Math.min(high, Math.max(low, fromY));
      const nearTo = Math.min(high, Math.max(low, toY));
      this.listHeight(column, range, near);
      if (nearFrom !== near) this.listHeight(column, range, nearFrom);
      if (nearTo !== near && nearTo !== nearFrom) this.listHeight(column, range, nearTo);
    }
  }

  private listHeight(column: number, { low, high }: Range, wished: number): void {
    const y = this.evade(column, wished, low, high);
    if (!this.heights.includes(y)) this.heights.push(y);
  }

  /** Moves aside for lines that pass here already, as long as there is room. Snaps to steps of `passageGap`. */
  private evade(column: number, wished: number, low: number, high: number): number {
    const taken = this.taken[column];
    const nearest = Math.round(wished / passageGap);
    for (let step = 0; step < 9; step += 1) {
      const steps = nearest + (step % 2 === 1 ? 1 : -1) * ((step + 1) >> 1);
      const y = steps * passageGap;
      if (y >= low && y <= high && taken?.has(steps) !== true) return y;
    }
    return wished;
  }
}

/**
 * Ways through gaps from column to column, each with the cheapest way to it. All of one line, and used again for the
 * next: what is thrown away thousands of times costs more than the search. Index 0 is where the line starts.
 */
class Steps {
  readonly y: number[] = [];
  readonly column: number[] = [];
  readonly before: number[] = [];
  private readonly cost: number[] = [];
  private count = 0;
  /** From where on they are of the last column, and where that stands. */
  private latest = 0;
  private x = 0;

  start(at: Point): void {
    this.count = 0;
    this.latest = 0;
    this.x = at.x;
    this.add(at.y, -1, 0, -1);
  }

  /** Adds steps at these heights of the next column, each from the step that costs least. */
  advance(column: number, x: number, ideal: number, heights: readonly number[]): void {
    if (heights.length === 0) return;
    const latest = this.count;
    for (const y of heights) {
      const before = this.cheapestTo(x, y, latest);
      this.add(y, column, this.costTo(before, x, y) + Math.abs(y - ideal) * 0.02, before);
    }
    this.latest = latest;
    this.x = x;
  }

  /** From which step of the last column it costs least. */
  cheapestTo(x: number, y: number, end = this.count): number {
    let cheapest = this.latest;
    let cost = Infinity;
    for (let step = this.latest; step < end; step += 1) {
      const own = this.costTo(step, x, y);
      if (own >= cost) continue;
      cheapest = step;
      cost = own;
    }
    return cheapest;
  }

  /** Straight on is cheap, steep is dear. */
  private costTo(step: number, x: number, y: number): number {
    const rise = y - (this.y[step] ?? 0);
    return (this.cost[step] ?? 0) + (rise * rise) / Math.max(20, x - this.x);
  }

  private add(y: number, column: number, cost: number, before: number): void {
    this.y[this.count] = y;
    this.column[this.count] = column;
    this.cost[this.count] = cost;
    this.before[this.count] = before;
    this.count += 1;
  }
}

interface Range {
  low: number;
  high: number;
}

/** Index of the range around a height, or of the next one below; they ascend. */
function rangeAt(ranges: readonly Range[], y: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.high ?? Infinity) < y) low = middle + 1;
    else high = middle;
  }
  return low;
}
