// @vitest-environment happy-dom
import { cleanup, render } from '@testing-library/react';
import type { Core, ElementDefinition } from 'cytoscape';
import CytoscapeComponent from 'react-cytoscapejs';
import { afterEach, describe, expect, it } from 'vitest';
import { graphElements } from './elements';
import { patchElements } from './patch-elements';
import { sampleAnswer, sampleBookShop, sampleNode } from './sample-graph';
import { topologyElements, topologyKey } from './topology';

afterEach(cleanup);

const layout = { name: 'preset', fit: false };

describe('topologyElements', () => {
  it('lets the wrapper add and remove elements without undoing what the controller wrote', () => {
    let cy: Core | undefined;
    const drawn = (elements: ElementDefinition[]) => (
      <CytoscapeComponent headless elements={elements} layout={layout} cy={(core) => (cy = core)} />
    );
    const before = graphElements(sampleBookShop(), ['rate']);
    const bare = topologyElements(before);
    const { rerender } = render(drawn(bare));
    patchElements(cy!, new Map(), before, { curves: new Map(), labels: new Map() });
    const labels = () => cy!.elements().map((element) => String(element.data('label')));
    expect(labels()).toContain('▲ reviews\nv2');

    const graph = sampleBookShop();
    const grown = { ...graph, nodes: [...graph.nodes.slice(1), sampleNode('app', 'newcomer')] };
    rerender(drawn(topologyElements(graphElements(grown, ['rate']), bare)));
    expect(cy!.nodes().length).toBe(12);
    expect(labels()).toContain('▲ reviews\nv2');
    expect(labels().filter((label) => label === '')).toHaveLength(1);
  });

  it('has the same key for other numbers and another order, and another key for other elements', () => {
    const graph = sampleBookShop();
    const key = topologyKey(graphElements(graph, ['rate']));
    const other = {
      ...graph,
      nodes: graph.nodes.toReversed(),
      edges: graph.edges.map((edge) => ({ ...edge, rate: 9 })),
    };
    expect(topologyKey(graphElements(other, ['p95']))).toBe(key);
    expect(topologyKey(graphElements(sampleAnswer(graph.nodes, graph.edges.slice(1)), ['rate']))).not.toBe(
      key,
    );
  });
});
