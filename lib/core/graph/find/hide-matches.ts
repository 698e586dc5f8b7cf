import type { FindExpression } from './expression';
import type { FindEdge, FindGraph, FindNode } from './find-graph';
import { findMatches, type FindMatches } from './find-matches';

/**
 * The graph without what the expression is true of. A hidden node takes its edges along; a hidden edge leaves its two
 * nodes, also when it was their last one.
 */
export function hideMatches<Node extends FindNode, Edge extends FindEdge>(
  expression: FindExpression,
  graph: FindGraph<Node, Edge>,
): { nodes: Node[]; edges: Edge[] } {
  return withoutMatches(findMatches(expression, graph), graph);
}

/** The same with matches that were found before. */
export function withoutMatches<Node extends FindNode, Edge extends FindEdge>(
  hidden: FindMatches,
  graph: FindGraph<Node, Edge>,
): { nodes: Node[]; edges: Edge[] } {
  return {
    nodes: graph.nodes.filter(({ id }) => !hidden.nodes.has(id)),
    edges: graph.edges.filter(
      ({ id, source, target }) =>
        !hidden.edges.has(id) && !hidden.nodes.has(source) && !hidden.nodes.has(target),
    ),
  };
}
