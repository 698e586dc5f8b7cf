import { groupIdentity } from '@/lib/core/graph/fold-groups';
import { nodeId } from '@/lib/core/graph/node-identity';
import type { ArrangeTask } from './arrange';
import { recallPositions, type CanvasMemory } from '../canvas-memory';
import { changedShare } from '../compare-elements';
import type { GraphElements, NodeElement } from '../elements';
import type { LayoutNode, Point } from './layout-types';
import type { UnfoldedBlock } from './place-block';
import { readPlaces, type StoredPlaces } from './stored-places';

/** What a picture answers. */
export interface Question {
  /** At which level of detail; another one places everything anew. */
  scope: string;
  /** About which namespaces; another choice places everything anew, unless it changes next to nothing. */
  namespaces: string;
  /** Whose picture it is: places are stored for each mesh. */
  mesh: string;
}

export interface PlanCircumstances {
  /** What the canvas shows so far. */
  shown: GraphElements | undefined;
  /** Width over height of the canvas. */
  aspect: number;
  /** Knows where nodes of an earlier picture stood. */
  recall?(picture: string): StoredPlaces | undefined;
}

/**
 * What is to be arranged for these elements. Remembers the question and forgets, changing `memory`, what no longer
 * matters; a picture that was seen before is recalled. `shown` is what the canvas shows so far; a namespace that merely
 * appears among all of them moves nobody.
 */
export function planArrangement(
  memory: CanvasMemory,
  elements: GraphElements,
  { scope, namespaces, mesh }: Question,
  { shown, aspect, recall = readPlaces }: PlanCircumstances,
): ArrangeTask {
  const present = new Set(shown?.nodes.map(({ id }) => id));
  const remounted = shown === undefined && memory.viewport !== undefined;
  const picture = JSON.stringify([mesh, scope, namespaces]);
  const isOther = memory.scope !== scope || memory.namespaces !== namespaces;
  const stored = isOther ? recall(picture) : undefined;
  const changesMuch = memory.scope !== scope || remounted || changedShare(present, elements) > 0.2;
  if (isOther && (stored || changesMuch)) {
    Object.assign(memory, { viewport: undefined, userMoved: false });
    memory.positions = stored?.positions ?? new Map();
    memory.pinned = stored?.pinned ?? new Set();
  }
  const folds = foldedNames(elements);
  const steady = !isOther && memory.folds !== undefined && memory.folds !== folds;
  Object.assign(memory, { scope, namespaces, picture, folds });
  const nodes = layoutNodes(elements);
  const known = recallPositions(
    memory,
    nodes,
    present.size > 0 ? present : new Set(nodes.map(({ id }) => id)),
  );
  const fresh = elements.nodes.filter(({ id }) => !known.has(id));
  return {
    ...arrangedParts(elements, nodes),
    known,
    pinned: pinnedPositions(memory),
    wished: foldedPlaces(memory, fresh),
    unfolded: unfoldedBlocks(memory, fresh),
    steady,
    aspect,
  };
}

/** The same for the same folded boxes. */
function foldedNames({ nodes }: GraphElements): string {
  return JSON.stringify(nodes.flatMap(({ id, members }) => (members ? [id] : [])).toSorted());
}

/** A folded box wishes to stand in the middle of where its members stood. */
function foldedPlaces(memory: CanvasMemory, fresh: readonly NodeElement[]): Map<string, Point> {
  const places = new Map<string, Point>();
  for (const { id, members } of fresh) {
    const stood = (members ?? []).flatMap((member) => memory.positions.get(member) ?? []);
    if (stood.length === 0) continue;
    places.set(id, {
      x: stood.reduce((sum, { x }) => sum + x, 0) / stood.length,
      y: stood.reduce((sum, { y }) => sum + y, 0) / stood.length,
    });
  }
  return places;
}

/** Newcomers whose box stood there folded, by box. */
function unfoldedBlocks(memory: CanvasMemory, fresh: readonly NodeElement[]): UnfoldedBlock[] {
  const blocks = new Map<string, { ids: string[]; at: Point }>();
  for (const { id, boxes } of fresh) {
    for (const { box } of boxes) {
      const folded = nodeId(groupIdentity(box));
      const at = memory.positions.get(folded);
      if (!at) continue;
      const block = blocks.get(folded) ?? { ids: [], at };
      block.ids.push(id);
      blocks.set(folded, block);
      break;
    }
  }
  return [...blocks.values()];
}

/** The same elements, all placed anew but for those that are pinned. */
export function planAnew(memory: CanvasMemory, elements: GraphElements, aspect: number): ArrangeTask {
  return {
    ...arrangedParts(elements, layoutNodes(elements)),
    known: new Map(),
    pinned: pinnedPositions(memory),
    wished: new Map(),
    unfolded: [],
    steady: false,
    aspect,
  };
}

/** Pixels of line, with its arrow, to be seen on both sides of a label together; several lines must clear names, too. */
const roomAroundLine = 36;
const roomAroundBlock = 84;
const heightOfLine = 24;

function arrangedParts({ edges, labelRoom }: GraphElements, nodes: LayoutNode[]) {
  return {
    nodes,
    edges: edges.map(({ id, source, target }) => ({ id, source, target })),
    labelRoom,
    between: labelRoom.width + (labelRoom.height > heightOfLine ? roomAroundBlock : roomAroundLine),
  };
}

function pinnedPositions({ pinned, positions }: CanvasMemory): ArrangeTask['pinned'] {
  return new Map(
    [...pinned].flatMap((id) => {
      const at = positions.get(id);
      return at ? [[id, at] as const] : [];
    }),
  );
}

/** What a layout knows of the nodes. */
export function layoutNodes({ nodes }: Pick<GraphElements, 'nodes'>): LayoutNode[] {
  return nodes.map(({ id, width, boxes }) => {
    const idOf = (kind: 'app' | 'namespace' | 'cluster') => boxes.find(({ box }) => box.kind === kind)?.id;
    return { id, width, group: idOf('namespace'), stack: idOf('app'), realm: idOf('cluster') };
  });
}
