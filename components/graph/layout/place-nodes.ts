import { layeredLayout } from './layered-layout';
import type { LayoutEdge, LayoutNode, LayoutOptions, Point, Rectangle } from './layout-types';
import { placeBlock, type UnfoldedBlock } from './place-block';
import {
  boxAround,
  boxGap,
  columnPitch,
  nodeRectangle,
  rectanglesOverlap,
  rowPitch,
  surround,
} from './node-size';

export interface PlaceOptions extends LayoutOptions {
  /** Where nodes stand already; they stay there. Of a graph of which less than half is known all are placed anew. */
  known: ReadonlyMap<string, Point>;
  /** Where the viewer put nodes: they stay there even then. */
  pinned: ReadonlyMap<string, Point>;
  /** Where newcomers wish to stand, such as a folded box in the middle of what it holds. */
  wished: ReadonlyMap<string, Point>;
  unfolded: readonly UnfoldedBlock[];
  /** The same nodes, only folded otherwise: whoever stands stays, however few they are. */
  steady: boolean;
}

/**
 * Where every node stands. Nodes with a known position keep it; newcomers stand near those they talk to, on nobody.
 * A graph of which less than half is known, or nothing but what was pinned, is laid out anew around what was pinned.
 */
export function placeNodes(
  nodes: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
  { known, pinned, wished, unfolded, steady, ...screen }: PlaceOptions,
): { positions: Map<string, Point>; anew: boolean } {
  const at = (id: string) => pinned.get(id) ?? known.get(id);
  const kept = nodes.filter(({ id }) => at(id));
  const areFew = !steady && kept.length * 2 < nodes.length;
  const anew = areFew || !kept.some(({ id }) => known.has(id));
  const laidOut = anew ? layeredLayout(nodes, edges, screen) : undefined;
  const placed = new Map<string, Point>();
  for (const { id } of nodes) {
    const place = pinned.get(id) ?? laidOut?.get(id) ?? known.get(id);
    if (place) placed.set(id, place);
  }
  if (anew) standAside(nodes, placed, pinned);
  else for (const block of unfolded) unfoldBlock(nodes, edges, block, placed);
  settleNewcomers(nodes, edges, placed, laidOut ?? wished);
  return { positions: placed, anew };
}

/** Places the nodes of a box that was opened, unless some of them stand already: then the others find their way. */
function unfoldBlock(
  nodes: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
  { ids, at }: UnfoldedBlock,
  placed: Map<string, Point>,
): void {
  const inside = new Set(ids);
  const members = nodes.filter(({ id }) => inside.has(id));
  if (members.length === 0 || members.some(({ id }) => placed.has(id))) return;
  const inner = edges.filter(({ source, target }) => inside.has(source) && inside.has(target));
  const taken = occupied(nodes, placed);
  for (const [id, point] of placeBlock(members, inner, at, [...taken.boxes, ...taken.nodes])) {
    placed.set(id, point);
  }
}

/** The rectangles of all nodes that stand, and of the boxes around them. */
function occupied(nodes: readonly LayoutNode[], placed: ReadonlyMap<string, Point>) {
  const rectangles: Rectangle[] = [];
  const groups = new Map<string, Rectangle[]>();
  for (const { id, width, group } of nodes) {
    const at = placed.get(id);
    if (!at) continue;
    const rectangle = nodeRectangle(at, width);
    rectangles.push(rectangle);
    if (group === undefined) continue;
    const known = groups.get(group);
    if (known) known.push(rectangle);
    else groups.set(group, [rectangle]);
  }
  const boxes = [...groups.values()].flatMap((inner) => {
    const covered = surround(inner);
    return covered ? [boxAround(covered)] : [];
  });
  return { nodes: rectangles, boxes };
}

/** Whoever would stand on a pinned node has no place yet. */
function standAside(
  nodes: readonly LayoutNode[],
  placed: Map<string, Point>,
  pinned: ReadonlyMap<string, Point>,
): void {
  const fixed = nodes.flatMap(({ id, width }) => {
    const place = pinned.get(id);
    return place ? [nodeRectangle(place, width)] : [];
  });
  for (const { id, width } of nodes) {
    const place = placed.get(id);
    if (!place || pinned.has(id)) continue;
    const rectangle = nodeRectangle(place, width);
    if (fixed.some((other) => rectanglesOverlap(rectangle, other))) placed.delete(id);
  }
}

/** Gives every node without a place one, changing `placed`; near `wished` where that is told. */
function settleNewcomers(
  nodes: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
  placed: Map<string, Point>,
  wished: ReadonlyMap<string, Point>,
): void {
  if (placed.size === nodes.length) return;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const edgesOf = new Map<string, LayoutEdge[]>();
  for (const edge of edges) {
    for (const end of new Set([edge.source, edge.target]))
      edgesOf.set(end, [...(edgesOf.get(end) ?? []), edge]);
  }
  const waiting = new Set(
    [...byId.values()].filter(({ id }) => !placed.has(id)).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  );
  // Those with placed neighbours first, so that a chain of newcomers grows from what is known.
  const hasPlacedNeighbour = ({ id }: LayoutNode) =>
    edgesOf.get(id)?.some(({ source, target }) => placed.has(source === id ? target : source)) === true;
  while (waiting.size > 0) {
    const inOrder = [...waiting];
    const next = inOrder.find(hasPlacedNeighbour) ?? inOrder[0];
    if (!next) break;
    const spot = wished.get(next.id) ?? wishedSpot(next, edgesOf.get(next.id) ?? [], byId, placed);
    placed.set(next.id, freeSpot(next, spot, byId, placed));
    waiting.delete(next);
  }
}

/**
 * Below the other versions of its app; else one column after its callers and before what it calls; without
 * neighbours, below the others of its box.
 */
function wishedSpot(
  node: LayoutNode,
  edges: readonly LayoutEdge[],
  byId: ReadonlyMap<string, LayoutNode>,
  placed: ReadonlyMap<string, Point>,
): Point {
  const siblings = [...placed].filter(
    ([id]) => node.stack !== undefined && byId.get(id)?.stack === node.stack,
  );
  const lowest = siblings.toSorted(([, a], [, b]) => b.y - a.y)[0];
  if (lowest) return { x: lowest[1].x, y: lowest[1].y + rowPitch };
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
