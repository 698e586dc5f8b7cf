import type { ArrangeTask } from './arrange';
import { recallPositions, type CanvasMemory } from './canvas-memory';
import { changedShare } from './compare-elements';
import type { GraphElements } from './elements';
import type { LayoutNode } from './layout-types';

/** What a picture answers. */
export interface Question {
  /** At which level of detail; another one places everything anew. */
  scope: string;
  /** About which namespaces; another choice places everything anew, unless it changes next to nothing. */
  namespaces: string;
}

/**
 * What is to be arranged for these elements. Remembers the question and forgets, changing `memory`, what no longer
 * matters. `shown` is what the canvas shows so far; a namespace that merely appears among all of them moves nobody.
 */
export function planArrangement(
  memory: CanvasMemory,
  elements: GraphElements,
  question: Question,
  shown: GraphElements | undefined,
  aspect: number,
): ArrangeTask {
  const present = new Set(shown?.nodes.map(({ id }) => id));
  const remounted = shown === undefined && memory.viewport !== undefined;
  const otherNamespaces =
    memory.namespaces !== question.namespaces && (remounted || changedShare(present, elements) > 0.2);
  if (memory.scope !== question.scope || otherNamespaces) {
    Object.assign(memory, { viewport: undefined, userMoved: false });
    memory.positions.clear();
    memory.pinned.clear();
  }
  Object.assign(memory, question);
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
