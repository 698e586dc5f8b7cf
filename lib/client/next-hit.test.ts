import { describe, expect, it } from 'vitest';
import { listHits, nextHit } from './next-hit';
import { sampleAnswer, sampleEdge, sampleNode } from './sample-answer';
import type { Selection } from './selection';

const graph = sampleAnswer({
  nodes: [sampleNode('web'), sampleNode('cart'), sampleNode('db')],
  edges: [sampleEdge('web', 'db', 1), sampleEdge('cart', 'db', 5)],
});
const all = {
  nodes: new Set(graph.nodes.map(({ id }) => id)),
  edges: new Set(graph.edges.map(({ id }) => id)),
};
const hits = listHits(graph, all);

describe('hits', () => {
  it('are nodes by name, then edges by the names of their ends', () => {
    expect(hits.map(({ id }) => id)).toEqual(['cart', 'db', 'web', 'cart-db', 'web-db']);
  });

  it('do not depend on the order of the answer', () => {
    const turned = { nodes: graph.nodes.toReversed(), edges: graph.edges.toReversed() };
    expect(listHits(turned, all)).toEqual(hits);
  });

  it('are walked round and round, in both directions', () => {
    let selected: Selection | undefined;
    const walked = [...hits, hits[0]].map(() => (selected = nextHit(hits, selected, 1)));
    expect(walked).toEqual([...hits, hits[0]]);
    expect(nextHit(hits, hits[0], -1)).toEqual(hits.at(-1));
  });

  it('begin at an end when something else is selected, and are nowhere when there are none', () => {
    const elsewhere: Selection = { kind: 'node', id: 'cart-db' };
    expect(nextHit(hits, elsewhere, 1)).toEqual(hits[0]);
    expect(nextHit(hits, undefined, -1)).toEqual(hits.at(-1));
    expect(nextHit([], elsewhere, 1)).toBeUndefined();
  });
});
