import type { LayoutGroup } from './layout-groups';
import type { UnitGraph } from './layout-units';
import { boxGap, boxPadding, columnPitch, nodeDiameter } from './node-size';

export interface Lane {
  centre: number;
  width: number;
}

/** Lanes by layer, of one strip. */
export type Lanes = ReadonlyMap<number, readonly Lane[]>;

/**
 * Where the columns of each layer stand, for all groups of a strip alike, so that every edge inside it leads
 * rightwards. Strips stand beside each other.
 */
export function placeLanes(graph: UnitGraph, groups: readonly LayoutGroup[], between = 0): Lanes[] {
  const strips = 1 + Math.max(0, ...groups.map(({ strip }) => strip));
  // Between two columns the walls of two boxes may stand, and of two boxes around those.
  const walls = boxPadding * (groups.some(({ realm }) => realm !== undefined) ? 4 : 2) + boxGap;
  const pitch = Math.max(columnPitch, nodeDiameter + between);
  const placed: Lanes[] = [];
  let last: Lane | undefined;
  for (let strip = 0; strip < strips; strip += 1) {
    const lanes = new Map<number, Lane[]>();
    for (const [layer, widths] of laneWidths(
      graph,
      groups.filter((group) => group.strip === strip),
    )) {
      const inLayer: Lane[] = [];
      for (const width of widths) {
        const apart = last ? Math.max(pitch, (last.width + width) / 2 + walls) : 0;
        last = { centre: (last?.centre ?? 0) + apart, width };
        inLayer.push(last);
      }
      lanes.set(layer, inLayer);
    }
    placed.push(lanes);
  }
  return placed;
}

/** Ascending layer, with the widest unit of each lane. */
function laneWidths({ nodes }: UnitGraph, groups: readonly LayoutGroup[]): [number, number[]][] {
  const widths = new Map<number, number[]>();
  for (const { layer, lanes, members } of groups.flatMap(({ columns }) => columns)) {
    const known = widths.get(layer) ?? [];
    const widest = Math.max(...members.map((unit) => nodes[unit]?.width ?? 0));
    for (let lane = 0; lane < lanes; lane += 1) known[lane] = Math.max(known[lane] ?? 0, widest);
    widths.set(layer, known);
  }
  return [...widths].toSorted(([a], [b]) => a - b);
}
