import { describe, expect, it } from 'vitest';
import { listEdgeRows, listNodeRows } from '../graph-rows';
import { sampleAnswer, sampleEdge, sampleNode } from '../sample-answer';
import { writeEdgesCsv, writeNodesCsv } from './graph-csv';

const graph = sampleAnswer({
  nodes: [sampleNode('web', { version: '1.10' }), sampleNode('cart', { namespace: '=1+1' })],
  edges: [
    sampleEdge('web', 'cart', 1 / 3, {
      errorRate: 0.000_000_5,
      latencyMs: { p95: 48.25 },
      disagreement: 'The client counted 3, the server 4.',
    }),
  ],
});

function byHeader(csv: string, line: number): Record<string, string> {
  const [header = [], ...rows] = csv
    .split('\r\n')
    .map((row) => row.match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? []);
  return Object.fromEntries(
    header.map((name, index) => [name.replace(/,$/, ''), (rows[line]?.[index] ?? '').replace(/,$/, '')]),
  );
}

describe('the graph as CSV', () => {
  it('gives edges their raw numbers, with units in the header', () => {
    expect(byHeader(writeEdgesCsv(listEdgeRows(graph)), 0)).toMatchObject({
      source: 'web 1.10 · shop',
      target: 'cart · =1+1',
      'rate (in units/s)': '0.3333333333333333',
      unit: 'requests',
      'failed requests (1/s)': '0.0000005',
      'latency p95 (ms)': '48.25',
      'latency p50 (ms)': '',
      'mTLS share (0 to 1)': '1',
      reporter: 'client',
      disagreement: '"The client counted 3, the server 4."',
    });
  });

  it('gives nodes their names as text that no spreadsheet runs (S25)', () => {
    const rows = listNodeRows(graph);
    const cart = rows.findIndex(({ name }) => name === 'cart');
    expect(byHeader(writeNodesCsv(rows), cart)).toMatchObject({
      name: 'cart',
      namespace: "'=1+1",
      'requests in (1/s)': '',
    });
  });

  it('has a line for every row, all of the same length', () => {
    const lines = writeNodesCsv(listNodeRows(graph)).split('\r\n');
    expect(lines).toHaveLength(4);
    expect(new Set(lines.slice(0, 3).map((line) => line.split(',').length)).size).toBe(1);
  });
});
