import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepImportantEdges } from './keep-important-edges';
import type { GraphEdge } from './mesh-graph';
import { healthyEdge } from './sample-edge';

const edge = (source: string, target: string, rate: number, fields: Partial<GraphEdge> = {}) =>
  healthyEdge(source, target, { rate, ...fields });

/** One caller and many whom it calls, the last the most. */
const star = (count: number) => Array.from({ length: count }, (_, i) => edge('hub', `n${i}`, i));
/** Everybody calls everybody, later ones more. */
const mesh = (count: number) =>
  Array.from({ length: count }, (_, i) => `n${i}`).flatMap((source, i, names) =>
    names.flatMap((target, j) => (i === j ? [] : [edge(source, target, i * count + j)])),
  );
const ids = (edges: readonly GraphEdge[]) => edges.map(({ id }) => id);

describe('keepImportantEdges', () => {
  it('leaves out nothing where there is room', () => {
    const edges = star(5);
    expect(keepImportantEdges(edges, 5)).toEqual({ edges, hidden: 0 });
  });

  it('keeps the busiest, in the order they had', () => {
    const { edges, hidden } = keepImportantEdges(mesh(4), 4);
    expect(ids(edges)).toEqual(['n2>n3', 'n3>n0', 'n3>n1', 'n3>n2']);
    expect(hidden).toBe(8);
  });

  it('compares bytes with requests', () => {
    const edges = [...mesh(3), edge('n0', 'a', 2_900, { protocol: 'tcp' }), edge('a', 'n0', 4)];
    expect(ids(keepImportantEdges(edges, 5).edges)).not.toContain('n0>a');
  });

  it('keeps the busiest edge of each node, even when that is more than there is room for', () => {
    expect(keepImportantEdges(star(9), 3).hidden).toBe(0);
  });

  it('never leaves out what fails, carries plaintext or is counted differently', () => {
    const bad = [
      edge('n0', 'n1', 0.1, { health: { status: 'failing', reasons: [] } }),
      edge('n1', 'n0', 0.1, { mtls: { mutual: 9, plaintext: 0.1, unknown: 0 } }),
      edge('n0', 'n2', 0.1, { disagreement: 'They differ.' }),
    ];
    const rest = mesh(8).filter(({ id }) => !bad.some((one) => one.id === id));
    expect(ids(keepImportantEdges([...bad, ...rest], 8).edges)).toEqual(expect.arrayContaining(ids(bad)));
  });

  it('keeps all edges of a node that is looked at, and an edge that is', () => {
    const wanted = new Set(['n0', 'n1>n2']);
    const kept = ids(keepImportantEdges(mesh(6), 6, { wanted }).edges);
    const own = ids(mesh(6)).filter((id) => id.includes('n0'));
    expect(kept).toEqual(expect.arrayContaining([...own, 'n1>n2']));
  });

  it('does not let those that are nearly alike take turns', () => {
    const before = mesh(10);
    const kept = keepImportantEdges(before, 30).edges;
    const after = before.map((one, i) => ({ ...one, rate: one.rate * (i % 2 === 0 ? 0.85 : 1.15) }));
    const again = keepImportantEdges(after, 30, { keptBefore: new Set(ids(kept)) });
    expect(ids(again.edges)).toEqual(ids(kept));
    expect(ids(keepImportantEdges(after, 30).edges)).not.toEqual(ids(kept));
  });

  it('leaves nobody unconnected, whatever the rates', () => {
    const edges = fc.uniqueArray(
      fc.tuple(fc.nat(12), fc.nat(12), fc.double()).map(([a, b, rate]) => edge(`n${a}`, `n${b}`, rate)),
      { selector: ({ id }) => id, maxLength: 60 },
    );
    fc.assert(
      fc.property(edges, fc.nat(20), (all, most) => {
        const kept = keepImportantEdges(all, most);
        const touched = (list: readonly GraphEdge[]) =>
          new Set(list.flatMap(({ source, target }) => [source, target]));
        expect(touched(kept.edges)).toEqual(touched(all));
        expect(kept.edges.length + kept.hidden).toBe(all.length);
      }),
    );
  });
});
