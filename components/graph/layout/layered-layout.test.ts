import { describe, expect, it } from 'vitest';
import { graphElements } from '../elements';
import { layeredLayout } from './layered-layout';
import { sampleBookShop } from '../sample-graph';

function layOut(graph: ReturnType<typeof sampleBookShop>) {
  const { nodes, edges } = graphElements(graph, ['rate']);
  return layeredLayout(
    nodes.map(({ id, width, boxes }) => ({ id, width, group: boxes[0]?.id, stack: boxes[1]?.id })),
    edges,
  );
}

describe('layeredLayout', () => {
  it('puts every caller of the book shop left of what it calls', () => {
    const graph = sampleBookShop();
    const at = layOut(graph);
    for (const { source, target } of graph.edges) expect(at.get(source)!.x).toBeLessThan(at.get(target)!.x);
  });

  it('puts the workloads of a service into the next column, around its height', () => {
    const at = layOut(sampleBookShop());
    const service = at.get('service|bookinfo|reviews|')!;
    const versions = ['v1', 'v2', 'v3'].map((version) => at.get(`app|bookinfo|reviews|${version}`)!);
    expect(new Set(versions.map(({ x }) => x)).size).toBe(1);
    const between = [...at.values()].filter(({ x }) => x > service.x && x < versions[0]!.x);
    expect(between).toEqual([]);
    const heights = versions.map(({ y }) => y);
    expect(Math.min(...heights)).toBeLessThanOrEqual(service.y);
    expect(Math.max(...heights)).toBeGreaterThanOrEqual(service.y);
  });

  it('stands the gateway beside the box that it calls, not above it', () => {
    const at = layOut(sampleBookShop());
    const gateway = at.get('app|istio-system|istio-ingressgateway|latest')!;
    expect(gateway.y).toBe(at.get('service|bookinfo|productpage|')!.y);
  });

  it('survives cycles, loops, dangling edges and doubles', () => {
    const nodes = ['a', 'b', 'c', '__proto__', 'constructor'].map((id) => ({
      id,
      width: 40,
      group: undefined,
    }));
    const edges = [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'a'],
      ['a', 'a'],
      ['a', 'nobody'],
      ['__proto__', 'constructor'],
    ].map(([source, target]) => ({ source: source!, target: target! }));
    const at = layeredLayout([...nodes, ...nodes], edges);
    expect([...at.keys()].toSorted()).toEqual(['__proto__', 'a', 'b', 'c', 'constructor']);
  });

  it('does not draw out a tangle of cycles to a ribbon', () => {
    const nodes = Array.from({ length: 30 }, (_, index) => ({
      id: `ns${index}`,
      width: 90,
      group: undefined,
    }));
    const edges = nodes.flatMap(({ id }, from) =>
      [3, 7, 11, 19].map((step) => ({ source: id, target: `ns${(from + step) % 30}` })),
    );
    const at = [...layeredLayout(nodes, edges, { aspect: 1.5 }).values()];
    const width = Math.max(...at.map(({ x }) => x)) - Math.min(...at.map(({ x }) => x));
    const height = Math.max(...at.map(({ y }) => y)) - Math.min(...at.map(({ y }) => y));
    expect(width / height).toBeLessThan(3);
    expect(width / height).toBeGreaterThan(0.7);
  });

  it('answers nothing for nothing', () => {
    expect(layeredLayout([], []).size).toBe(0);
  });
});
