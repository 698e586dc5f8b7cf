import type { IndexedGraph } from './index-graph';
import { columnPitch, rowPitch } from './node-size';
import type { Column } from './settle-columns';

export interface LayerColumn extends Column {
  layer: number;
  /** A crowded layer is drawn as several columns side by side; its members take turns. */
  lanes: number;
}

export interface LayoutGroup {
  name: string | undefined;
  members: number[];
  /** Ascending layer. */
  columns: LayerColumn[];
}

/** Cuts every group into its layers. A node without a group forms one of its own. */
export function formGroups(
  { nodes }: IndexedGraph,
  layers: readonly number[],
  rowsWished: number,
): LayoutGroup[] {
  const byKey = new Map<string, { name: string | undefined; members: number[] }>();
  nodes.forEach(({ id, group: name }, index) => {
    const key = name === undefined ? `alone ${id}` : `group ${name}`;
    const group = byKey.get(key) ?? { name, members: [] };
    group.members.push(index);
    byKey.set(key, group);
  });
  return [...byKey.values()].map((group) => ({
    ...group,
    columns: cutColumns(group.members, layers, rowsWished),
  }));
}

/** About how wide the picture will be for its height, if the boxes stand below each other. */
export function estimateAspect(groups: readonly LayoutGroup[]): number {
  const lanes = new Map<number, number>();
  let rows = 0;
  for (const { columns } of groups) {
    for (const column of columns)
      lanes.set(column.layer, Math.max(lanes.get(column.layer) ?? 0, column.lanes));
    rows += Math.max(...columns.map((column) => Math.ceil(column.members.length / column.lanes)));
  }
  const wide = [...lanes.values()].reduce((sum, count) => sum + count, 0);
  return rows === 0 ? 1 : (wide * columnPitch) / (rows * rowPitch);
}

function cutColumns(
  members: readonly number[],
  layers: readonly number[],
  rowsWished: number,
): LayerColumn[] {
  const byLayer = new Map<number, number[]>();
  for (const node of members) {
    const layer = layers[node] ?? 0;
    byLayer.set(layer, [...(byLayer.get(layer) ?? []), node]);
  }
  return [...byLayer.entries()]
    .toSorted(([a], [b]) => a - b)
    .map(([layer, inLayer]) => {
      const lanes = Math.ceil(inLayer.length / rowsWished);
      return { layer, lanes, members: inLayer, pitch: rowPitch / lanes };
    });
}

/**
 * Gives nodes without any edge a layer, changing `layers`: they fill the columns of their group evenly instead of
 * standing in one long line.
 */
export function placeLoners(
  { nodes, successors, predecessors }: IndexedGraph,
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
    members.forEach((node, index) => (layers[node] = span.from + (index % columns)));
  }
}
