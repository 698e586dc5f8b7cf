import { layeredLayout } from './layered-layout';
import type { LayoutEdge, LayoutNode, Point, Rectangle } from './layout-types';
import {
  boxAround,
  boxGap,
  columnPitch,
  nodeRectangle,
  rectanglesOverlap,
  rowPitch,
  surround,
} from './node-size';

/**
 * Where every node stands. Nodes with a known position keep it; newcomers stand near those they talk to, on nobody.
 * Only a graph of which less than half is known is laid out anew.
 */
export function placeNodes(
  nodes: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
  known: ReadonlyMap<string, Point>,
): Map<string, Point> {
  const kept = nodes.filter(({ id }) => known.has(id));
  if (kept.length * 2 < nodes.length) return layeredLayout(nodes, edges);
  const placed = new Map<string, Point>();
  for (const { id } of kept) {
    const at = known.get(id);
    if (at) placed.set(id, at);
  }
  if (kept.length === nodes.length) return placed;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const newcomers = nodes.filter(({ id }) => !placed.has(id)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  // Those with placed neighbours first, so that a chain of newcomers grows from what is known.
  for (let waiting = newcomers; waiting.length > 0;) {
    const next = waiting.find(({ id }) => hasPlacedNeighbour(id, edges, placed)) ?? waiting[0];
    if (!next) break;
    placed.set(next.id, freeSpot(next, wishedSpot(next, edges, byId, placed), byId, placed));
    waiting = waiting.filter((node) => node !== next);
  }
  return placed;
}

function hasPlacedNeighbour(
  id: string,
  edges: readonly LayoutEdge[],
  placed: ReadonlyMap<string, Point>,
): boolean {
  return edges.some(
    ({ source, target }) => (source === id && placed.has(target)) || (target === id && placed.has(source)),
  );
}

/** One column after its callers and before what it calls; without neighbours, below the others of its box. */
function wishedSpot(
  node: LayoutNode,
  edges: readonly LayoutEdge[],
  byId: ReadonlyMap<string, LayoutNode>,
  placed: ReadonlyMap<string, Point>,
): Point {
  const wishes: Point[] = [];
  for (const { source, target } of edges) {
    const caller = target === node.id ? placed.get(source) : undefined;
    const called = source === node.id ? placed.get(target) : undefined;
    if (caller) wishes.push({ x: caller.x + columnPitch, y: caller.y });
    if (called) wishes.push({ x: called.x - columnPitch, y: called.y });
  }
  if (wishes.length > 0) {
    return {
      x: wishes.reduce((sum, { x }) => sum + x, 0) / wishes.length,
      y: wishes.reduce((sum, { y }) => sum + y, 0) / wishes.length,
    };
  }
  const all = [...placed.entries()];
  const box = all.filter(([id]) => node.group !== undefined && byId.get(id)?.group === node.group);
  const anchors = (box.length > 0 ? box : all).map(([, at]) => at);
  if (anchors.length === 0) return { x: 0, y: 0 };
  return { x: Math.min(...anchors.map(({ x }) => x)), y: Math.max(...anchors.map(({ y }) => y)) + rowPitch };
}

/** The nearest spot to `wished` where the node covers no other and its box grows into no other box. */
function freeSpot(
  node: LayoutNode,
  wished: Point,
  byId: ReadonlyMap<string, LayoutNode>,
  placed: ReadonlyMap<string, Point>,
): Point {
  const taken: { rectangle: Rectangle; group: string | undefined }[] = [];
  for (const [id, at] of placed) {
    const other = byId.get(id);
    if (other) taken.push({ rectangle: nodeRectangle(at, other.width), group: other.group });
  }
  const members = new Map<string, Rectangle[]>();
  for (const { rectangle, group } of taken) {
    if (group !== undefined) members.set(group, [...(members.get(group) ?? []), rectangle]);
  }
  const own = node.group === undefined ? [] : (members.get(node.group) ?? []);
  const foreign: Rectangle[] = [];
  for (const [group, rectangles] of members) {
    const inner = group === node.group ? undefined : surround(rectangles);
    if (inner) foreign.push(boxAround(inner));
  }
  const strangers = taken.filter(({ group }) => group === undefined).map(({ rectangle }) => rectangle);
  const isClear = (at: Point): boolean => {
    const rectangle = nodeRectangle(at, node.width);
    if (taken.some((other) => rectanglesOverlap(rectangle, other.rectangle, 8))) return false;
    if (node.group === undefined)
      return !foreign.some((box) => rectanglesOverlap(rectangle, box, boxGap / 2));
    const grown = boxAround(surround([...own, rectangle]) ?? rectangle);
    return ![...foreign, ...strangers].some((other) => rectanglesOverlap(grown, other, boxGap / 2));
  };
  const columns = [...placed.values()].map(({ x }) => x);
  return spotsAround(wished, columns).find(isClear) ?? belowAll(wished, taken);
}

/**
 * Spots around a wished one, cheapest first: up or down in its column, then the columns beside it, then between columns.
 * `columns` are those that stand already.
 */
function spotsAround(around: Point, columns: readonly number[]): Point[] {
  const nearest = columns.toSorted((a, b) => Math.abs(a - around.x) - Math.abs(b - around.x))[0] ?? around.x;
  const middle = Math.abs(nearest - around.x) < columnPitch * 0.7 ? nearest : around.x;
  const spots: { at: Point; cost: number }[] = [];
  for (let row = -14; row <= 14; row += 1) {
    for (let half = -8; half <= 8; half += 1) {
      const at = {
        x: Math.round(middle + (half * columnPitch) / 2),
        y: Math.round(around.y + (row * rowPitch) / 2),
      };
      const sideways = Math.abs(half) * 3 + (half % 2 === 0 ? 0 : 5);
      spots.push({ at, cost: Math.abs(row) + sideways + (row < 0 ? 0.1 : 0) });
    }
  }
  return spots.toSorted((a, b) => a.cost - b.cost).map(({ at }) => at);
}

function belowAll(wished: Point, taken: readonly { rectangle: Rectangle }[]): Point {
  const bottom = Math.max(0, ...taken.map(({ rectangle }) => rectangle.bottom));
  return { x: Math.round(wished.x), y: Math.round(bottom + rowPitch) };
}
