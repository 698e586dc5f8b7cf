import type { GraphAnswer } from '@/lib/contracts/graph';
import { boxesOf, type NamedBox } from '@/lib/core/graph/boxes';
import { parseNodeId } from '@/lib/core/graph/node-identity';
import { nameBox } from './box-words';
import type { MenuSubject } from './canvas-actions';
import type { Drawing } from './drawing';
import { nameNodeFully } from './node-words';
import type { Selection } from './selection';
import { makeVisible } from './visible-text';

/** What the pointer or the keyboard was on; undefined is the empty canvas. */
export type MenuTarget = { readonly spot: Selection } | { readonly box: NamedBox } | undefined;

export interface MenuCircumstances {
  readonly drawing: Drawing;
  readonly selection: Selection | undefined;
  readonly pinned: ReadonlySet<string>;
  readonly focus: string | null;
}

/** Everything a menu must know of what it is about. */
export function describeMenuSubject(
  target: MenuTarget,
  { drawing, selection, pinned, focus }: MenuCircumstances,
): MenuSubject {
  const { graph } = drawing;
  const common = {
    isPinned: false,
    isFocused: focus !== null,
    hasFolds: graph.groups.size > 0,
    address: globalThis.location?.href ?? 'http://localhost/',
  };
  if (!target) return { ...common, title: 'Graph' };
  if ('box' in target) {
    const name = nameBox(target.box.box);
    return { ...common, title: name, box: { named: target.box, name, isFolded: false } };
  }
  const { spot } = target;
  if (spot.kind === 'edge') return { ...common, title: nameEdge(graph, spot.id), spot };
  const box = boxOf(drawing, spot.id);
  return {
    ...common,
    title: nameDrawnNode(graph, spot.id),
    spot,
    isPinned: pinned.has(spot.id),
    ...(box ? { box } : {}),
    ...(selection?.kind === 'node'
      ? { from: { id: selection.id, name: nameDrawnNode(graph, selection.id) } }
      : {}),
  };
}

/** The name of a node that is drawn, or was: an id tells enough. */
export function nameDrawnNode(graph: GraphAnswer | undefined, id: string): string {
  const node = graph?.nodes.find((candidate) => candidate.id === id);
  if (node) return nameNodeFully(node);
  const identity = parseNodeId(id);
  const { app, workload, service, namespace, cluster } = identity ?? {};
  return makeVisible(app ?? workload ?? service ?? namespace ?? cluster ?? id);
}

function nameEdge(graph: GraphAnswer, id: string): string {
  const edge = graph.edges.find((candidate) => candidate.id === id);
  return edge
    ? `${nameDrawnNode(graph, edge.source)} → ${nameDrawnNode(graph, edge.target)}`
    : makeVisible(id);
}

/** The folded box that a node stands for, else the innermost box around it that holds others, too. */
function boxOf({ graph }: Drawing, nodeId: string): MenuSubject['box'] {
  const group = graph.groups.get(nodeId);
  if (group) return { named: { id: group.id, box: group.box }, name: nameBox(group.box), isFolded: true };
  const node = graph.nodes.find(({ id }) => id === nodeId);
  if (!node) return undefined;
  const place = boxesOf(graph.nodes);
  const named = place(node).findLast(
    (own) => graph.nodes.filter((other) => place(other).some(({ id }) => id === own.id)).length > 1,
  );
  return named && { named, name: nameBox(named.box), isFolded: false };
}
