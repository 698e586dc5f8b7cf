import { describe, expect, it } from 'vitest';
import { graphElements } from './elements';
import { sampleAnswer, sampleBookShop, sampleEdge, sampleMesh, sampleNode } from './sample-graph';

describe('graphElements', () => {
  it('drops edges without both ends, and doubles', () => {
    const [a, b] = [sampleNode('app', 'a'), sampleNode('app', 'b')];
    const good = sampleEdge(a, b);
    const { nodes, edges } = graphElements(
      sampleAnswer(
        [a, b, a],
        [good, good, { ...good, id: 'x', source: 'gone' }, { ...good, id: 'y', target: 'gone' }],
      ),
      ['rate'],
    );
    expect(nodes.map(({ id }) => id)).toEqual([a.id, b.id]);
    expect(edges.map(({ id }) => id)).toEqual([good.id]);
  });

  it('marks kind, health, flags and protocol by classes', () => {
    const { nodes, edges } = graphElements(sampleBookShop(), ['rate']);
    expect(nodes.find(({ id }) => id.includes('ingress'))?.classes).toEqual([
      'health-healthy',
      'is-gateway',
      'is-root',
      'kind-app',
    ]);
    expect(edges.at(-1)?.classes).toEqual(['health-healthy', 'is-labelled', 'protocol-tcp']);
  });

  it('draws busier edges wider, on a scale that ends', () => {
    const [a, b] = [sampleNode('app', 'a'), sampleNode('app', 'b')];
    const widths = [0, 0.1, 1, 10, 100, 1_000, 1e9, Number.NaN].map(
      (rate) =>
        graphElements(sampleAnswer([a, b], [sampleEdge(a, b, { rate })]), ['rate']).edges[0]!.lineWidth,
    );
    expect(widths).toEqual([1, 1.5, 2, 2.5, 3.5, 5, 6, 1]);
  });

  it('puts nodes of one namespace into one box, apart by cluster', () => {
    const here = { ...sampleNode('app', 'a', { namespace: 'shop' }), cluster: 'east' };
    const there = { ...sampleNode('app', 'b', { namespace: 'shop' }), cluster: 'west' };
    const outside = sampleNode('external', 'api.example.com', { namespace: 'shop' });
    const { nodes } = graphElements(sampleAnswer([here, there, outside], []), ['rate']);
    expect(nodes.map(({ boxes }) => boxes.map(({ id }) => id))).toEqual([
      ['cl:east', 'ns:shop@east', 'app:shop/a@east'],
      ['cl:west', 'ns:shop@west', 'app:shop/b@west'],
      [],
    ]);
  });

  it('keeps labels in a crowd to the edges that need a person', () => {
    const { edges } = graphElements(sampleMesh(120, 5, 3), ['rate']);
    const quiet = edges.filter(({ classes }) => classes.includes('is-quiet'));
    expect(edges.length).toBeGreaterThan(120);
    expect(quiet.length).toBeGreaterThan(0);
    expect(quiet.every(({ classes }) => classes.includes('health-healthy'))).toBe(true);
  });
});
