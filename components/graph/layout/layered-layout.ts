import { layerings } from './assign-layers';
import { cutStrips } from './cut-strips';
import { formGroups, gatherGroups, placeLoners, type GroupMembers, type LayoutGroup } from './layout-groups';
import type { LayoutEdge, LayoutNode, LayoutOptions, Point, Rectangle } from './layout-types';
import { formUnits, memberPoints, type UnitGraph } from './layout-units';
import { rowPitch, surround } from './node-size';
import { groupRectangle, planPacking, type PackGroups } from './pack-groups';
import { placeLanes, type Lanes } from './place-lanes';
import { orderColumns, pileColumns, straightenColumns, type Heights } from './settle-columns';

/** How far the picture may be pulled apart to fill the screen. */
const mostPull = { x: 1.45, y: 1.4 };

/** How many nodes of a layer stand below each other at most, to be tried in turn. */
const rowChoices = [12, 8, 6, 5, 4];
const mostLonerRows = 8;

/** Fewer boxes than this are never spread over strips: every edge shall lead rightwards. */
const fewestBoxesForStrips = 8;
const mostStrips = 8;

/** A picture that is this much smaller is still preferred when it is simpler. */
const worthSimplicity = 0.87;

export const defaultAspect = 1.55;

/**
 * Places a graph from left to right: callers before what they call, the versions of an app below each other, each
 * group in a box of its own that no other box touches, and around those a box for each realm. Pure, and deterministic
 * whatever the order of nodes and edges. Answers centres in pixels at zoom 1.
 */
export function layeredLayout(
  nodes: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
  { aspect, between = 0 }: LayoutOptions = { aspect: defaultAspect },
): Map<string, Point> {
  const graph = formUnits(nodes, edges);
  const gathered = gatherGroups(graph);
  const scene = { graph, gathered, pack: planPacking(graph, gathered), aspect, between };
  const picture = chooseCut(scene);
  settle(scene, picture);
  const placed = new Map<string, Point>();
  for (const [unit, at] of pullApart(graph, picture, aspect)) {
    for (const [id, point] of memberPoints(unit, at)) placed.set(id, point);
  }
  return placed;
}

/** What is laid out, and for which screen. */
interface Scene extends Required<LayoutOptions> {
  graph: UnitGraph;
  gathered: readonly GroupMembers[];
  pack: PackGroups;
}

interface Picture {
  groups: LayoutGroup[];
  /** By strip. */
  lanes: Lanes[];
  y: number[];
}

/** Cuts crowded layers into lanes and many boxes into strips, so that the picture becomes as large as the screen allows. */
function chooseCut(scene: Scene): Picture {
  const boxes = scene.gathered.filter(({ name }) => name !== undefined).length;
  const strips = boxes < fewestBoxesForStrips ? 1 : mostStrips;
  let best: { picture: Picture; zoom: number } | undefined;
  for (const assigned of layerings(scene.graph)) {
    for (let count = 1; count <= strips; count += 1) {
      const found = chooseRows(scene, assigned, count);
      if (!found || (best && found.zoom * worthSimplicity <= best.zoom)) break;
      best = found;
    }
  }
  return best?.picture ?? { groups: [], lanes: [], y: [] };
}

function chooseRows(scene: Scene, assigned: readonly number[], strips: number) {
  const { graph, pack, aspect } = scene;
  const tried = new Set<string>();
  let best: { picture: Picture; zoom: number } | undefined;
  for (const rows of rowChoices) {
    const cut = cutGroups(scene, assigned, rows);
    const key = cut.groups.map(({ columns }) => columns.map(({ lanes }) => lanes).join()).join(' ');
    if (tried.has(key)) continue;
    tried.add(key);
    const picture = sketch(scene, cut, strips);
    pack(picture.groups, picture.lanes, picture.y);
    const zoom = zoomOf(graph, picture, aspect);
    if (!best || zoom * worthSimplicity > best.zoom) best = { picture, zoom };
  }
  return best;
}

