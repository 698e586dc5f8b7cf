import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layeredLayout } from './layered-layout';
import { layoutGraphs } from './layout-arbitraries';
import { namespaceBoxes } from './namespace-boxes';
import { nodeRectangle, rectanglesOverlap } from './node-size';

function shuffle<T>(list: readonly T[], seed: number): T[] {
  return list
    .map((one, index) => ({ one, key: ((index + 1) * 7919 * (seed + 1)) % 104_729 }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ one }) => one);
}

describe('layeredLayout', () => {
  it('ignores the order of nodes and edges', () => {
    fc.assert(
      fc.property(layoutGraphs(), fc.nat({ max: 1_000 }), ({ nodes, edges }, seed) => {
        const one = layeredLayout(nodes, edges);
        const other = layeredLayout(shuffle(nodes, seed), shuffle(edges, seed));
        for (const { id } of nodes) expect(other.get(id)).toEqual(one.get(id));
      }),
    );
  });

  it('gives every node a finite place on which no other stands', () => {
    fc.assert(
      fc.property(layoutGraphs(), ({ nodes, edges }) => {
        const at = layeredLayout(nodes, edges);
        const rectangles = nodes.map(({ id, width }) => nodeRectangle(at.get(id)!, width));
        for (const [index, one] of rectangles.entries()) {
          expect(Object.values(one).every(Number.isFinite)).toBe(true);
          for (const other of rectangles.slice(0, index)) expect(rectanglesOverlap(one, other)).toBe(false);
        }
      }),
    );
  });

  it('leads every edge of a graph without cycles rightwards', () => {
    fc.assert(
      fc.property(layoutGraphs(), ({ nodes, edges }) => {
        const rank = new Map(nodes.map(({ id }, index) => [id, index]));
        const forward = edges.filter(({ source, target }) => rank.get(source)! < rank.get(target)!);
        const at = layeredLayout(nodes, forward);
        for (const { source, target } of forward) expect(at.get(source)!.x).toBeLessThan(at.get(target)!.x);
      }),
    );
  });

  it('keeps the boxes of groups apart, and strangers out of them', () => {
    fc.assert(
      fc.property(layoutGraphs(), ({ nodes, edges }) => {
        const at = layeredLayout(nodes, edges);
        const members = nodes.map(({ id, width, group }) => ({ id, width, box: group }));
        const boxes = namespaceBoxes(members, at, new Map());
        for (const [index, box] of boxes.entries()) {
          for (const other of boxes.slice(0, index)) {
            expect(rectanglesOverlap(box.rectangle, other.rectangle)).toBe(false);
          }
          for (const { id, width, group } of nodes) {
            if (group !== box.key)
              expect(rectanglesOverlap(box.rectangle, nodeRectangle(at.get(id)!, width))).toBe(false);
          }
        }
      }),
    );
  });
});
