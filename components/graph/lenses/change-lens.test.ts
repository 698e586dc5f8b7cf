import { describe, expect, it } from 'vitest';
import { changeOrder } from '@/lib/client/what-if-words';
import { sampleAnswer, sampleEdge, sampleNode } from '../sample-graph';
import { graphElements } from '../elements';
import { fallbackTokens } from '../paint/read-tokens';
import { changeLens, changeLines } from './change-lens';

const nodes = ['web', 'cart', 'ads', 'bank'].map((name) => sampleNode('workload', name));
const edges = nodes.slice(1).map((target) => sampleEdge(nodes[0]!, target));
const graph = sampleAnswer(nodes, edges);
const [toCart, toAds, toBank] = edges;
const changes = new Map([
  [toCart!.id, { verdict: 'breaks', rateText: '12 rps' }],
  [toAds!.id, { verdict: 'unaffected', rateText: '3 rps' }],
] as const);

const own = changeLens(graph, changes);
const drawn = graphElements(graph, [], 'traffic', undefined, own.lens);
const edge = (id: string) => drawn.edges.find((one) => one.id === id);

describe('the picture of a change', () => {
  it('says by sign and word what breaks, with what is at risk', () => {
    expect(edge(toCart!.id)).toMatchObject({ label: '✕ breaks\n12 rps', farLabel: '✕ breaks' });
    expect(edge(toCart!.id)?.classes).toContain('change-breaks');
  });

  it('keeps short what nothing happens to, and says nothing of what was not evaluated', () => {
    expect(edge(toAds!.id)).toMatchObject({ label: '=', farLabel: '' });
    expect(edge(toBank!.id)).toMatchObject({ label: '', classes: ['change-untold'] });
  });

  it('marks a node by the worst that becomes of calls to it', () => {
    const cart = drawn.nodes.find(({ id }) => id === nodes[1]!.id);
    const web = drawn.nodes.find(({ id }) => id === nodes[0]!.id);
    expect(cart?.label).toMatch(/^✕ /);
    expect(cart?.classes).toContain('change-breaks');
    expect(web?.label).not.toMatch(/^✕/);
  });

  it('has a line of its own for each verdict, and a style for it in both themes', () => {
    const looks = changeOrder.map((verdict) => JSON.stringify(changeLines[verdict]));
    expect(new Set(looks).size).toBe(changeOrder.length);
    for (const scheme of ['light', 'dark'] as const) {
      const selectors = own.styles(fallbackTokens[scheme]).map(({ selector }) => selector);
      for (const verdict of changeOrder) expect(selectors).toContain(`edge.change-${verdict}`);
    }
  });
});
