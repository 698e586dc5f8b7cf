import fc from 'fast-check';
import type { LayoutEdge, LayoutNode } from './layout-types';

/** Graphs of up to `most` nodes in up to five groups, with whatever edges; used by tests. */
export function layoutGraphs(most = 40): fc.Arbitrary<{ nodes: LayoutNode[]; edges: LayoutEdge[] }> {
  return fc
    .record({
      fields: fc.array(
        fc.record({
          width: fc.integer({ min: 38, max: 165 }),
          group: fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { nil: undefined, freq: 6 }),
        }),
        { maxLength: most },
      ),
      pairs: fc.array(fc.tuple(fc.nat({ max: most }), fc.nat({ max: most })), { maxLength: most * 2 }),
    })
    .map(({ fields, pairs }) => ({
      nodes: fields.map((field, index) => ({ id: `n${index}`, ...field })),
      edges: pairs.map(([from, to]) => ({ source: `n${from}`, target: `n${to}` })),
    }));
}
