import { assignLayers } from './assign-layers';
import { indexGraph, type IndexedGraph } from './index-graph';
import { estimateAspect, formGroups, placeLoners, type LayoutGroup } from './layout-groups';
import type { LayoutEdge, LayoutNode, Point, Rectangle } from './layout-types';
import { boxAround, columnPitch, nodeRectangle, surround } from './node-size';
import { nearestFreeShift } from './pack-boxes';
import { placeLanes, type Lane } from './place-lanes';
import { orderColumns, straightenColumns } from './settle-columns';

/** Width over height of the picture to aim at, and how far it may be pulled apart to get there. */
const aspectWished = 1.55;
const mostPull = { x: 1.45, y: 1.4 };

/** How many nodes of a layer stand below each other. */
const fewestRows = 4;
const mostRows = 8;

/**
 * Places a graph from left to right: callers before what they call, each group in a box of its own that no other box
 * touches. Pure, and deterministic whatever the order of nodes and edges. Answers centres in pixels at zoom 1.
 */
export function layeredLayout(
  nodes: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
): Map<string, Point> {
  const graph = indexGraph(nodes, edges);
  const groups = cutGroups(graph);
  const lanes = placeLanes(graph, groups);
  const groupOf = graph.nodes.map(() => 0);
  groups.forEach(({ members }, group) => members.forEach((node) => (groupOf[node] = group)));

  const y = graph.nodes.map(() => 0);
  const withinGroup = (lists: readonly (readonly number[])[]) =>
    lists.map((list, node) => list.filter((other) => groupOf[other] === groupOf[node]));
  const inner = { before: withinGroup(graph.predecessors), after: withinGroup(graph.successors) };
  const all = { before: graph.predecessors, after: graph.successors };
  for (const group of groups) {
    orderColumns(group.columns, inner, y);
    straightenColumns(group.columns, inner, y);
  }
  packGroups(groups, groupOf, graph, lanes, y);
  // Now that the boxes stand, order their insides again with the edges from box to box, and let both settle.
  for (let round = 0; round < 3; round += 1) {
    for (const group of groups) {
      const heights = group.members.map((node) => y[node] ?? 0);
      const bounds = { low: Math.min(...heights), high: Math.max(...heights) };
      if (round === 0) orderColumns(group.columns, all, y, bounds);
      straightenColumns(group.columns, all, y, bounds);
    }
    packGroups(groups, groupOf, graph, lanes, y);
  }

  const placed = new Map<string, Point>();
  for (const { layer, members, lanes: count } of groups.flatMap((group) => group.columns)) {
    members.forEach((node, index) => {
      const id = graph.nodes[node]?.id;
      const x = lanes.get(layer)?.[index % count]?.centre ?? 0;
      if (id !== undefined) placed.set(id, { x, y: y[node] ?? 0 });
    });
  }
  return pullApart(placed);
}

/** Cuts crowded layers into several columns until the picture is no taller than a landscape screen can show. */
function cutGroups(graph: IndexedGraph): LayoutGroup[] {
  const assigned = assignLayers(graph);
  for (let rows = Math.max(mostRows, graph.nodes.length); ; rows = Math.floor(rows * 0.85)) {
    const layers = [...assigned];
    placeLoners(graph, layers, Math.min(rows, mostRows));
    const groups = formGroups(graph, layers, rows);
    if (rows <= fewestRows || estimateAspect(groups) * mostPull.x >= aspectWished) return groups;
  }
}

/** Uses the free room of a landscape screen: a tall picture gets wider gaps, a flat one higher ones. Rounds to pixels. */
function pullApart(points: ReadonlyMap<string, Point>): Map<string, Point> {
  const covered = surround([...points.values()].map((at) => nodeRectangle(at, columnPitch)));
  if (!covered) return new Map();
  const aspect = (covered.right - covered.left) / (covered.bottom - covered.top);
  const x = Math.min(mostPull.x, Math.max(1, aspectWished / aspect));
  const y = Math.min(mostPull.y, Math.max(1, aspect / aspectWished));
  return new Map([...points].map(([id, at]) => [id, { x: Math.round(at.x * x), y: Math.round(at.y * y) }]));
}

function groupRectangle(group: LayoutGroup, lanes: Map<number, Lane[]>, y: readonly number[]): Rectangle {
  const covered = surround(
    group.columns.flatMap(({ layer, lanes: count, members }) =>
      (lanes.get(layer) ?? [])
        .slice(0, count)
        .flatMap(({ centre, width }) =>
          members.map((node) => nodeRectangle({ x: centre, y: y[node] ?? 0 }, width)),
        ),
    ),
  ) ?? { left: 0, top: 0, right: 0, bottom: 0 };
  return group.name === undefined ? covered : boxAround(covered);
}

/** Moves whole groups up or down, changing `y`: each next to those it talks to most, none onto another. */
function packGroups(
  groups: readonly LayoutGroup[],
  groupOf: readonly number[],
  { successors }: IndexedGraph,
  lanes: Map<number, Lane[]>,
  y: number[],
): void {
  const crossings: { from: number; to: number }[][] = groups.map(() => []);
  successors.forEach((targets, from) => {
    for (const to of targets) {
      const [a, b] = [groupOf[from] ?? 0, groupOf[to] ?? 0];
      if (a === b) continue;
      crossings[a]?.push({ from, to });
      crossings[b]?.push({ from: to, to: from });
    }
  });
  const isPlaced = groups.map(() => false);
  const placed: Rectangle[] = [];
  const links = groups.map(() => 0);
  for (let round = 0; round < groups.length; round += 1) {
    let best = -1;
    for (let group = 0; group < groups.length; group += 1) {
      if (isPlaced[group]) continue;
      const size = groups[group]?.members.length ?? 0;
      const bestSize = groups[best]?.members.length ?? 0;
      const more = (links[group] ?? 0) - (links[best] ?? 0);
      if (best < 0 || more > 0 || (more === 0 && size > bestSize)) best = group;
    }
    const group = groups[best];
    if (!group) return;
    const known = (crossings[best] ?? []).filter(({ to }) => isPlaced[groupOf[to] ?? 0]);
    const box = groupRectangle(group, lanes, y);
    const wished =
      known.length > 0
        ? known.reduce((sum, { from, to }) => sum + (y[to] ?? 0) - (y[from] ?? 0), 0) / known.length
        : -(box.top + box.bottom) / 2;
    const shift = Math.round(nearestFreeShift(box, placed, wished));
    for (const node of group.members) y[node] = (y[node] ?? 0) + shift;
    placed.push({ ...box, top: box.top + shift, bottom: box.bottom + shift });
    isPlaced[best] = true;
    for (const { to } of crossings[best] ?? []) links[groupOf[to] ?? 0] = (links[groupOf[to] ?? 0] ?? 0) + 1;
  }
}
