// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { GraphTable } from './graph-table';
import { sampleBookShop } from './sample-graph';
import type { Spot } from './walk-graph';

afterEach(cleanup);

describe('GraphTable', () => {
  it('speaks every node and every call by name', () => {
    const graph = sampleBookShop();
    render(<GraphTable graph={graph} selection={undefined} onSelect={() => {}} />);
    expect(screen.getAllByRole('button')).toHaveLength(graph.nodes.length + graph.edges.length);
    screen.getByRole('button', { name: 'reviews v3, app, in bookinfo, healthy, 4 rps, 0 % err, no sidecar' });
    screen.getByRole('button', {
      name: 'reviews to reviews v3, HTTP, healthy, 4.1 rps, 0 % err, p95 33 ms, 0 % mTLS',
    });
    screen.getByRole('button', { name: 'ratings v1 to mongodb v1, TCP, healthy, 1.24 kB/s, 100 % mTLS' });
  });

  it('lists first what needs a person', () => {
    render(<GraphTable graph={sampleBookShop()} selection={undefined} onSelect={() => {}} />);
    expect(screen.getAllByRole('button')[0]?.getAttribute('aria-label')).toMatch(
      /^ratings, service, .*failing/,
    );
  });

  it('selects by a click, shows the selection, and takes it back', () => {
    const graph = sampleBookShop();
    const selections: (Spot | undefined)[] = [];
    const onSelect = (spot: Spot | undefined) => selections.push(spot);
    const name = /^reviews v2, app/;
    const { rerender } = render(<GraphTable graph={graph} selection={undefined} onSelect={onSelect} />);
    fireEvent.click(screen.getByRole('button', { name }));
    rerender(<GraphTable graph={graph} selection={selections[0]} onSelect={onSelect} />);
    expect(screen.getByRole('button', { name, pressed: true })).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name }));
    expect(selections).toEqual([{ kind: 'node', id: 'app|bookinfo|reviews|v2' }, undefined]);
  });

  it('marks the rows of what was found, and says how many', () => {
    const graph = sampleBookShop();
    const found = { nodes: new Set(['app|bookinfo|reviews|v2']), edges: new Set([graph.edges[2]!.id]) };
    const { container } = render(
      <GraphTable graph={graph} selection={undefined} found={found} onSelect={() => {}} />,
    );
    const marked = [...container.querySelectorAll('tr[data-found="true"]')];
    expect(marked.map((row) => row.querySelector('button')?.textContent)).toEqual(
      expect.arrayContaining(['reviews v2', '→ details']),
    );
    expect(marked).toHaveLength(2);
    expect(screen.getAllByRole('button', { name: /, found$/ })).toHaveLength(2);
    screen.getByText(/Found: 1 node, 1 edge/);
  });

  it('ignores edges without both ends', () => {
    const graph = sampleBookShop();
    const dangling = { ...graph.edges[0]!, id: 'dangling', source: 'nobody' };
    render(<GraphTable graph={{ ...graph, edges: [dangling] }} selection={undefined} onSelect={() => {}} />);
    expect(screen.getAllByRole('button')).toHaveLength(graph.nodes.length);
  });
});
