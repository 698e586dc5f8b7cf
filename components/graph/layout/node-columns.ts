import type { Point } from './layout-types';
import { nodeDiameter, reachBelow } from './node-size';

/** A node as an obstacle for lines. */
interface Obstacle extends Point {
  id: string;
  halfWidth: number;
}

/** Nodes that stand below each other, and where a line passes between them. */
export interface NodeColumn {
  x: number;
  /** Nothing of it is in the way farther than this from `x`. */
  reach: number;
  /** Ascending y. */
  nodes: readonly Obstacle[];
}

/** Nodes of one column stand less far apart than this, from left to right. */
const columnWidth = 70;

/** How near a line may come to the centre of a node from above, where its shape is, and from below, where its text is. */
export const clearAbove = nodeDiameter / 2 + 7;
export const clearBelow = reachBelow - 2;

/** Nearer than this it is in the way. */
const hitAbove = nodeDiameter / 2 + 3;
const hitBelow = reachBelow - 8;

/** All nodes by column, from left to right. */
export function nodeColumns(
  nodes: readonly { id: string; width: number }[],
  positions: ReadonlyMap<string, Point>,
): NodeColumn[] {
  const obstacles = nodes.flatMap(({ id, width }) => {
    const at = positions.get(id);
    return at ? [{ id, ...at, halfWidth: width / 2 }] : [];
  });
  obstacles.sort((a, b) => a.x - b.x || a.y - b.y || (a.id < b.id ? -1 : 1));
  const columns: Obstacle[][] = [];
  let start = -Infinity;
  for (const obstacle of obstacles) {
    if (obstacle.x - start > columnWidth) {
      columns.push([]);
      start = obstacle.x;
    }
    columns.at(-1)?.push(obstacle);
  }
  return columns.map((members) => {
    const middle = members.reduce((sum, { x }) => sum + x, 0) / members.length;
    const reaches = members.map(({ x, halfWidth }) => Math.abs(x - middle) + Math.max(halfWidth, hitAbove));
    return { x: middle, reach: Math.max(...reaches), nodes: members.toSorted((a, b) => a.y - b.y) };
  });
}

/** Index of the first column that stands right of `x`. */
export function firstColumnAfter(columns: readonly NodeColumn[], x: number): number {
  let low = 0;
  let high = columns.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((columns[middle]?.x ?? Infinity) > x) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** How badly a line through this point of the column is in the way: 2 on a shape, 1 on its text, 0 nowhere. */
export function obstruction({ nodes }: NodeColumn, x: number, y: number, ends: readonly string[]): 0 | 1 | 2 {
  let worst: 0 | 1 | 2 = 0;
  for (let index = firstNodeBelow(nodes, y - hitBelow); index < nodes.length; index += 1) {
    const node = nodes[index];
    if (!node || y < node.y - hitAbove) break;
    if (ends.includes(node.id)) continue;
    const beside = Math.abs(x - node.x);
    if (y < node.y + hitAbove && beside < hitAbove) return 2;
    if (y >= node.y + hitAbove && beside < node.halfWidth) worst = 1;
  }
  return worst;
}

/** Index of the first node that does not stand above this height. */
function firstNodeBelow(nodes: readonly Obstacle[], y: number): number {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle]?.y ?? Infinity) < y) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Free ranges of the column from top to bottom, ends of the line counted as obstacles, too. */
export function freeRanges({ nodes }: NodeColumn): { low: number; high: number }[] {
  const ranges: { low: number; high: number }[] = [];
  let low = -Infinity;
  for (const { y } of nodes) {
    if (y - clearAbove >= low) ranges.push({ low, high: y - clearAbove });
    low = Math.max(low, y + clearBelow);
  }
  ranges.push({ low, high: Infinity });
  return ranges;
}
