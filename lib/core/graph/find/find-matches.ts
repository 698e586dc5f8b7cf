import { compileExpression, type CompiledExpression } from './compile-expression';
import type { FindExpression } from './expression';
import { createFindContext } from './find-context';
import type { FindGraph } from './find-graph';

/** Ids of what an expression is true of. */
export interface FindMatches {
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
}

/** Asks every node and every edge once. */
export function findMatches(expression: FindExpression, graph: FindGraph): FindMatches {
  return askGraph(compileExpression(expression), graph);
}

/** The same with an expression that was compiled before. */
export function askGraph(compiled: CompiledExpression, graph: FindGraph): FindMatches {
  const context = createFindContext(graph);
  const nodes = graph.nodes.filter((node) => compiled.ofNode(node, context) === true);
  const edges = graph.edges.filter((edge) => compiled.ofEdge(edge, context) === true);
  return { nodes: new Set(nodes.map(({ id }) => id)), edges: new Set(edges.map(({ id }) => id)) };
}
