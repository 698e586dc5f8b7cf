import type { UnitGraph } from './layout-units';
import { rowGap } from './node-size';
import type { Column } from './settle-columns';

export interface LayerColumn extends Column {
  layer: number;
}

/** Units that stand in one box, or one that stands alone. */
export interface GroupMembers {
  /** Undefined for a unit that stands alone. */
  name: string | undefined;
  realm: string | undefined;
  /** Unit indexes. */
  members: number[];
}

export interface LayoutGroup extends GroupMembers {
  /** Ascending layer. */
  columns: LayerColumn[];
  /** Which of several pictures side by side it belongs to, from left to right. */
  strip: number;
}

/** Who stands in a box with whom. A unit without a group forms one of its own. */
export function gatherGroups(graph: UnitGraph): GroupMembers[] {
  const byName = new Map<string, GroupMembers>();
  const groups: GroupMembers[] = [];
  graph.nodes.forEach(({ group: name, realm }, index) => {
    const known = name === undefined ? undefined : byName.get(name);
    if (known) {
      known.members.push(index);
      return;
    }
    const group = { name, realm: name === undefined ? undefined : realm, members: [index] };
    groups.push(group);
    if (name !== undefined) byName.set(name, group);
  });
  return groups;
}

/** Cuts every group into its layers; a layer higher than `mostHigh` pixels is drawn in several lanes. */
export function formGroups(
  graph: UnitGraph,
  gathered: readonly GroupMembers[],
  layers: readonly number[],
  mostHigh: number,
): LayoutGroup[] {
  return gathered.map(({ name, realm, members }) => ({
    name,
    realm,
    members,
    columns: cutColumns(graph, members, layers, mostHigh),
    strip: 0,
  }));
}

function cutColumns(
  graph: UnitGraph,
  members: readonly number[],
  layers: readonly number[],
  mostHigh: number,
): LayerColumn[] {
  const byLayer = new Map<number, number[]>();
  for (const unit of members) {
    const layer = layers[unit] ?? 0;
    const inLayer = byLayer.get(layer);
    if (inLayer) inLayer.push(unit);
    else byLayer.set(layer, [unit]);
  }
  const columns: LayerColumn[] = [];
  for (const [layer, inLayer] of byLayer) {
    const lanes = Math.min(inLayer.length, Math.ceil(columnHeight(graph, inLayer) / mostHigh));
    columns.push({ layer, lanes, members: inLayer });
  }
  return columns.sort((a, b) => a.layer - b.layer);
}

/** Pixels that units need below each other. */
export function columnHeight({ nodes }: UnitGraph, units: readonly number[]): number {
  let height = 0;
  for (const unit of units) {
    const node = nodes[unit];
    height += (node?.above ?? 0) + (node?.below ?? 0) + rowGap;
  }
  return height;
}

/**
 * Gives units without any edge a layer, changing `layers`: they fill the columns of their group evenly instead of
 * standing in one long line.
 */
export function placeLoners(
  { successors, predecessors }: UnitGraph,
  gathered: readonly GroupMembers[],
  layers: number[],
  rowsWished: number,
): void {
  const isLoner = (unit: number) => successors[unit]?.length === 0 && predecessors[unit]?.length === 0;
  for (const { members } of joinAlone(gathered)) {
    const loners = members.filter(isLoner);
    if (loners.length === 0) continue;
    let [from, to] = [Infinity, -Infinity];
    for (const unit of members) {
      if (isLoner(unit)) continue;
      from = Math.min(from, layers[unit] ?? 0);
      to = Math.max(to, layers[unit] ?? 0);
    }
    if (from === Infinity) [from, to] = [0, 0];
    const columns = Math.max(
      to - from + 1,
      Math.min(4, loners.length),
      Math.ceil(loners.length / rowsWished),
    );
    loners.forEach((unit, index) => (layers[unit] = from + (index % columns)));
  }
}

/** All who stand alone as one group. */
function joinAlone(gathered: readonly GroupMembers[]): Pick<GroupMembers, 'members'>[] {
  const named = gathered.filter(({ name }) => name !== undefined);
  const alone = gathered.filter(({ name }) => name === undefined);
  return [...named, { members: alone.flatMap(({ members }) => members) }];
}
