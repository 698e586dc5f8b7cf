import type { Arrangement } from './layout/arrange';
import type { Viewport } from './fit-viewport';
import type { LayoutNode, Point } from './layout/layout-types';
import { nodeRectangle, rectanglesOverlap } from './layout/node-size';

/** What outlives a refresh and a remounted canvas. */
export interface CanvasMemory {
  /** The question the positions belong to: another level of detail starts anew. */
  scope: string | undefined;
  /** The namespaces asked for. */
  namespaces: string | undefined;
  /** Which boxes were folded. */
  folds: string | undefined;
  /** What its places are stored under. */
  picture: string | undefined;
  positions: Map<string, Point>;
  /** Nodes that the viewer put somewhere. */
  pinned: Set<string>;
  viewport: Viewport | undefined;
  /** The picture that the view was fitted to. */
  fitted: Arrangement | undefined;
  /** The viewer has panned or zoomed: the view is theirs now. */
  userMoved: boolean;
}

const mostPositions = 4_000;

export function emptyMemory(): CanvasMemory {
  return {
    scope: undefined,
    namespaces: undefined,
    folds: undefined,
    picture: undefined,
    positions: new Map(),
    pinned: new Set(),
    viewport: undefined,
    fitted: undefined,
    userMoved: false,
  };
}

/** The memory of this page: the table may take the canvas's place for a while. */
export const pageMemory: CanvasMemory = emptyMemory();

/**
 * The remembered positions that can be used for these nodes: those who are back take their old place unless
 * somebody stands there by now.
 */
export function recallPositions(
  memory: CanvasMemory,
  nodes: readonly LayoutNode[],
  present: ReadonlySet<string>,
): Map<string, Point> {
  const recalled = new Map<string, Point>();
  const taken = nodes.flatMap(({ id, width }) => {
    const at = memory.positions.get(id);
    if (!at || !present.has(id)) return [];
    recalled.set(id, at);
    return [nodeRectangle(at, width)];
  });
  for (const { id, width } of nodes) {
    const at = memory.positions.get(id);
    if (!at || recalled.has(id)) continue;
    const rectangle = nodeRectangle(at, width);
    if (taken.some((other) => rectanglesOverlap(rectangle, other))) continue;
    recalled.set(id, at);
    taken.push(rectangle);
  }
  return recalled;
}

/** Remembers where nodes stand, the latest last; the oldest of those who are gone are forgotten first. */
export function rememberPositions(memory: CanvasMemory, positions: ReadonlyMap<string, Point>): void {
  for (const [id, at] of positions) {
    memory.positions.delete(id);
    memory.positions.set(id, at);
  }
  for (const id of memory.positions.keys()) {
    if (memory.positions.size <= Math.max(mostPositions, positions.size)) break;
    memory.positions.delete(id);
  }
}
