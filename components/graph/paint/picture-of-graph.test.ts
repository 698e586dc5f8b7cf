import { describe, expect, it } from 'vitest';
import { writeSvg } from '@/lib/client/export/svg';
import { toEdgeCurve } from '../layout/edge-curve';
import { headlessGraph } from '../layout/headless-graph';
import { pictureOfGraph } from './picture-of-graph';
import { fallbackTokens } from './read-tokens';
import { sampleAnswer, sampleBookShop, sampleEdge, sampleMesh, sampleNode } from '../sample-graph';

const tokens = fallbackTokens.light;

describe('pictureOfGraph', () => {
  it('holds every node where it stands, every edge and every box', () => {
    const { controller, refresh, places } = headlessGraph();
    const graph = sampleBookShop();
    refresh(graph);
    const picture = pictureOfGraph(controller.drawing(), tokens, 'shop');
    expect(picture.nodes.map(({ at }) => at)).toEqual([...places().values()]);
    expect(picture.edges).toHaveLength(graph.edges.length);
    expect(picture.boxes.map(({ name }) => name)).toEqual(['bookinfo', 'istio-system', '']);
  });

  it('bends lines as the canvas does', () => {
    const { controller, refresh } = headlessGraph();
    refresh(sampleMesh(40, 3));
    const { elements, curves } = controller.drawing();
    const picture = pictureOfGraph(controller.drawing(), tokens, '');
    for (const [index, { from, to, by }] of picture.edges.entries()) {
      const wanted = curves.get(elements.edges[index]?.id ?? '');
      const again = by && toEdgeCurve(from, to, by);
      expect(again?.weights[0]).toBeCloseTo(wanted?.weights[0] ?? NaN, 6);
      expect(again?.distances[1]).toBeCloseTo(wanted?.distances[1] ?? NaN, 6);
    }
  });

  it('shows trouble by the ring, the line and the sign', () => {
    const { controller, refresh } = headlessGraph();
    const [web, cart] = [sampleNode('workload', 'web'), sampleNode('app', 'cart', { status: 'failing' })];
    refresh(sampleAnswer([web, cart], [sampleEdge(web, cart, { status: 'failing', errorRate: 2 })]));
    const picture = pictureOfGraph(controller.drawing(), tokens, '');
    expect(picture.nodes.map(({ shape, stroke }) => [shape, stroke])).toEqual([
      ['circle', tokens.ok],
      ['square', tokens.failing],
    ]);
    expect(picture.edges[0]?.colour).toBe(tokens.failing);
    expect(writeSvg(picture)).toContain('✕ cart');
  });

  it('draws a call to itself as a loop', () => {
    const { controller, refresh } = headlessGraph();
    const web = sampleNode('workload', 'web');
    refresh(sampleAnswer([web], [sampleEdge(web, web)]));
    expect(pictureOfGraph(controller.drawing(), tokens, '').edges.map(({ loop }) => loop)).toEqual([true]);
  });
});
