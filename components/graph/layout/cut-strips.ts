import { columnHeight, type LayoutGroup } from './layout-groups';
import type { UnitGraph } from './layout-units';
import { boxHeader, boxPadding } from './node-size';

/**
 * Distributes boxes over several strips from left to right, changing `strip`: a mesh whose namespaces all reach from
 * the first layer to the last would else be one long ribbon. Callers before what they call, as far as boxes have an
 * order at all; boxes of one realm stay together, and who stands alone goes where most of its neighbours are.
 */
export function cutStrips(
  graph: UnitGraph,
  groups: readonly LayoutGroup[],
  layers: readonly number[],
  count: number,
): void {
  const boxes = new Map<string, { groups: LayoutGroup[]; height: number; layer: number; size: number }>();
  for (const group of groups) {
    if (group.name === undefined) continue;
    const key = group.realm === undefined ? `group ${group.name}` : `realm ${group.realm}`;
    const box = boxes.get(key) ?? { groups: [], height: 0, layer: 0, size: 0 };
    box.groups.push(group);
    box.height += groupHeight(graph, group);
    box.layer += group.members.reduce((sum, unit) => sum + (layers[unit] ?? 0), 0);
    box.size += group.members.length;
    boxes.set(key, box);
  }
  const total = [...boxes.values()].reduce((sum, { height }) => sum + height, 0);
  const ordered = [...boxes.values()].toSorted((a, b) => a.layer / a.size - b.layer / b.size);
  let filled = 0;
  for (const box of ordered) {
    const strip = Math.min(count - 1, Math.floor(((filled + box.height / 2) / total) * count));
    filled += box.height;
    for (const group of box.groups) group.strip = strip;
  }
  placeSingles(graph, groups);
}

function groupHeight(graph: UnitGraph, { columns }: LayoutGroup): number {
  const columnHeights = columns.map(({ members, lanes }) => columnHeight(graph, members) / lanes);
  return Math.max(...columnHeights) + boxHeader + 2 * boxPadding;
}

function placeSingles({ successors, predecessors }: UnitGraph, groups: readonly LayoutGroup[]): void {
  const stripOf = new Map<number, number>();
  for (const { name, members, strip } of groups) {
    if (name !== undefined) for (const unit of members) stripOf.set(unit, strip);
  }
  for (const group of groups) {
    const [unit] = group.members;
    if (group.name !== undefined || unit === undefined) continue;
    const votes = new Map<number, number>();
    for (const other of [...(predecessors[unit] ?? []), ...(successors[unit] ?? [])]) {
      const strip = stripOf.get(other);
      if (strip !== undefined) votes.set(strip, (votes.get(strip) ?? 0) + 1);
    }
    group.strip = [...votes].toSorted(([a, x], [b, y]) => y - x || a - b)[0]?.[0] ?? 0;
  }
}
