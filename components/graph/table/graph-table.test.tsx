// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { TableSort } from '@/lib/client/table-sort';
import type { GraphTableRows } from '@/lib/client/url-state';
import type { GraphAnswer } from '@/lib/contracts/graph';
import type { FoundSpots } from '../paint/emphasis';
import { GraphTable } from './graph-table';
import { sampleAnswer, sampleBookShop, sampleEdge, sampleMesh, sampleNode } from '../sample-graph';
import type { Spot } from '../walk-graph';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

interface Seen {
  readonly selections: (Spot | undefined)[];
  readonly saved: string[];
}

/** The table as the page holds it. */
function Page(props: {
  readonly graph: GraphAnswer;
  readonly begin: GraphTableRows;
  readonly seen: Seen;
  readonly found: FoundSpots | undefined;
}) {
  const { graph, begin, seen, found } = props;
  const [rows, setRows] = useState(begin);
  const [sort, setSort] = useState<TableSort>();
  const [selection, setSelection] = useState<Spot>();
  const onSelect = (spot: Spot | undefined) => {
    seen.selections.push(spot);
    setSelection(spot);
  };
  return (
    <GraphTable
      graph={graph}
      selection={selection}
      found={found}
      onSelect={onSelect}
      rows={rows}
      onRows={setRows}
      sort={sort}
      onSort={setSort}
      onSave={(csv) => seen.saved.push(csv)}
    />
  );
}

function open(graph: GraphAnswer, begin: GraphTableRows = 'nodes', found?: FoundSpots): Seen {
  const seen: Seen = { selections: [], saved: [] };
  render(<Page graph={graph} begin={begin} seen={seen} found={found} />);
  return seen;
}

function body(): HTMLElement {
  const groups = screen.getAllByRole('rowgroup');
  const last = groups.at(-1);
  if (!last) throw new Error('The table has no body.');
  return last;
}

function rowNames(): string[] {
  return within(body())
    .getAllByRole('rowheader')
    .map(({ textContent }) => textContent ?? '');
}

function cellsOf(name: RegExp): string[] {
  const row = within(body()).getByRole('button', { name }).closest('tr');
  return [...(row?.querySelectorAll('td') ?? [])].map(({ textContent }) => textContent ?? '');
}

