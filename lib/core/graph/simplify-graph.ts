import { finish, type Steps } from '../steps/steps';
import { isFolded, namespacesFolded, type FoldChoice } from './fold-choice';
import { foldGroupsInSteps, type FoldedGraph } from './fold-groups';
import { keepImportant } from './keep-important';
import { keepImportantEdges } from './keep-important-edges';
import type { MeshGraph } from './mesh-graph';
import { hasWeightedRoute } from './needs-person';

/** Beyond so many nodes nobody reads a picture: it starts with its namespaces folded. */
export const MOST_VISIBLE = 500;

/** Beyond so many lines, and so many for each node, nobody follows one. */
const MOST_LINES = 1_000;
const MOST_LINES_PER_NODE = 3;
/** Where most of what is drawn are folded boxes, between which nearly everything is joined. */
const MOST_LINES_OF_OVERVIEW = 300;

/** What has to be in sight, whatever has no room. */
export interface InSight {
  /** Ids of nodes, whose edges all stay, and of drawn edges. */
  readonly ids?: ReadonlySet<string>;
  /** Ids of edges, be they drawn as themselves or in another. */
  readonly edges?: ReadonlySet<string>;
  /** Ids of the edges that were drawn last time: they stay rather than make room for others like them. */
  readonly drawnBefore?: ReadonlySet<string>;
}

/** As much of a graph as can be read. */
export interface SimpleGraph extends FoldedGraph {
  /** Nodes that are drawn as themselves. */
  readonly shown: number;
  /** Nodes in no box that is drawn, left out because others matter more. */
  readonly leftOut: number;
  /** Edges between drawn nodes that are drawn, and those left out because others matter more. */
  readonly lines: { readonly shown: number; readonly leftOut: number };
}

const none: ReadonlySet<string> = new Set();

/** What is folded where nobody chose: the namespaces of a graph that is too large to be read. */
export function foldByItself({ nodes }: Pick<MeshGraph, 'nodes'>): FoldChoice | undefined {
  return nodes.length > MOST_VISIBLE ? namespacesFolded : undefined;
}

/** Folds what is chosen, then leaves out what matters least of the rest. What is in sight stays. */
export function simplifyGraph(graph: MeshGraph, fold: FoldChoice, inSight: InSight = {}): SimpleGraph {
  return finish(simplifyGraphInSteps(graph, fold, inSight));
}

/** The same, so that something else may run in between. */
export function* simplifyGraphInSteps(
  graph: MeshGraph,
  fold: FoldChoice,
  { ids = none, edges: edgesInSight = none, drawnBefore = none }: InSight = {},
): Steps<SimpleGraph> {
  const folded = yield* foldGroupsInSteps(graph, (box) => isFolded(fold, box));
  yield;
  const { hidden, nodes, edges } = keepImportant(folded, MOST_VISIBLE, ids);
  yield;
  const isOverview = folded.groups.size > nodes.length / 2;
  const mostLines = isOverview
    ? MOST_LINES_OF_OVERVIEW
    : Math.max(MOST_LINES, MOST_LINES_PER_NODE * nodes.length);
  const lines = keepImportantEdges(edges, mostLines, {
    wanted: new Set([...ids, ...splitNodes(nodes, folded), ...linesOf(edgesInSight, folded)]),
    keptBefore: drawnBefore,
  });
  return {
    ...folded,
    nodes,
    edges: lines.edges,
    shown: nodes.filter(({ id }) => !folded.groups.has(id)).length,
    leftOut: hidden,
    lines: { shown: lines.edges.length, leftOut: lines.hidden },
  };
}

/** Whoever traffic is split for: no leg of a split may be missing. What a folded box holds is split inside of it. */
function splitNodes(nodes: MeshGraph['nodes'], { groups }: FoldedGraph): string[] {
  return nodes.filter((node) => hasWeightedRoute(node) && !groups.has(node.id)).map(({ id }) => id);
}

/** The lines that stand for edges which have to be seen. */
function linesOf(edges: ReadonlySet<string>, { mergedEdges }: FoldedGraph): ReadonlySet<string> {
  if (edges.size === 0) return edges;
  const merged = [...mergedEdges].filter(([, parts]) => parts.some((id) => edges.has(id))).map(([id]) => id);
  return new Set([...edges, ...merged]);
}
