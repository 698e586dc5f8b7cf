import type { GraphAnswer } from '@/lib/contracts/graph';
import { type CompiledExpression, compileExpression } from '@/lib/core/graph/find/compile-expression';
import { askGraph, type FindMatches } from '@/lib/core/graph/find/find-matches';
import { withoutMatches } from '@/lib/core/graph/find/hide-matches';
import { readExpression } from './read-expression';

/** How many of each. */
export interface ElementCount {
  readonly nodes: number;
  readonly edges: number;
}

/** An answer as it is looked at: without what is hidden, and with what was found marked. */
export interface LookedThrough {
  readonly visible: GraphAnswer;
  /** Undefined when nothing is hidden on purpose. */
  readonly hidden: ElementCount | undefined;
  /** Visible hits; undefined when nothing is looked for. */
  readonly found: FindMatches | undefined;
}

/** A text ready to be asked; undefined when it is empty or not understood. */
export function compileText(text: string): CompiledExpression | undefined {
  const read = readExpression(text);
  return read.kind === 'understood' ? compileExpression(read.expression) : undefined;
}

/**
 * Applies both fields to an answer. Hiding comes first, and what is found is judged in the whole graph: a share of the
 * traffic stays what it is, whatever is hidden.
 */
export function lookThrough(
  graph: GraphAnswer,
  find: CompiledExpression | undefined,
  hide: CompiledExpression | undefined,
): LookedThrough {
  const left = hide && withoutMatches(askGraph(hide, graph), graph);
  const visible = left ? { ...graph, ...left } : graph;
  return {
    visible,
    hidden: left && {
      nodes: graph.nodes.length - left.nodes.length,
      edges: graph.edges.length - left.edges.length,
    },
    found: find && keepVisible(askGraph(find, graph), visible),
  };
}

function keepVisible(found: FindMatches, { nodes, edges }: GraphAnswer): FindMatches {
  const within = (elements: readonly { id: string }[], ids: ReadonlySet<string>) =>
    new Set(elements.map(({ id }) => id).filter((id) => ids.has(id)));
  return { nodes: within(nodes, found.nodes), edges: within(edges, found.edges) };
}
