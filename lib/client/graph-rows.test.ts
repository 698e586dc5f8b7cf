import { describe, expect, it } from 'vitest';
import { edgeRowText, filterRows, listEdgeRows, listNodeRows, nodeRowText } from './graph-rows';
import { sampleAnswer, sampleEdge, sampleNode } from './sample-answer';

const totals = { in: 0, out: 0, inErr: 0, outErr: 0 };

describe('listNodeRows', () => {
  it('adds up HTTP and gRPC requests, and leaves out what was not counted', () => {
    const traffic = {
      http: { in: 2, out: 0, inErr: 1, outErr: 0 },
      grpc: { in: 2, out: 0, inErr: 0, outErr: 0 },
      tcp: { in: 0, out: 7 },
    };
    const [row] = listNodeRows(sampleAnswer({ nodes: [sampleNode('cart', { traffic })] }));
    expect(row).toMatchObject({ requestsIn: 4, errorsIn: 1, errorShare: 0.25, bytesOut: 7 });
    expect(row).toMatchObject({ requestsOut: undefined, errorsOut: undefined, bytesIn: undefined });
  });

  it('keeps messages apart from requests', () => {
    const traffic = { http: { ...totals, in: 1 }, grpc: { ...totals, in: 30 }, tcp: { in: 0, out: 0 } };
    const rates = { http: 'requests', grpc: 'total', tcp: 'total' } as const;
    const [row] = listNodeRows(sampleAnswer({ rates, nodes: [sampleNode('cart', { traffic })] }));
    expect(row).toMatchObject({ requestsIn: 1, messagesIn: 30, messagesOut: undefined });
  });

  it('takes the errors of what a node sends when it receives nothing', () => {
    const traffic = { http: { in: 0, out: 4, inErr: 0, outErr: 1 }, grpc: totals, tcp: { in: 0, out: 0 } };
    const [row] = listNodeRows(sampleAnswer({ nodes: [sampleNode('web', { traffic })] }));
    expect(row?.errorShare).toBe(0.25);
  });

  it('tells a cluster that could not be asked from one that declares nothing', () => {
    const nodes = [sampleNode('a'), sampleNode('b', { config: [] })];
    expect(listNodeRows(sampleAnswer({ nodes })).map(({ config }) => config)).toEqual([undefined, '']);
  });

  it('puts the worst first, then orders by namespace and name', () => {
    const failing = { status: 'failing' as const, reasons: [] };
    const nodes = [
      sampleNode('b'),
      sampleNode('a'),
      sampleNode('z', { namespace: 'app' }),
      sampleNode('x', { health: failing }),
    ];
    expect(listNodeRows(sampleAnswer({ nodes })).map(({ name }) => name)).toEqual(['x', 'z', 'a', 'b']);
  });

  it('lists a node once', () => {
    expect(listNodeRows(sampleAnswer({ nodes: [sampleNode('a'), sampleNode('a')] }))).toHaveLength(1);
  });
});

describe('listEdgeRows', () => {
  const nodes = [sampleNode('web'), sampleNode('cart')];

  it('names both ends and drops what has only one', () => {
    const edges = [sampleEdge('web', 'cart', 3), sampleEdge('web', 'gone', 1)];
    const rows = listEdgeRows(sampleAnswer({ nodes, edges }));
    expect(rows.map(({ source, target }) => [source, target])).toEqual([['web · shop', 'cart · shop']]);
  });

  it('has no error share of bytes and none of messages', () => {
    const edges = [
      sampleEdge('web', 'cart', 3, { id: 'tcp', protocol: 'tcp', unit: 'bytes', errorRate: 1 }),
      sampleEdge('web', 'cart', 3, { id: 'grpc', protocol: 'grpc', unit: 'messages', errorRate: 1 }),
    ];
    for (const row of listEdgeRows(sampleAnswer({ nodes, edges }))) {
      expect([row.errorRate, row.errorShare]).toEqual([undefined, undefined]);
    }
  });

  it('takes the bytes of connections or the throughput of requests', () => {
    const edges = [
      sampleEdge('web', 'cart', 3, { id: 'a', bytes: { toServer: 1, toClient: 2 } }),
      sampleEdge('web', 'cart', 3, { id: 'b', throughput: { request: 5, response: 6 } }),
    ];
    const rows = listEdgeRows(sampleAnswer({ nodes, edges }));
    expect(rows.map(({ toServer, toClient }) => [toServer, toClient])).toEqual([
      [1, 2],
      [5, 6],
    ]);
  });
});

describe('filterRows', () => {
  const rows = listNodeRows(
    sampleAnswer({ nodes: [sampleNode('web-frontend'), sampleNode('cart', { flags: ['noSidecar'] })] }),
  );

  it('wants every word, in any case and any column', () => {
    expect(filterRows(rows, ' SHOP  front ', nodeRowText).map(({ name }) => name)).toEqual(['web-frontend']);
    expect(filterRows(rows, 'nosidecar', nodeRowText).map(({ name }) => name)).toEqual(['cart']);
  });

  it('lets everything pass when it is empty', () => {
    expect(filterRows(rows, '  ', nodeRowText)).toBe(rows);
  });

  it('finds edges by their ends, reporter and health', () => {
    const nodes = [sampleNode('web'), sampleNode('cart')];
    const edges = listEdgeRows(sampleAnswer({ nodes, edges: [sampleEdge('web', 'cart', 1)] }));
    expect(filterRows(edges, 'web cart client healthy http', edgeRowText)).toHaveLength(1);
    expect(filterRows(edges, 'web server', edgeRowText)).toHaveLength(0);
  });
});
