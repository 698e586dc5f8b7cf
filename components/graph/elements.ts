import { boxesOf, type NamedBox } from '@/lib/core/graph/boxes';
import type { FoldedGroup } from '@/lib/core/graph/fold-groups';
import type { GraphAnswer, GraphEdge, GraphNode } from '@/lib/contracts/graph';
import type { GraphSplits } from '@/lib/client/join-splits';
import type { Lens } from '@/lib/client/lens';
import type { EdgeLabels } from './edge-label';
import type { GraphLens } from './lenses/graph-lens';
import { lookThroughLens } from './lenses/look-through-lens';
import { nodeDiameter } from './layout/node-size';
import type { LabelRoom } from './layout/place-labels';

/** What the canvas shows of a node. Equal elements look equal: numbers are already the text that is drawn. */
export interface NodeElement {
  id: string;
  label: string;
  /** The label when seen from afar. */
  farLabel: string;
  /** Sorted. */
  classes: string[];
  /** Width of shape or label, in pixels at zoom 1. */
  width: number;
  /** The boxes it stands in, the outermost first. */
  boxes: readonly NamedBox[];
  /** Of a folded box: who is inside. */
  members?: readonly string[];
}

export interface EdgeElement {
  id: string;
  source: string;
  target: string;
  label: string;
  farLabel: string;
  classes: string[];
  lineWidth: number;
}

export interface GraphElements {
  nodes: NodeElement[];
  edges: EdgeElement[];
  /** Room that every edge's label needs. */
  labelRoom: LabelRoom;
}

/** An answer of which some nodes may stand for folded boxes. */
export type PartlyFolded = GraphAnswer & { groups?: ReadonlyMap<string, Pick<FoldedGroup, 'members'>> };

/** Above this many edges only those that need a person keep their label; the others show it when asked. */
const mostLabels = 120;

/** Turns an answer into what is drawn. Drops doubles and edges without both ends, on which Cytoscape would throw. */
export function graphElements(
  graph: PartlyFolded,
  labels: EdgeLabels,
  lensName: Lens = 'traffic',
  splits?: GraphSplits,
  ownLens?: GraphLens,
): GraphElements {
  const lens = ownLens ?? lookThroughLens(lensName, graph, labels, splits);
  const placeOf = boxesOf(graph.nodes);
  const nodes = new Map<string, NodeElement>();
  for (const node of graph.nodes) {
    if (!nodes.has(node.id))
      nodes.set(node.id, nodeElement(node, placeOf(node), graph.groups?.get(node.id), lens));
  }
  const quiet = graph.edges.length > mostLabels;
  const edges = new Map<string, EdgeElement>();
  for (const edge of graph.edges) {
    if (edges.has(edge.id) || !nodes.has(edge.source) || !nodes.has(edge.target)) continue;
    edges.set(edge.id, edgeElement(edge, lens, quiet));
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()], labelRoom: lens.labelRoom };
}

function nodeElement(
  node: GraphNode,
  boxes: readonly NamedBox[],
  group: Pick<FoldedGroup, 'members'> | undefined,
  lens: GraphLens,
): NodeElement {
  const drawn = lens.node(node, group?.members.length);
  const { label, farLabel } = drawn;
  const classes = [`kind-${node.kind}`, ...drawn.classes, ...node.flags.map((flag) => `is-${flag}`)];
  const width = Math.max(nodeDiameter, estimateWidth(label, 7.2), estimateWidth(farLabel, 8.8));
  return {
    id: node.id,
    label,
    farLabel,
    classes: [...new Set(classes)].toSorted(),
    width,
    boxes,
    ...(group ? { members: group.members } : {}),
  };
}

/** Generous width of the longest line: a layout needs no more, and measuring needs a browser. */
function estimateWidth(label: string, characterWidth: number): number {
  return Math.ceil(Math.max(...label.split('\n').map((line) => [...line].length)) * characterWidth);
}

function edgeElement(edge: GraphEdge, lens: GraphLens, quiet: boolean): EdgeElement {
  const drawn = lens.edge(edge);
  const classes = [...drawn.classes];
  if (isIdle(edge)) classes.push('is-idle');
  if (edge.source === edge.target) classes.push('is-loop');
  if (quiet && !lens.needsPerson(edge)) classes.push('is-quiet');
  else if (drawn.label !== '' || drawn.farLabel !== '') classes.push('is-labelled');
  return {
    id: edge.id,
    source: edge.source,
    target: edge.target,
    label: drawn.label,
    farLabel: drawn.farLabel,
    classes: classes.toSorted(),
    lineWidth: lineWidth(edge),
  };
}

/** Connections without a byte are traffic, too: perhaps they failed. */
function isIdle({ rate, connections }: GraphEdge): boolean {
  return !(rate > 0 || (connections?.opened ?? 0) + (connections?.failed ?? 0) > 0);
}

/** Logarithm of the rate, in half-pixel steps so that small changes do not redraw. */
function lineWidth({ protocol, rate }: GraphEdge): number {
  if (!(rate > 0) || !Number.isFinite(rate)) return 1;
  const scaled = protocol === 'tcp' ? rate / 1_000 : rate;
  return Math.min(6, Math.round((1.5 + 1.1 * Math.log10(1 + scaled)) * 2) / 2);
}
