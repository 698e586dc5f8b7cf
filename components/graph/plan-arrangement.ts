import type { ArrangeTask } from './arrange';
import { recallPositions, type CanvasMemory } from './canvas-memory';
import { changedShare } from './compare-elements';
import type { GraphElements } from './elements';
import type { LayoutNode } from './layout-types';
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
  Object.assign(memory, { scope, namespaces, picture });
  const nodes = layoutNodes(elements);
  const known = recallPositions(
    memory,
    nodes,
    present.size > 0 ? present : new Set(nodes.map(({ id }) => id)),
  );
  return { ...arrangedParts(elements, nodes), known, pinned: pinnedPositions(memory), aspect };
}

/** The same elements, all placed anew but for those that are pinned. */
export function planAnew(memory: CanvasMemory, elements: GraphElements, aspect: number): ArrangeTask {
  return {
    ...arrangedParts(elements, layoutNodes(elements)),
    known: new Map(),
    pinned: pinnedPositions(memory),
    aspect,
  };
}

function arrangedParts({ edges }: GraphElements, nodes: LayoutNode[]) {
  return { nodes, edges: edges.map(({ id, source, target }) => ({ id, source, target })) };
}

function pinnedPositions({ pinned, positions }: CanvasMemory): ArrangeTask['pinned'] {
  return new Map(
    [...pinned].flatMap((id) => {
      const at = positions.get(id);
      return at ? [[id, at] as const] : [];
    }),
  );
}

function layoutNodes({ nodes }: GraphElements): LayoutNode[] {
  return nodes.map(({ id, width, boxes }) => {
    const idOf = (kind: 'app' | 'namespace' | 'cluster') => boxes.find(({ box }) => box.kind === kind)?.id;
    return { id, width, group: idOf('namespace'), stack: idOf('app'), realm: idOf('cluster') };
  });
}
