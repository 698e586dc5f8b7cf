import { describe, expect, it } from 'vitest';
import type { GraphEdge, HealthStatus } from '../graph/mesh-graph';
import { judgeGraph } from './judge-graph';
import type { LatencyObjective } from './judge-latency';
import { parseTolerance } from './parse-tolerance';
import { sampleEdge as edge, sampleGraph } from './sample-edges';
import { BUILT_IN_STANDARDS, type Standards } from './standards';
import type { ToleranceSet } from './tolerances';

function judge(edges: GraphEdge[], expected: Record<string, Partial<Standards>> = {}, lonely: string[] = []) {
  const judged = judgeGraph(sampleGraph(edges, lonely), ({ id }) => ({
    ...BUILT_IN_STANDARDS,
    ...expected[id],
  }));
  return {
    nodes: Object.fromEntries(judged.nodes.map(({ id, health }) => [id, health.status])),
    edges: judged.edges.map(({ health }) => health.status),
    all: [...judged.nodes, ...judged.edges],
    reasons: (id: string) => [...judged.nodes, ...judged.edges].find((one) => one.id === id)?.health.reasons,
  };
}

function tolerate(origin: string, degraded: number, failure: number, direction = '.*'): ToleranceSet {
  const tolerance = parseTolerance({ code: '5XX', protocol: 'http', direction, degraded, failure });
  if (!tolerance.ok) throw new Error(tolerance.problem.message);
  return { origin, tolerances: [tolerance.value] };
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

  it('gives a reason for every status but healthy', () => {
    const { all } = judge(
      [
        edge('a', 'b', { '200': 1, '500': 1 }),
        edge('b', 'c', { '200': 99, '500': 1 }),
        edge('c', 'd', { '200': 0 }),
        edge('c', 'd', {}, 'grpc'),
        edge('d', 'e', { '-': 0 }, 'tcp'),
        edge('d', 'f', { '-': 9 }, 'tcp', { errorRate: 9 }),
        edge('d', 'g', { '200': 3 }),
        edge('f', 'h', {}, 'grpc', { unit: 'messages', rate: 3 }),
      ],
      {},
      ['lonely'],
    );
    for (const { id, health } of all) {
      const expected: HealthStatus[] = ['healthy'];
      expect([id, health.reasons.length === 0]).toEqual([id, expected.includes(health.status)]);
    }
  });

  it('joins replicas with requests, the worse first', () => {
    const replicas = { desired: 2, ready: 0, available: 0 };
    const { reasons } = judge([edge('a', 'b', { '200': 99, '500': 1 })], {
      b: { workloads: [{ name: 'b', replicas }] },
    });
    expect(reasons('b')).toEqual([
      '0 of 2 replicas are available.',
      '1 % of inbound HTTP requests: 5xx; exceeds the 0 % tolerance for degraded.',
    ]);
  });

  it('says the same of an edge once, though both ends are asked', () => {
    expect(judge([edge('a', 'b', { '500': 1 })]).reasons('a>b>http')).toEqual([
      '100 % of HTTP requests: 5xx; exceeds the 10 % tolerance for failing.',
    ]);
  });

  it('judges what a service drawn between callers and workloads passes on as what came in', () => {
    const edges = [edge('a', 's', { '200': 1, '503': 1 }), edge('s', 'b', { '200': 1 })];
    const graph = sampleGraph(edges);
    const nodes = graph.nodes.map((node) =>
      node.id === 's' ? { ...node, flags: ['injectedService' as const] } : node,
    );
    const judged = judgeGraph({ nodes, edges }, () => BUILT_IN_STANDARDS);
    expect(judged.nodes.find(({ id }) => id === 's')?.health.reasons).toEqual([
      '50 % of inbound HTTP requests: 5xx; exceeds the 10 % tolerance for failing.',
    ]);
  });

  it('does not change the graph it was given', () => {
    const graph = sampleGraph([edge('a', 'b', { '500': 1 })]);
    const before = structuredClone(graph);
    judgeGraph(graph, () => BUILT_IN_STANDARDS);
    expect(graph).toEqual(before);
  });
});

describe('tolerances of the two ends of an edge', () => {
  const traffic = [edge('a', 'b', { '200': 95, '500': 5 })];
  const lenient = tolerate('the annotation on Service shop/b', 50, 80);
  const strict = tolerate('rate rule 1 in the health file', 1, 2);

  it('are both asked, and the worse counts', () => {
    expect(judge(traffic, { b: { tolerances: [lenient] } }).edges).toEqual(['degraded']);
    expect(judge(traffic, { a: { tolerances: [strict] }, b: { tolerances: [lenient] } }).edges).toEqual([
      'failing',
    ]);
    expect(judge(traffic, { a: { tolerances: [lenient] }, b: { tolerances: [strict] } }).edges).toEqual([
      'failing',
    ]);
    expect(judge(traffic, { a: { tolerances: [lenient] }, b: { tolerances: [lenient] } }).edges).toEqual([
      'healthy',
    ]);
  });

  it('are asked of calls out at the source and of calls in at the target', () => {
    const inbound = tolerate('x', 1, 2, 'inbound');
    const outbound = tolerate('x', 1, 2, 'outbound');
    const judged = (a: ToleranceSet, b: ToleranceSet) =>
      judge(traffic, { a: { tolerances: [a] }, b: { tolerances: [b] } });
    expect(judged(outbound, outbound)).toMatchObject({
      edges: ['failing'],
      nodes: { a: 'failing', b: 'healthy' },
    });
    expect(judged(inbound, inbound)).toMatchObject({
      edges: ['failing'],
      nodes: { a: 'healthy', b: 'failing' },
    });
    expect(judged(inbound, outbound)).toMatchObject({
      edges: ['healthy'],
      nodes: { a: 'healthy', b: 'healthy' },
    });
  });

  it('leave the edge as healthy as its ends where none applies', () => {
    const none = { tolerances: [] };
    const judged = judge(traffic, { a: none, b: none });
    expect(judged).toMatchObject({ edges: ['healthy'], nodes: { a: 'healthy', b: 'healthy' } });
  });

  it('are named in the reasons', () => {
    const { reasons } = judge(traffic, { a: { tolerances: [strict] }, b: { tolerances: [strict, lenient] } });
    expect(reasons('b')).toEqual([
      '5 % of inbound HTTP requests: 5xx; exceeds the 2 % failing tolerance of rate rule 1 in the health file.',
    ]);
    expect(reasons('a>b>http')).toEqual([
      '5 % of HTTP requests: 5xx; exceeds the 2 % failing tolerance of rate rule 1 in the health file.',
    ]);
  });
});

