import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileExpression } from './compile-expression';
import type { FindExpression } from './expression';
import { anyExpression, anyFindGraph } from './find-arbitraries';
import { createFindContext } from './find-context';
import type { FindGraph } from './find-graph';
import { findMatches } from './find-matches';
import { hideMatches } from './hide-matches';
import { isOrder, splitNegation } from './operators';
import type { Truth } from './truth';

const not = (of: FindExpression): FindExpression => ({ kind: 'not', of });
const and = (...of: FindExpression[]): FindExpression => ({ kind: 'and', of });
const or = (...of: FindExpression[]): FindExpression => ({ kind: 'or', of });

/** What an expression is on every element: nodes first, then edges. */
function judge(expression: FindExpression, graph: FindGraph): Truth[] {
  const compiled = compileExpression(expression);
  const context = createFindContext(graph);
  return [
    ...graph.nodes.map((node) => compiled.ofNode(node, context)),
    ...graph.edges.map((edge) => compiled.ofEdge(edge, context)),
  ];
}

function law(claim: (graph: FindGraph, a: FindExpression, b: FindExpression) => void): void {
  fc.assert(fc.property(anyFindGraph, anyExpression, anyExpression, claim), { numRuns: 400 });
}

describe('three-valued logic', () => {
  it('takes a double negation back', () => {
    law((graph, a) => {
      expect(judge(not(not(a)), graph)).toEqual(judge(a, graph));
    });
  });

  it('obeys De Morgan', () => {
    law((graph, a, b) => {
      expect(judge(not(and(a, b)), graph)).toEqual(judge(or(not(a), not(b)), graph));
      expect(judge(not(or(a, b)), graph)).toEqual(judge(and(not(a), not(b)), graph));
    });
  });

  it('does not care for order, repetition or grouping', () => {
    law((graph, a, b) => {
      expect(judge(and(a, b), graph)).toEqual(judge(and(b, a), graph));
      expect(judge(or(a, b), graph)).toEqual(judge(or(b, a), graph));
      expect(judge(and(a, a), graph)).toEqual(judge(a, graph));
      expect(judge(or(a, and(a, b)), graph)).toEqual(judge(a, graph));
      expect(judge(and(a, or(b, not(a))), graph)).toEqual(judge(or(and(a, b), and(a, not(a))), graph));
    });
  });

  it('never finds both a thing and its contrary', () => {
    law((graph, a) => {
      expect(judge(and(a, not(a)), graph)).not.toContain(true);
      expect(judge(or(a, not(a)), graph)).not.toContain(false);
    });
  });

  it('reads a negative comparison as the contrary of the positive one', () => {
    law((graph, a) => {
      if (a.kind !== 'compare' || isOrder(a.operator)) return;
      const { positive, negates } = splitNegation(a.operator);
      const asked: FindExpression = { ...a, operator: positive };
      expect(judge(a, graph)).toEqual(judge(negates ? not(asked) : asked, graph));
    });
  });
});

describe('finding and hiding', () => {
  it('share out the elements: what is found is not left, and what is left was not found', () => {
    law((graph, a) => {
      const found = findMatches(a, graph);
      const left = hideMatches(a, graph);
      const leftNodes = new Set(left.nodes.map(({ id }) => id));
      expect(graph.nodes.map(({ id }) => found.nodes.has(id) !== leftNodes.has(id))).not.toContain(false);
      const leftEdges = new Set(left.edges.map(({ id }) => id));
      for (const { id, source, target } of graph.edges) {
        const taken = found.edges.has(id) || found.nodes.has(source) || found.nodes.has(target);
        expect(leftEdges.has(id)).toBe(!taken);
      }
    });
  });

  it('keep elements as they are and in their order', () => {
    law((graph, a) => {
      const left = hideMatches(a, graph);
      expect(left.nodes).toEqual(graph.nodes.filter((node) => left.nodes.includes(node)));
      expect(left.edges).toEqual(graph.edges.filter((edge) => left.edges.includes(edge)));
    });
  });

  it('do not depend on the order of the answer', () => {
    law((graph, a) => {
      const turned = { nodes: graph.nodes.toReversed(), edges: graph.edges.toReversed() };
      expect(findMatches(a, turned)).toEqual(findMatches(a, graph));
    });
  });
});
