import type { IndexedGraph } from './index-graph';
import type { LayoutGroup } from './layout-groups';
import { boxGap, boxPadding, columnPitch } from './node-size';

export interface Lane {
  centre: number;
  width: number;
}

/** Where the columns of each layer stand, for all groups alike, so that every edge leads rightwards. */
export function placeLanes({ nodes }: IndexedGraph, groups: readonly LayoutGroup[]): Map<number, Lane[]> {
  const widths = new Map<number, number[]>();
  for (const { layer, lanes, members } of groups.flatMap((group) => group.columns)) {
    const known = widths.get(layer) ?? [];
    const widest = Math.max(...members.map((node) => nodes[node]?.width ?? 0));
    for (let lane = 0; lane < lanes; lane += 1) known[lane] = Math.max(known[lane] ?? 0, widest);
    widths.set(layer, known);
  }
  const placed = new Map<number, Lane[]>();
  let last: Lane | undefined;
  for (const [layer, laneWidths] of [...widths.entries()].toSorted(([a], [b]) => a - b)) {
    const lanes: Lane[] = [];
    for (const width of laneWidths) {
      // Between two columns the walls of two boxes may stand.
      const apart = last ? Math.max(columnPitch, (last.width + width) / 2 + boxPadding * 2 + boxGap) : 0;
      last = { centre: (last?.centre ?? 0) + apart, width };
      lanes.push(last);
    }
    placed.set(layer, lanes);
  }
  return placed;
}
