import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layeredLayout } from './layered-layout';
import { layoutGraphs } from './layout-arbitraries';
import { nodeRectangle, rectanglesOverlap } from './node-size';
import { placeNodes } from './place-nodes';

const options = { pinned: new Map(), wished: new Map(), unfolded: [], steady: false, aspect: 1.5 };

/** A graph of which the first part is already placed. */
const grownGraphs = fc
  .record({ graph: layoutGraphs(24), share: fc.double({ min: 0.5, max: 1, noNaN: true }) })
  .map(({ graph, share }) => {
    const old = graph.nodes.slice(0, Math.ceil(graph.nodes.length * share));
    const ids = new Set(old.map(({ id }) => id));
    const oldEdges = graph.edges.filter(({ source, target }) => ids.has(source) && ids.has(target));
    return { ...graph, known: layeredLayout(old, oldEdges) };
  });

describe('placeNodes', () => {
  it('leaves every known node where it stands', () => {
    fc.assert(
      fc.property(grownGraphs, ({ nodes, edges, known }) => {
        const placed = placeNodes(nodes, edges, { ...options, known }).positions;
        for (const [id, at] of known) expect(placed.get(id)).toEqual(at);
      }),
    );
  });

  it('puts every newcomer on a spot of its own', () => {
    fc.assert(
      fc.property(grownGraphs, ({ nodes, edges, known }) => {
        const placed = placeNodes(nodes, edges, { ...options, known }).positions;
        const rectangles = nodes.map(({ id, width }) => nodeRectangle(placed.get(id)!, width));
        for (const [index, one] of rectangles.entries()) {
          for (const other of rectangles.slice(0, index)) expect(rectanglesOverlap(one, other)).toBe(false);
        }
      }),
    );
  });

  it('forgets nodes that are gone and moves nobody for it', () => {
    fc.assert(
      fc.property(layoutGraphs(24), ({ nodes, edges }) => {
        const known = layeredLayout(nodes, edges);
        const left = nodes.filter((_, index) => index % 3 !== 0);
        const placed = placeNodes(left, edges, { ...options, known }).positions;
        expect([...placed.keys()].toSorted()).toEqual(left.map(({ id }) => id).toSorted());
        for (const [id, at] of placed) expect(at).toEqual(known.get(id));
      }),
    );
  });
});
