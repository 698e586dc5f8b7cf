import { describe, expect, it } from 'vitest';
import type { GraphEdge, GraphNode, HealthStatus, MeshGraph, NodeTraffic } from '../graph/mesh-graph';
import { noTraffic, sumTraffic } from '../graph/sum-traffic';
import type { Protocol } from '../telemetry/traffic-sample';
import { judgeGraph } from './judge-graph';

const unknown = { status: 'unknown', reasons: [] } as const;

function edge(
  source: string,
  target: string,
  rates: Record<string, number>,
  protocol: Protocol = 'http',
): GraphEdge {
  const responses = Object.entries(rates).map(([code, rate]) => ({ code, flags: '-', host: 'h', rate }));
  return {
    id: `${source}>${target}>${protocol}`,
    source,
    target,
    protocol,
    unit: protocol === 'tcp' ? 'bytes' : 'requests',
    rate: responses.reduce((sum, { rate }) => sum + rate, 0),
    errorRate: 0,
    responses,
    reportedBy: { chosen: 'source' },
    mtls: { mutual: 0, plaintext: 0, unknown: 0 },
    principals: { source: [], destination: [] },
    health: { ...unknown, reasons: [] },
  };
}

function graphOf(edges: GraphEdge[], extra: string[] = []): MeshGraph {
  const totals = sumTraffic(edges);
  const node = (id: string, traffic: NodeTraffic): GraphNode => ({
    id,
    kind: 'workload',
    workload: id,
    traffic,
    flags: [],
    health: { ...unknown, reasons: [] },
  });
  const ids = new Set([...totals.keys(), ...extra]);
  return { edges, nodes: [...ids].map((id) => node(id, totals.get(id) ?? noTraffic())) };
}

function judge(edges: GraphEdge[], extra: string[] = []) {
  const judged = judgeGraph(graphOf(edges, extra), () => undefined);
  return {
    nodes: Object.fromEntries(judged.nodes.map(({ id, health }) => [id, health.status])),
    edges: judged.edges.map(({ health }) => health.status),
    all: [...judged.nodes, ...judged.edges],
  };
}

describe('judgeGraph', () => {
  it('judges a failing arrow and both its ends', () => {
    const { nodes, edges } = judge([edge('a', 'b', { '200': 1, '500': 1 })]);
    expect({ nodes, edges }).toEqual({ nodes: { a: 'failing', b: 'failing' }, edges: ['failing'] });
  });

  it('judges a node by all it receives, not by each caller', () => {
    const { nodes, edges } = judge([edge('a', 'c', { '500': 1 }), edge('b', 'c', { '200': 99 })]);
    expect(edges).toEqual(['failing', 'healthy']);
    expect(nodes).toEqual({ a: 'failing', b: 'healthy', c: 'degraded' });
  });

  it('does not let healthy calls in hide failing calls out', () => {
    const { nodes } = judge([edge('a', 'b', { '200': 1000 }), edge('b', 'c', { '500': 1 })]);
    expect(nodes).toEqual({ a: 'healthy', b: 'failing', c: 'failing' });
  });

  it('does not let one protocol hide another', () => {
    const { nodes } = judge([edge('a', 'b', { '200': 1000 }), edge('a', 'b', { '14': 1 }, 'grpc')]);
    expect(nodes).toEqual({ a: 'failing', b: 'failing' });
  });

  it('takes bytes for a sign of life, and failure flags of connections for a warning', () => {
    const failed = { ...edge('a', 'c', { '-': 100 }, 'tcp'), errorRate: 1 };
    const { nodes, edges } = judge([edge('a', 'b', { '-': 100 }, 'tcp'), failed]);
    expect(edges).toEqual(['healthy', 'degraded']);
    expect(nodes).toEqual({ a: 'degraded', b: 'healthy', c: 'degraded' });
  });

  it('gives a reason for every status but healthy', () => {
    const { all } = judge(
      [
        edge('a', 'b', { '200': 1, '500': 1 }),
        edge('b', 'c', { '200': 99, '500': 1 }),
        edge('c', 'd', { '200': 0 }),
        edge('c', 'd', {}, 'grpc'),
        edge('d', 'e', { '-': 0 }, 'tcp'),
        { ...edge('d', 'f', { '-': 9 }, 'tcp'), errorRate: 9 },
        edge('d', 'g', { '200': 3 }),
      ],
      ['lonely'],
    );
    for (const { id, health } of all) {
      const expected: HealthStatus[] = ['healthy'];
      expect([id, health.reasons.length === 0]).toEqual([id, expected.includes(health.status)]);
    }
  });

  it('joins replicas with requests, the worse first', () => {
    const judged = judgeGraph(graphOf([edge('a', 'b', { '200': 99, '500': 1 })]), ({ id }) =>
      id === 'b' ? { desired: 2, ready: 0, available: 0 } : undefined,
    );
    expect(judged.nodes.find(({ id }) => id === 'b')?.health).toEqual({
      status: 'failing',
      reasons: [
        '0 of 2 replicas are available.',
        '1 % of inbound HTTP requests: 5xx; exceeds the 0 % tolerance for degraded.',
      ],
    });
  });

  it('does not change the graph it was given', () => {
    const graph = graphOf([edge('a', 'b', { '500': 1 })]);
    const before = structuredClone(graph);
    judgeGraph(graph, () => undefined);
    expect(graph).toEqual(before);
  });
});
