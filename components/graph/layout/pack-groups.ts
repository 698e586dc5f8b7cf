import type { GroupMembers, LayoutGroup } from './layout-groups';
import type { Rectangle } from './layout-types';
import type { UnitGraph } from './layout-units';
import { boxAround, surround } from './node-size';
import { nearestFreeShift } from './pack-boxes';
import type { Lanes } from './place-lanes';

/** Something that moves up and down as a whole: a group, or all groups of a realm. */
interface Block {
  /** Unit indexes. */
  members: readonly number[];
  /** Indexes of the groups in it. */
  groups: readonly number[];
  isRealm: boolean;
}

/** Edges between blocks that are moved beside each other, by the block that they leave or come to. */
interface Packing {
  blocks: readonly Block[];
  crossings: readonly (readonly Crossing[])[];
}

interface Crossing {
  from: number;
  to: number;
  /** The block at the other end. */
  toBlock: number;
}

/** Moves whole groups up or down, changing `y`: each next to those it talks to most, none onto another. */
export type PackGroups = (groups: readonly LayoutGroup[], lanes: readonly Lanes[], y: number[]) => void;

/** Finds out once who talks to whom, for a graph whose groups are packed again and again. */
export function planPacking(graph: UnitGraph, gathered: readonly GroupMembers[]): PackGroups {
  const realms = new Map<string, number[]>();
  const outer: Block[] = [];
  const blockOf = (index: number): Block => ({
    members: gathered[index]?.members ?? [],
    groups: [index],
    isRealm: false,
  });
  gathered.forEach(({ realm }, index) => {
    const inside = realm === undefined ? undefined : realms.get(realm);
    if (realm === undefined) outer.push(blockOf(index));
    else if (inside) inside.push(index);
    else realms.set(realm, [index]);
  });
  const packings: Packing[] = [];
  for (const inside of realms.values()) {
    packings.push(connectBlocks(graph, inside.map(blockOf)));
    outer.push({
      members: inside.flatMap((index) => gathered[index]?.members ?? []),
      groups: inside,
      isRealm: true,
    });
  }
  packings.push(connectBlocks(graph, outer));
  return (groups, lanes, y) => {
    for (const packing of packings) {
      packBlocks(packing, y, (block) => blockRectangle(graph, block, groups, lanes, y));
    }
  };
}

function connectBlocks({ nodes, successors }: UnitGraph, blocks: readonly Block[]): Packing {
  const blockOf = nodes.map(() => -1);
  blocks.forEach(({ members }, block) => members.forEach((unit) => (blockOf[unit] = block)));
  const crossings: Crossing[][] = blocks.map(() => []);
  successors.forEach((targets, from) => {
    const a = blockOf[from] ?? -1;
    if (a < 0) return;
    for (const to of targets) {
      const b = blockOf[to] ?? -1;
      if (b < 0 || a === b) continue;
      crossings[a]?.push({ from, to, toBlock: b });
      crossings[b]?.push({ from: to, to: from, toBlock: a });
    }
  });
  return { blocks, crossings };
}

function blockRectangle(
  graph: UnitGraph,
  { groups: inside, isRealm }: Block,
  groups: readonly LayoutGroup[],
  lanes: readonly Lanes[],
  y: readonly number[],
): Rectangle {
  const covered = surround(
    inside.flatMap((index) => {
      const group = groups[index];
      return group ? [groupRectangle(graph, group, lanes, y)] : [];
    }),
  );
  return covered && isRealm ? boxAround(covered) : (covered ?? nowhere);
}

const nowhere: Rectangle = { left: 0, top: 0, right: 0, bottom: 0 };

/** What a group covers, with its box when it has one. */
export function groupRectangle(
  { nodes }: UnitGraph,
  { name, columns, strip }: LayoutGroup,
  lanes: readonly Lanes[],
  y: readonly number[],
): Rectangle {
  const covered = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { layer, members, lanes: count } of columns) {
    const inLayer = lanes[strip]?.get(layer) ?? [];
    for (let index = 0; index < count; index += 1) {
      const lane = inLayer[index];
      if (!lane) break;
      covered.left = Math.min(covered.left, lane.centre - lane.width / 2);
      covered.right = Math.max(covered.right, lane.centre + lane.width / 2);
    }
    for (const unit of members) {
      const node = nodes[unit];
      const at = y[unit] ?? 0;
      covered.top = Math.min(covered.top, at - (node?.above ?? 0));
      covered.bottom = Math.max(covered.bottom, at + (node?.below ?? 0));
    }
  }
  return name === undefined ? covered : boxAround(covered);
}

function packBlocks(
  { blocks, crossings }: Packing,
  y: number[],
  rectangleOf: (block: Block) => Rectangle,
): void {
  const isPlaced = blocks.map(() => false);
  const placed: Rectangle[] = [];
  const links = blocks.map(() => 0);
  for (let round = 0; round < blocks.length; round += 1) {
    const next = nextBlock(blocks, isPlaced, links);
    const block = blocks[next];
    if (!block) return;
    const box = rectangleOf(block);
    let [sum, known] = [0, 0];
    for (const { from, to, toBlock } of crossings[next] ?? []) {
      if (!isPlaced[toBlock]) continue;
      sum += (y[to] ?? 0) - (y[from] ?? 0);
      known += 1;
    }
    const wished = known > 0 ? sum / known : -(box.top + box.bottom) / 2;
    const shift = nearestFreeShift(box, placed, wished);
    for (const unit of block.members) y[unit] = (y[unit] ?? 0) + shift;
    placed.push({ ...box, top: box.top + shift, bottom: box.bottom + shift });
    isPlaced[next] = true;
    for (const { toBlock } of crossings[next] ?? []) links[toBlock] = (links[toBlock] ?? 0) + 1;
  }
}

/** The block that talks most to those that are placed, the larger of two. */
function nextBlock(blocks: readonly Block[], isPlaced: readonly boolean[], links: readonly number[]): number {
  let best = -1;
  let [mostLinks, mostMembers] = [-1, -1];
  for (let block = 0; block < blocks.length; block += 1) {
    if (isPlaced[block]) continue;
    const linked = links[block] ?? 0;
    const size = blocks[block]?.members.length ?? 0;
    if (linked < mostLinks || (linked === mostLinks && size <= mostMembers)) continue;
    best = block;
    [mostLinks, mostMembers] = [linked, size];
  }
  return best;
}