describe('GraphTable', () => {
  it('speaks every node by name', () => {
    const graph = sampleBookShop();
    open(graph);
    expect(within(body()).getAllByRole('button')).toHaveLength(graph.nodes.length);
    screen.getByRole('button', { name: 'reviews v3, app, in bookinfo, healthy, 4 rps, 0 % err, no sidecar' });
  });

  it('speaks every edge by both its ends', () => {
    const graph = sampleBookShop();
    open(graph);
    fireEvent.click(screen.getByTestId('rows-edges'));
    expect(within(body()).getAllByRole('button')).toHaveLength(graph.edges.length);
    screen.getByRole('button', {
      name: 'reviews to reviews v3, HTTP, healthy, 4.1 rps, 0 % err, p95 33 ms, 0 % mTLS',
    });
    screen.getByRole('button', { name: 'ratings v1 to mongodb v1, TCP, healthy, 1.24 kB/s, 100 % mTLS' });
  });

  it('lists first what needs a person, with the reason beside it', () => {
    open(sampleBookShop());
    expect(rowNames().slice(0, 3)).toEqual(['ratings', 'ratings', 'reviews']);
    expect(cellsOf(/^ratings v1/)).toContain('ratings is failing');
  });

  it('counts all rows, and says where a row stands', () => {
    const graph = sampleBookShop();
    open(graph);
    expect(screen.getByTestId('graph-table').getAttribute('aria-rowcount')).toBe(
      String(graph.nodes.length + 1),
    );
    expect(body().querySelector('tr')?.getAttribute('aria-rowindex')).toBe('2');
  });

  it('selects by a click anywhere in a row, shows the selection, and takes it back', () => {
    const seen = open(sampleBookShop());
    const name = /^reviews v2, app/;
    const cell = screen.getByRole('button', { name }).closest('tr')?.querySelector('td');
    fireEvent.click(cell ?? document.body);
    expect(screen.getByRole('button', { name, pressed: true })).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name }));
    expect(seen.selections).toEqual([{ kind: 'node', id: 'app|bookinfo|reviews|v2' }, undefined]);
  });

  it('sorts by a column both ways and then no more; what is unknown comes last', () => {
    open(sampleBookShop(), 'edges');
    const header = screen.getByRole('button', { name: /^p95/ });
    const p95 = () =>
      [...body().querySelectorAll('tr')].map((row) => row.querySelectorAll('td')[6]?.textContent);
    fireEvent.click(header);
    expect(p95().slice(0, 3)).toEqual(['510 ms', '62 ms', '61 ms']);
    expect(p95().at(-1)).toBe('–');
    expect(header.closest('th')?.getAttribute('aria-sort')).toBe('descending');
    fireEvent.click(header);
    expect(p95().slice(0, 3)).toEqual(['8 ms', '8 ms', '12 ms']);
    expect(p95().at(-1)).toBe('–');
    fireEvent.click(header);
    expect(header.closest('th')?.getAttribute('aria-sort')).toBeNull();
    expect(rowNames()[0]).toBe('ratings · bookinfo');
  });

  it('never sorts bytes between requests', () => {
    open(sampleBookShop(), 'edges');
    const header = screen.getByRole('button', { name: /^Rate/ });
    const rates = () =>
      [...body().querySelectorAll('tr')].map((row) => row.querySelectorAll('td')[3]?.textContent ?? '');
    fireEvent.click(header);
    expect([rates()[0], rates().at(-1)]).toEqual(['12.4 rps', '1.24 kB/s']);
    fireEvent.click(header);
    expect([rates()[0], rates().at(-1)]).toEqual(['4.1 rps', '1.24 kB/s']);
  });

  it('sorts names as people count', () => {
    const nodes = ['shop-10', 'shop-9', 'Shop-1'].map((name) => sampleNode('workload', name));
    open(sampleAnswer(nodes, []));
    fireEvent.click(screen.getByRole('button', { name: 'Name' }));
    expect(rowNames()).toEqual(['Shop-1', 'shop-9', 'shop-10']);
  });

  it('filters by words of any column, counts what is left, and saves just that', () => {
    const seen = open(sampleBookShop());
    fireEvent.change(screen.getByTestId('table-filter'), { target: { value: 'REVIEWS degraded' } });
    expect(rowNames()).toEqual(['reviews']);
    expect(screen.getByTestId('table-count').textContent).toBe('1 of 12');
    fireEvent.click(screen.getByTestId('table-csv'));
    expect(seen.saved[0]?.split('\r\n').filter(Boolean)).toHaveLength(2);
    expect(seen.saved[0]).toContain('reviews,App,v2,bookinfo');
  });

  it('saves the rows in the order they are shown in', () => {
    const seen = open(sampleBookShop(), 'edges');
    fireEvent.click(screen.getByRole('button', { name: /^p95/ }));
    fireEvent.click(screen.getByTestId('table-csv'));
    const latencies = seen.saved[0]?.split('\r\n').map((line) => line.split(',')[11]);
    expect(latencies?.slice(0, 4)).toEqual(['latency p95 (ms)', '510', '62', '61']);
  });

  it('says so when the filter leaves nothing, and clears it', () => {
    const graph = sampleBookShop();
    open(graph);
    fireEvent.change(screen.getByTestId('table-filter'), { target: { value: 'nowhere' } });
    fireEvent.click(screen.getByRole('button', { name: 'Clear the filter' }));
    expect(rowNames()).toHaveLength(graph.nodes.length);
  });

  it('marks the rows of what was found, and says how many', () => {
    const graph = sampleBookShop();
    const found = { nodes: new Set(['app|bookinfo|reviews|v2']), edges: new Set([graph.edges[2]!.id]) };
    const marked = () => [...body().querySelectorAll('tr[data-found="true"] button')];
    open(graph, 'nodes', found);
    expect(marked().map((button) => button.textContent)).toEqual(['reviews']);
    expect(screen.getAllByRole('button', { name: /, found$/ })).toHaveLength(1);
    screen.getByText(/Found: 1 node, 1 edge/);
    cleanup();
    open(graph, 'edges', found);
    expect(marked()).toHaveLength(1);
  });

  it('ignores edges without both ends', () => {
    const graph = sampleBookShop();
    const dangling = { ...graph.edges[0]!, id: 'dangling', source: 'nobody' };
    open({ ...graph, edges: [dangling] }, 'edges');
    expect(within(body()).queryAllByRole('button')).toHaveLength(0);
  });

  it('draws only some rows of a large mesh, and the arrows reach all of them', () => {
    // Nothing has a size here; a window of twenty rows is what the table is told to have.
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
    const graph = sampleMesh(900, 6);
    open(graph);
    expect(body().querySelectorAll('tr[data-index]').length).toBeLessThan(100);
    const first = within(body()).getAllByRole('button')[0]!;
    first.focus();
    fireEvent.keyDown(first, { key: 'End' });
    expect(document.activeElement?.closest('tr')?.getAttribute('data-index')).toBe('899');
    fireEvent.keyDown(document.activeElement ?? first, { key: 'ArrowUp' });
    expect(document.activeElement?.closest('tr')?.getAttribute('aria-rowindex')).toBe('900');
    fireEvent.keyDown(document.activeElement ?? first, { key: 'Home' });
    expect(document.activeElement?.closest('tr')?.getAttribute('data-index')).toBe('0');
  });

  it('has one Tab stop in its rows: the one that was last in focus', () => {
    open(sampleBookShop());
    const stops = () =>
      within(body())
        .getAllByRole('button')
        .filter(({ tabIndex }) => tabIndex === 0);
    expect(stops()).toHaveLength(1);
    const first = stops()[0]!;
    first.focus();
    fireEvent.keyDown(first, { key: 'ArrowDown' });
    expect(stops()).toEqual([document.activeElement]);
    expect(document.activeElement).not.toBe(first);
  });

  it('shows hostile names as text and never as something else', () => {
    const node = sampleNode('workload', '<img src=x onerror=alert(1)>\u202e', { namespace: '=cmd' });
    const seen = open(sampleAnswer([node, sampleNode('app', '__proto__')], [sampleEdge(node, node)]));
    expect(rowNames()).toContain('<img src=x onerror=alert(1)>\\u{202e}');
    fireEvent.click(screen.getByTestId('table-csv'));
    expect(seen.saved[0]).toContain(`,'=cmd,`);
  });
});