describe('connections', () => {
  it('are healthy while bytes flow, and a warning with failure flags', () => {
    const failed = edge('a', 'c', { '-': 100 }, 'tcp', { errorRate: 1 });
    const { nodes, edges } = judge([edge('a', 'b', { '-': 100 }, 'tcp'), failed]);
    expect(edges).toEqual(['healthy', 'degraded']);
    expect(nodes).toEqual({ a: 'degraded', b: 'healthy', c: 'degraded' });
  });

  it('that never came about count though no byte flowed', () => {
    const connections = { opened: 0, closed: 0, failed: 2 };
    const { nodes, reasons } = judge([edge('a', 'b', {}, 'tcp', { connections })]);
    expect(nodes).toEqual({ a: 'failing', b: 'failing' });
    expect(reasons('b')).toEqual([
      '100 % of inbound TCP connections failed; exceeds the 10 % tolerance for failing.',
    ]);
  });

  it('of a node are judged together', () => {
    const ended = (closed: number, failed: number) => ({ connections: { opened: 1, closed, failed } });
    const { nodes, edges } = judge([
      edge('a', 'c', { '-': 1 }, 'tcp', ended(0, 1)),
      edge('b', 'c', { '-': 1 }, 'tcp', ended(99, 0)),
    ]);
    expect(edges).toEqual(['failing', 'healthy']);
    expect(nodes).toEqual({ a: 'failing', b: 'healthy', c: 'degraded' });
  });
});

describe('messages', () => {
  const messages = edge('a', 'b', {}, 'grpc', { unit: 'messages', rate: 5, errorRate: 5 });
  const told = ['gRPC messages carry no statuses: failures cannot be told from successes.'];

  it('carry no statuses, so that nobody knows their health', () => {
    const { nodes, edges, reasons } = judge([messages]);
    expect({ nodes, edges }).toEqual({ nodes: { a: 'unknown', b: 'unknown' }, edges: ['unknown'] });
    expect([reasons('a'), reasons('b'), reasons(messages.id)]).toEqual([told, told, told]);
  });

  it('neither spoil nor improve what requests say', () => {
    const withCode = { ...messages, responses: [{ code: '14', flags: '-', host: 'h', rate: 5 }] };
    expect(judge([withCode, edge('a', 'b', { '200': 1 })]).nodes).toEqual({ a: 'healthy', b: 'healthy' });
    expect(judge([withCode, edge('a', 'b', { '500': 1 })]).nodes).toEqual({ a: 'failing', b: 'failing' });
  });
});

describe('latency objectives', () => {
  const objective: LatencyObjective = {
    quantile: 'p95',
    direction: 'inbound',
    degradedMs: 250,
    failingMs: 1000,
    origin: 'latency rule 1 in the health file',
  };
  const slow = (source: string, target: string, p95: number) =>
    edge(source, target, { '200': 1 }, 'http', { latencyMs: { p95 } });

  it('are those of the called, on its edges and on itself by the slowest of them', () => {
    const { nodes, edges, reasons } = judge(
      [slow('a', 'c', 300), slow('b', 'c', 700), slow('c', 'd', 9000)],
      {
        c: { objectives: [objective] },
      },
    );
    expect(edges).toEqual(['degraded', 'degraded', 'healthy']);
    expect(nodes).toEqual({ a: 'healthy', b: 'healthy', c: 'degraded', d: 'healthy' });
    expect(reasons('c')).toEqual([
      'p95 latency of calls from shop/b is 700 ms; exceeds the 250 ms degraded objective of latency rule 1 in the health file.',
    ]);
    expect(reasons('a>c>http')).toEqual([
      'p95 latency is 300 ms; exceeds the 250 ms degraded objective of latency rule 1 in the health file.',
    ]);
  });

  it('may be about calls out, too', () => {
    const { nodes, edges, reasons } = judge([slow('a', 'b', 1000)], {
      a: { objectives: [{ ...objective, direction: 'outbound' }] },
    });
    expect({ nodes, edges }).toEqual({ nodes: { a: 'failing', b: 'healthy' }, edges: ['failing'] });
    expect(reasons('a')?.[0]).toContain('of calls to shop/b is 1000 ms; reaches');
  });

  it('do not make traffic healthy, and are not about edges without latency', () => {
    const messages = edge('a', 'b', {}, 'grpc', { unit: 'messages', rate: 5, latencyMs: { p95: 1 } });
    expect(judge([messages], { b: { objectives: [objective] } }).edges).toEqual(['unknown']);
    expect(judge([edge('a', 'b', { '200': 1 })], { b: { objectives: [objective] } }).edges).toEqual([
      'healthy',
    ]);
  });
});
