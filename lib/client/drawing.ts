import type { GraphAnswer, GraphNode } from '@/lib/contracts/graph';
import { boxesOf, type NamedBox } from '@/lib/core/graph/boxes';
import { foldBox, isFolded, nothingFolded, openBoxes, type FoldChoice } from '@/lib/core/graph/fold-choice';
import { groupIdentity, type FoldedGroup } from '@/lib/core/graph/fold-groups';
import type { MeshGraph } from '@/lib/core/graph/mesh-graph';
import { neighbourhood, subgraph, waysBetween, type Reach } from '@/lib/core/graph/neighbourhood';
import { nodeId } from '@/lib/core/graph/node-identity';
import { foldByItself, simplifyGraph, type SimpleGraph } from '@/lib/core/graph/simplify-graph';
import type { Selection } from './selection';

export const hopChoices = ['1', '2', '3', 'all', 'callers'] as const;
export type Hops = (typeof hopChoices)[number];

const REACHES: Readonly<Record<Hops, Reach>> = {
  1: { up: 1, down: 1 },
  2: { up: 2, down: 2 },
  3: { up: 3, down: 3 },
  all: { up: Infinity, down: Infinity },
  callers: { up: Infinity, down: 0 },
};

/** How the viewer looks at an answer. */
export interface Look {
  /** Null folds by itself what is too large to be read. */
  readonly fold: FoldChoice | null;
  /** A node, or one that stands for a folded box. */
  readonly focus: string | null;
  readonly hops: Hops;
  /** With it the focus is on the ways from the one to the other. */
  readonly to: string | null;
  readonly select: Selection | null;
  /** Ids of edges that are never left out, however many lines there are. */
  readonly edgesToShow?: ReadonlySet<string>;
}

/** A graph of which some nodes stand for folded boxes. */
export interface DrawnGraph extends GraphAnswer {
  /** By the id of the node that stands for the box. */
  readonly groups: ReadonlyMap<string, FoldedGroup>;
  /** By the id of an edge with a folded end: the edges it stands for. */
  readonly mergedEdges: ReadonlyMap<string, readonly string[]>;
}

/** What is drawn of an answer, and what is not. */
export interface Drawing extends Pick<SimpleGraph, 'shown' | 'leftOut' | 'lines'> {
  readonly graph: DrawnGraph;
  /** What is folded, by hand or by itself. */
  readonly fold: FoldChoice;
  readonly foldedByItself: boolean;
  /** Nodes of the answer. */
  readonly total: number;
  readonly focus: FocusedPart | undefined;
}

export interface FocusedPart {
  /** Missing: the graph holds nobody of this name, and all of it is drawn. None: no call leads from one to the other. */
  readonly state: 'found' | 'reversed' | 'none' | 'missing';
  readonly nodes: number;
}

/**
 * Draws an answer as the viewer looks at it: the focus first, then folds, then what matters of the rest. Where lines are
 * left out, those drawn already (`drawnEdges`, by id) stay rather than make room for others like them.
 */
export function drawGraph(
  answer: GraphAnswer,
  look: Look,
  drawnEdges: ReadonlySet<string> = new Set(),
): Drawing {
  const wanted = selectedNodes(answer, look.select);
  const { part, focus } = focusOn(answer, look, wanted);
  const ownFold = look.fold === null ? foldByItself(part) : undefined;
  const fold = look.fold ?? ownFold ?? nothingFolded;
  const { shown, leftOut, lines, ...simple } = simplifyGraph(part, fold, {
    ids: new Set([...wanted, look.focus ?? '', look.select?.id ?? '']),
    edges: edgesInSight(look),
    drawnBefore: drawnEdges,
  });
  return {
    graph: { ...answer, ...simple },
    fold,
    foldedByItself: ownFold !== undefined && simple.groups.size > 0,
    total: answer.nodes.length,
    shown,
    leftOut,
    lines,
    focus,
  };
}

function edgesInSight({ edgesToShow = new Set(), select }: Look): ReadonlySet<string> {
  return select?.kind === 'edge' ? new Set([...edgesToShow, select.id]) : edgesToShow;
}

/** The choice under which this is drawn as itself; the same choice when no folded box hides it. */
export function openWayTo(answer: GraphAnswer, fold: FoldChoice, selection: Selection): FoldChoice {
  const place = boxesOf(answer.nodes);
  const inside = new Set(selectedNodes(answer, selection));
  const boxes = answer.nodes.filter(({ id }) => inside.has(id)).flatMap((node) => place(node));
  return boxes.some((box) => isFolded(fold, box)) ? openBoxes(fold, boxes) : fold;
}

/** Folds the box when it is open, and opens it when it is folded. */
export function toggleBox(fold: FoldChoice, box: NamedBox): FoldChoice {
  return isFolded(fold, box) ? openBoxes(fold, [box]) : foldBox(fold, box);
}

/**
 * What to select once a box has been folded or opened: the folded box instead of a node in it, and nothing instead of a
 * folded box that is open now, or of an edge that is inside.
 */
export function selectionAfterToggle(
  answer: GraphAnswer,
  { id, box }: NamedBox,
  selection: Selection | null,
): Selection | null {
  const group = nodeId(groupIdentity(box));
  if (selection === null || selection.id === group) return null;
  const place = boxesOf(answer.nodes);
  const isInside = (nodeId: string) =>
    answer.nodes.some((node) => node.id === nodeId && place(node).some((own) => own.id === id));
  if (!selectedNodes(answer, selection).some(isInside)) return selection;
  return selection.kind === 'edge' ? null : { kind: 'node', id: group };
}

function selectedNodes({ edges }: GraphAnswer, selection: Selection | null): string[] {
  if (selection === null) return [];
  if (selection.kind === 'node') return [selection.id];
  const edge = edges.find(({ id }) => id === selection.id);
  return edge ? [edge.source, edge.target] : [];
}

function focusOn(
  answer: GraphAnswer,
  { focus, hops, to }: Look,
  wanted: readonly string[],
): { part: MeshGraph; focus: FocusedPart | undefined } {
  const whole = asMeshGraph(answer);
  if (focus === null) return { part: whole, focus: undefined };
  const from = membersOf(answer.nodes, focus);
  const until = to === null ? [] : membersOf(answer.nodes, to);
  if (from.length === 0 || (to !== null && until.length === 0))
    return { part: whole, focus: { state: 'missing', nodes: 0 } };
  const ways = to === null ? undefined : waysBetween(answer, from, until);
  const near = ways?.nodes ?? neighbourhood(answer, from, REACHES[hops]);
  const kept = near.size === 0 ? new Set([...from, ...until]) : near;
  const state = near.size === 0 ? 'none' : ways?.reversed === true ? 'reversed' : 'found';
  // What is selected stays in sight even when it lies outside.
  return { part: subgraph(whole, new Set([...kept, ...wanted])), focus: { state, nodes: kept.size } };
}

/** The node of this id, or everybody in the box that it stands for. */
function membersOf(nodes: readonly GraphNode[], id: string): string[] {
  if (nodes.some((node) => node.id === id)) return [id];
  const place = boxesOf(nodes);
  return nodes
    .filter((node) => place(node).some(({ box }) => nodeId(groupIdentity(box)) === id))
    .map((node) => node.id);
}

/** The contract lets absent fields be undefined as well, which core does not tell apart. */
function asMeshGraph({ nodes, edges }: GraphAnswer): MeshGraph {
  return { nodes, edges } as MeshGraph;
}
