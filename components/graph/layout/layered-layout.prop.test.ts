import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layeredLayout } from './layered-layout';
import { graphBoxes } from '../graph-boxes';
import { boxesOfLayoutNode, layoutGraphs, nestedGraphs } from './layout-arbitraries';
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
      fc.property(nestedGraphs(), fc.nat({ max: 1_000 }), ({ nodes, edges }, seed) => {
        const one = layeredLayout(nodes, edges);
        const other = layeredLayout(shuffle(nodes, seed), shuffle(edges, seed));
        for (const { id } of nodes) expect(other.get(id)).toEqual(one.get(id));
      }),
    );
  });

  it('gives every node a finite place on which no other stands', () => {
    fc.assert(
      fc.property(nestedGraphs(), ({ nodes, edges }) => {
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

  it('keeps boxes apart, strangers out of them, and the versions of an app in one frame', () => {
    fc.assert(
      fc.property(nestedGraphs(), fc.constantFrom(0.8, 1.5, 2.6), ({ nodes, edges }, aspect) => {
        const at = layeredLayout(nodes, edges, { aspect });
        const members = nodes.map((node) => ({ ...node, boxes: boxesOfLayoutNode(node) }));
        const boxes = graphBoxes(members, at);
        const wanted = new Set(nodes.flatMap(({ group }) => group ?? []));
        for (const { stack } of nodes) {
          if (stack && nodes.filter((other) => other.stack === stack).length > 1) wanted.add(stack);
        }
        expect(
          boxes
            .filter(({ box }) => box.kind !== 'cluster')
            .map(({ id }) => id)
            .toSorted(),
        ).toEqual([...wanted].toSorted());
        for (const [index, box] of boxes.entries()) {
          for (const other of boxes.slice(0, index)) {
            if (other.box.kind === box.box.kind)
              expect(rectanglesOverlap(box.rectangle, other.rectangle)).toBe(false);
          }
          for (const { id, width, boxes: own } of members) {
            if (own.some((one) => one.id === box.id)) continue;
            expect(rectanglesOverlap(box.rectangle, nodeRectangle(at.get(id)!, width))).toBe(false);
          }
        }
      }),
    );
  });

  it('spreads many boxes over a wide screen instead of one below the other', () => {
    const nodes = Array.from({ length: 96 }, (_, index) => ({
      id: `n${index}`,
      width: 90,
      group: `team-${Math.floor(index / 4)}`,
    }));
    const edges = nodes
      .slice(1)
      .map(({ id }, index) => ({ source: `n${index}`, target: id }))
      .filter((_, index) => index % 4 !== 3);
    const at = [...layeredLayout(nodes, edges, { aspect: 1.5 }).values()];
    const width = Math.max(...at.map(({ x }) => x)) - Math.min(...at.map(({ x }) => x));
    const height = Math.max(...at.map(({ y }) => y)) - Math.min(...at.map(({ y }) => y));
    expect(width / height).toBeGreaterThan(0.9);
  });
});