/** Who stands in which column when layers of more than so many rows are cut into lanes. */
function cutGroups({ graph, gathered }: Scene, assigned: readonly number[], rows: number): CutGroups {
  const layers = [...assigned];
  placeLoners(graph, gathered, layers, Math.min(rows, mostLonerRows));
  return { layers, groups: formGroups(graph, gathered, layers, rows * rowPitch) };
}

/** A picture with everybody in a column, but in no order yet, and with boxes on top of each other. */
function sketch({ graph, between }: Scene, { layers, groups }: CutGroups, strips: number): Picture {
  if (strips > 1) cutStrips(graph, groups, layers, strips);
  const picture = { groups, lanes: placeLanes(graph, groups, between), y: graph.nodes.map(() => 0) };
  for (const { columns } of groups) pileColumns(columns, heightsOf(graph, picture));
  return picture;
}

interface CutGroups {
  layers: readonly number[];
  groups: LayoutGroup[];
}

function heightsOf(graph: UnitGraph, { y }: Picture): Heights {
  return { y, reaches: graph.nodes };
}

/** Orders the insides of all boxes, lets the boxes find their places, and both adapt to each other. Changes `y`. */
function settle({ graph, pack }: Scene, picture: Picture): void {
  const { groups, lanes, y } = picture;
  const groupOf = graph.nodes.map(() => 0);
  groups.forEach(({ members }, group) => members.forEach((unit) => (groupOf[unit] = group)));
  const withinGroup = (lists: readonly (readonly number[])[]) =>
    lists.map((list, unit) => list.filter((other) => groupOf[other] === groupOf[unit]));
  const inner = { before: withinGroup(graph.predecessors), after: withinGroup(graph.successors) };
  const all = { before: graph.predecessors, after: graph.successors };
  y.fill(0);
  const free = heightsOf(graph, picture);
  for (const { columns } of groups) {
    orderColumns(columns, inner, free);
    straightenColumns(columns, inner, free);
  }
  pack(groups, lanes, y);
  // Now that the boxes stand, order their insides again with the edges from box to box, and let both settle.
  for (let round = 0; round < 3; round += 1) {
    for (const { members, columns } of groups) {
      const bounds = {
        low: Math.min(...members.map((unit) => (y[unit] ?? 0) - (graph.nodes[unit]?.above ?? 0))),
        high: Math.max(...members.map((unit) => (y[unit] ?? 0) + (graph.nodes[unit]?.below ?? 0))),
      };
      if (round === 0) orderColumns(columns, all, { ...free, bounds });
      straightenColumns(columns, all, { ...free, bounds });
    }
    pack(groups, lanes, y);
  }
}

function pictureRectangle(graph: UnitGraph, { groups, lanes, y }: Picture): Rectangle | undefined {
  return surround(groups.map((group) => groupRectangle(graph, group, lanes, y)));
}

/** How large the picture would appear on a screen of height 1, once it is pulled apart. */
function zoomOf(graph: UnitGraph, picture: Picture, aspect: number): number {
  const covered = pictureRectangle(graph, picture);
  if (!covered) return 0;
  return Math.min(aspect / (covered.right - covered.left), 1 / (covered.bottom - covered.top));
}

/** Uses the free room of the screen: a tall picture gets wider gaps, a flat one higher ones. Rounds to pixels. */
function pullApart(graph: UnitGraph, picture: Picture, aspect: number) {
  const { groups, lanes, y } = picture;
  const covered = pictureRectangle(graph, picture);
  if (!covered) return [];
  const own = (covered.right - covered.left) / (covered.bottom - covered.top);
  const pullX = Math.min(mostPull.x, Math.max(1, aspect / own));
  const pullY = Math.min(mostPull.y, Math.max(1, own / aspect));
  return groups.flatMap(({ columns, strip }) =>
    columns.flatMap(({ layer, members, lanes: count }) =>
      members.flatMap((unit, index) => {
        const node = graph.nodes[unit];
        const x = lanes[strip]?.get(layer)?.[index % count]?.centre ?? 0;
        const at = { x: Math.round(x * pullX), y: Math.round((y[unit] ?? 0) * pullY) };
        return node ? [[node, at] as const] : [];
      }),
    ),
  );
}
