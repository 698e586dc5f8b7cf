import type { LayoutGroup } from './layout-groups';
import type { Rectangle } from './layout-types';
import type { UnitGraph } from './layout-units';
import { boxAround, surround } from './node-size';
import { nearestFreeShift } from './pack-boxes';
import type { Lanes } from './place-lanes';

/** Something that moves up and down as a whole: a group, or all groups of a realm. */
interface Block {
  members: readonly number[];
  rectangle(): Rectangle;
}

/** Moves whole groups up or down, changing `y`: each next to those it talks to most, none onto another. */
export function packGroups(
  graph: UnitGraph,
  groups: readonly LayoutGroup[],
  lanes: readonly Lanes[],
  y: number[],
): void {
  const realms = new Map<string, LayoutGroup[]>();
  const blocks: Block[] = [];
  const blockOf = (group: LayoutGroup): Block => ({
    members: group.members,
    rectangle: () => groupRectangle(graph, group, lanes, y),
  });
  for (const group of groups) {
    if (group.realm === undefined) blocks.push(blockOf(group));
    else realms.set(group.realm, [...(realms.get(group.realm) ?? []), group]);
  }
  for (const inside of realms.values()) {
    const inner = inside.map(blockOf);
    packBlocks(graph, inner, y);
    blocks.push({
      members: inside.flatMap(({ members }) => members),
      rectangle: () => boxAround(surround(inner.map((block) => block.rectangle())) ?? nowhere),
    });
  }
  packBlocks(graph, blocks, y);
}

const nowhere: Rectangle = { left: 0, top: 0, right: 0, bottom: 0 };

/** What a group covers, with its box when it has one. */
export function groupRectangle(
  { nodes }: UnitGraph,
  { name, columns, strip }: LayoutGroup,
  lanes: readonly Lanes[],
  y: readonly number[],
): Rectangle {
  const covered = nowhereYet();
  for (const { layer, members, lanes: count } of columns) {
    for (const { centre, width } of (lanes[strip]?.get(layer) ?? []).slice(0, count)) {
      covered.left = Math.min(covered.left, centre - width / 2);
      covered.right = Math.max(covered.right, centre + width / 2);
    }
    for (const unit of members) {
      const { above = 0, below = 0 } = nodes[unit] ?? {};
      covered.top = Math.min(covered.top, (y[unit] ?? 0) - above);
      covered.bottom = Math.max(covered.bottom, (y[unit] ?? 0) + below);
    }
  }
  return name === undefined ? covered : boxAround(covered);
}

function nowhereYet(): Rectangle {
  return { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
}

function packBlocks({ successors }: UnitGraph, blocks: readonly Block[], y: number[]): void {
  const blockOf = new Map<number, number>();
  blocks.forEach(({ members }, block) => members.forEach((unit) => blockOf.set(unit, block)));
  const crossings: { from: number; to: number }[][] = blocks.map(() => []);
  successors.forEach((targets, from) => {
    const a = blockOf.get(from);
    for (const to of targets) {
      const b = blockOf.get(to);
      if (a === undefined || b === undefined || a === b) continue;
      crossings[a]?.push({ from, to });
      crossings[b]?.push({ from: to, to: from });
    }
  });
  const isPlaced = blocks.map(() => false);
  const placed: Rectangle[] = [];
  const links = blocks.map(() => 0);
  for (let round = 0; round < blocks.length; round += 1) {
    const next = nextBlock(blocks, isPlaced, links);
    const block = blocks[next];
    if (!block) return;
    const known = (crossings[next] ?? []).filter(({ to }) => isPlaced[blockOf.get(to) ?? -1]);
    const box = block.rectangle();
    const wished =
      known.length > 0
        ? known.reduce((sum, { from, to }) => sum + (y[to] ?? 0) - (y[from] ?? 0), 0) / known.length
        : -(box.top + box.bottom) / 2;
    const shift = nearestFreeShift(box, placed, wished);
    for (const unit of block.members) y[unit] = (y[unit] ?? 0) + shift;
    placed.push({ ...box, top: box.top + shift, bottom: box.bottom + shift });
    isPlaced[next] = true;
    for (const { to } of crossings[next] ?? []) {
      const other = blockOf.get(to) ?? -1;
      links[other] = (links[other] ?? 0) + 1;
    }
  }
}

/** The block that talks most to those that are placed, the larger of two. */
function nextBlock(blocks: readonly Block[], isPlaced: readonly boolean[], links: readonly number[]): number {
  let best = -1;
  blocks.forEach(({ members }, block) => {
    if (isPlaced[block]) return;
    const more = (links[block] ?? 0) - (links[best] ?? 0);
    if (best < 0 || more > 0 || (more === 0 && members.length > (blocks[best]?.members.length ?? 0)))
      best = block;
  });
  return best;
}
