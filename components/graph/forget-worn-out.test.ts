import cytoscape, { type Core } from 'cytoscape';
import { afterEach, describe, expect, it } from 'vitest';
import { forgetWornOut } from './forget-worn-out';

let cy: Core | undefined;
afterEach(() => cy?.destroy());

function startGraph(): Core {
  cy = cytoscape({
    headless: true,
    styleEnabled: true,
    style: [{ selector: 'node', style: { label: 'data(label)', width: 30 } }],
    elements: [{ data: { id: 'cart', label: '0 rps' } }, { data: { id: 'shop', label: 'shop' } }],
  });
  return cy;
}

function inside(graph: Core): Record<string, unknown> {
  return Reflect.get(graph, '_private');
}

function countProperties(graph: Core): number {
  const { propCache } = inside(graph)['style'] as { propCache: object };
  return Object.keys(propCache).length;
}

describe('forgetWornOut', () => {
  it('keeps no text that a refresh has replaced', () => {
    const graph = startGraph();
    for (let round = 0; round < 500; round += 1) {
      graph.getElementById('cart').data('label', `${round} rps`);
      graph.getElementById('cart').style('label');
    }
    expect(countProperties(graph)).toBeGreaterThan(500);
    forgetWornOut(graph);
    expect(countProperties(graph)).toBe(0);
  });

  it('does nothing where there is no canvas', () => {
    const graph = startGraph();
    expect(() => forgetWornOut(graph)).not.toThrow();
  });

  it('changes nothing of what is drawn, now or later', () => {
    const graph = startGraph();
    forgetWornOut(graph);
    expect(graph.nodes().map((node) => node.style('label'))).toEqual(['0 rps', 'shop']);
    graph.getElementById('cart').data('label', '12 rps');
    expect(graph.getElementById('cart').style('label')).toBe('12 rps');
    expect(graph.getElementById('cart').width()).toBe(30);
  });

  it('keeps pictures that somebody wears, and forgets the others', () => {
    const graph = startGraph();
    const idsByKey = new Map([
      [1, new Set(['cart'])],
      [2, new Set<string>()],
    ]);
    // The canvas draws in browsers only; this is how it keeps its texts there.
    Object.assign(inside(graph)['renderer'] as object, { data: { lblTxrCache: { lookup: { idsByKey } } } });
    forgetWornOut(graph);
    expect([...idsByKey.keys()]).toEqual([1]);
  });
});
