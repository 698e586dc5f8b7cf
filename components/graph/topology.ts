import type { ElementDefinition } from 'cytoscape';
import type { EdgeElement, GraphElements, NodeElement } from './elements';

/**
 * Ids inside Cytoscape. The prefix keeps nodes and edges apart and keeps names such as `constructor` from meeting
 * the properties of plain objects; an edge with new ends is a new edge.
 */
export function canvasNodeId(id: string): string {
  return `node ${id}`;
}

export function canvasEdgeId({ id, source, target }: Pick<EdgeElement, 'id' | 'source' | 'target'>): string {
  return `edge ${JSON.stringify([id, source, target])}`;
}

/** Two graphs with the same key have the same nodes and edges, whatever their numbers. */
export function topologyKey({ nodes, edges }: GraphElements): string {
  return JSON.stringify([nodes.map(({ id }) => id).toSorted(), edges.map(canvasEdgeId).toSorted()]);
}

/**
 * Bare elements for the React wrapper: what changes with every refresh is the controller's alone. Elements that stay
 * are the very objects of `last`: Cytoscape writes into what it was given, and the wrapper would take that for a change
 * and put the bare one back.
 */
export function topologyElements(
  { nodes, edges }: GraphElements,
  last: readonly ElementDefinition[] = [],
): ElementDefinition[] {
  const known = new Map(last.map((element) => [element.data.id, element]));
  return [...nodes.map(bareNode), ...edges.map(bareEdge)].map(
    (element) => known.get(element.data.id) ?? element,
  );
}

function bareNode({ id }: NodeElement): ElementDefinition {
  return { group: 'nodes', data: { id: canvasNodeId(id), own: id, label: '', farLabel: '' } };
}

function bareEdge(edge: EdgeElement): ElementDefinition {
  return {
    group: 'edges',
    data: {
      id: canvasEdgeId(edge),
      own: edge.id,
      source: canvasNodeId(edge.source),
      target: canvasNodeId(edge.target),
      label: '',
      farLabel: '',
      lineWidth: 1,
    },
  };
}
