import type { UnitGraph } from './layout-units';
import { rowGap } from './node-size';
import type { Column } from './settle-columns';

export interface LayerColumn extends Column {
  layer: number;
}

export interface LayoutGroup {
  /** Undefined for a unit that stands alone. */
  name: string | undefined;
  realm: string | undefined;
  /** Unit indexes. */
  members: number[];
  /** Ascending layer. */
  columns: LayerColumn[];
  /** Which of several pictures side by side it belongs to, from left to right. */
  strip: number;
}

/** Cuts every group into its layers. A unit without a group forms one of its own. */
export function formGroups(graph: UnitGraph, layers: readonly number[], mostHigh: number): LayoutGroup[] {
  const byKey = new Map<string, Pick<LayoutGroup, 'name' | 'realm' | 'members'>>();
  graph.nodes.forEach(({ id, group: name, realm }, index) => {
    const key = name === undefined ? `alone ${id}` : `group ${name}`;
    const group = byKey.get(key) ?? { name, realm: name === undefined ? undefined : realm, members: [] };
    group.members.push(index);
    byKey.set(key, group);
  });
  return [...byKey.values()].map((group) => ({
    ...group,
    columns: cutColumns(graph, group.members, layers, mostHigh),
    strip: 0,
  }));
}

/** Cuts into layers; a layer higher than `mostHigh` pixels is drawn in several lanes. */
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
  return [...byLayer.entries()]
    .toSorted(([a], [b]) => a - b)
    .map(([layer, inLayer]) => {
      const high = columnHeight(graph, inLayer);
      return { layer, lanes: Math.min(inLayer.length, Math.ceil(high / mostHigh)), members: inLayer };
    });
}

/** Pixels that units need below each other. */
export function columnHeight({ nodes }: UnitGraph, units: readonly number[]): number {
  return units.reduce((sum, unit) => {
    const { above = 0, below = 0 } = nodes[unit] ?? {};
    return sum + above + below + rowGap;
  }, 0);
}

/**
 * Gives units without any edge a layer, changing `layers`: they fill the columns of their group evenly instead of
 * standing in one long line.
 */
export function placeLoners(
  { nodes, successors, predecessors }: UnitGraph,
  layers: number[],
  rowsWished: number,
): void {
  const loners = new Map<string | undefined, number[]>();
  const spans = new Map<string | undefined, { from: number; to: number }>();
  nodes.forEach(({ group }, index) => {
    const layer = layers[index] ?? 0;
    if (successors[index]?.length === 0 && predecessors[index]?.length === 0) {
      loners.set(group, [...(loners.get(group) ?? []), index]);
    } else {
      const span = spans.get(group) ?? { from: layer, to: layer };
      spans.set(group, { from: Math.min(span.from, layer), to: Math.max(span.to, layer) });
    }
  });
  for (const [group, members] of loners) {
    const span = spans.get(group) ?? { from: 0, to: 0 };
    const columns = Math.max(
      span.to - span.from + 1,
      Math.min(4, members.length),
      Math.ceil(members.length / rowsWished),
    );
    members.forEach((unit, index) => (layers[unit] = span.from + (index % columns)));
  }
}
