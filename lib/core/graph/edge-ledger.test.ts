import { describe, expect, it } from 'vitest';
import type { TrafficSample } from '../telemetry/traffic-sample';
import { buildGraph, type GraphOptions } from './build-graph';
import type { GraphEdge, MeshGraph } from './mesh-graph';
import { http, party, SAMPLE_NAMESPACE, twin } from './sample-traffic';

const productpage = party('productpage');

function build(traffic: TrafficSample[], options: Partial<GraphOptions> = {}): MeshGraph {
  return buildGraph(
    { traffic, histograms: [], sums: [] },
    { level: 'workload', serviceNodes: false, idle: false, ...options },
  );
}

/** A short name for a node, to read assertions by. */
function short(graph: MeshGraph, id: string): string {
  const node = graph.nodes.find((candidate) => candidate.id === id);
  if (node === undefined) throw new Error(`There is no node ${id}.`);
  if (node.kind === 'service' || node.kind === 'external') return `${node.kind}:${node.service}`;
  return node.workload ?? node.app ?? node.kind;
}

function arrows(graph: MeshGraph): Record<string, number> {
  return Object.fromEntries(
    graph.edges
      .map((edge) => [`${short(graph, edge.source)} > ${short(graph, edge.target)}`, edge.rate] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function only(graph: MeshGraph): GraphEdge {
  expect(graph.edges).toHaveLength(1);
  return graph.edges[0]!;
}

function trafficOf(graph: MeshGraph, name: string) {
  const node = graph.nodes.find(({ id }) => short(graph, id) === name);
  if (node === undefined) throw new Error(`There is no node ${name}.`);
  return node.traffic;
}

describe('reporters', () => {
  it('never adds reporters that disagree', () => {
    const edge = only(
      build([
        http('source', productpage, party('details'), 7),
        http('source', productpage, party('details'), 3, { code: '503' }),
        http('destination', productpage, party('details'), 7),
        http('destination', productpage, party('details'), 3, { code: '503', flags: 'UF' }),
      ]),
    );
    expect(edge).toMatchObject({ rate: 10, errorRate: 3, reportedBy: { chosen: 'source' } });
    expect(edge.responses).toEqual([
      { code: '200', flags: '-', host: 'details.bookinfo.svc.cluster.local', rate: 7 },
      { code: '503', flags: '-', host: 'details.bookinfo.svc.cluster.local', rate: 3 },
    ]);
  });

  it('shows what each of three reporters counted and takes the client', () => {
    const edge = only(
      build([
        http('destination', productpage, party('details'), 12),
        http('waypoint', productpage, party('details'), 11, { security: 'mutual' }),
        http('source', productpage, party('details'), 10),
      ]),
    );
    expect(edge.rate).toBe(10);
    expect(edge.reportedBy).toEqual({
      source: { rate: 10, errorRate: 0 },
      waypoint: { rate: 11, errorRate: 0 },
      destination: { rate: 12, errorRate: 0 },
      chosen: 'source',
    });
  });

  it('takes the waypoint where the client does not report', () => {
    const edge = only(
      build([
        http('destination', productpage, party('details'), 12),
        http('waypoint', productpage, party('details'), 11, { security: 'mutual' }),
      ]),
    );
    expect(edge).toMatchObject({ rate: 11, mtls: { mutual: 11 }, reportedBy: { chosen: 'waypoint' } });
  });

  it('shows a destination without a proxy', () => {
    const graph = build([http('source', productpage, party('legacy'), 5)]);
    expect(arrows(graph)).toEqual({ 'productpage-v1 > legacy-v1': 5 });
    expect(only(graph).mtls).toEqual({ mutual: 0, plaintext: 0, unknown: 5 });
  });

  it('shows callers that nobody knows from the report of the server alone', () => {
    const graph = build([http('destination', {}, productpage, 2, { security: 'plaintext' })]);
    expect(arrows(graph)).toEqual({ 'unknown > productpage-v1': 2 });
    expect(only(graph)).toMatchObject({
      mtls: { mutual: 0, plaintext: 2, unknown: 0 },
      reportedBy: { destination: { rate: 2 }, chosen: 'destination' },
    });
  });

  it('pairs reports by workload where the server names another of its services', () => {
    const there = party('reviews', 'v1');
    const other = {
      host: 'reviews-v1.bookinfo.svc.cluster.local',
      name: 'reviews-v1',
      namespace: SAMPLE_NAMESPACE,
    };
    const traffic = [
      http('source', productpage, there, 6),
      http('destination', productpage, there, 6, { service: other }),
    ];
    for (const level of ['workload', 'app', 'versionedApp', 'service'] as const) {
      const edge = only(build(traffic, { level }));
      expect(edge).toMatchObject({ rate: 6, mtls: { mutual: 6, plaintext: 0, unknown: 0 } });
    }
    expect(arrows(build(traffic, { serviceNodes: true }))).toEqual({
      'productpage-v1 > service:reviews': 6,
      'service:reviews > reviews-v1': 6,
    });
  });

  it('draws no arrow of its own for a second reporter that knows less of an end', () => {
    const { version: _version, app: _app, ...nameless } = productpage;
    const traffic = [
      http('source', productpage, party('details'), 6),
      http('destination', nameless, party('details'), 6),
    ];
    for (const level of ['versionedApp', 'app', 'workload', 'service'] as const) {
      const edge = only(build(traffic, { level }));
      expect(edge).toMatchObject({
        rate: 6,
        reportedBy: { source: { rate: 6 }, destination: { rate: 6 } },
        mtls: { mutual: 6 },
      });
    }
  });

  it('takes the server where the report of the client has gone quiet, idle arrows shown or not', () => {
    const traffic = [
      http('source', productpage, party('details'), 0),
      http('destination', productpage, party('details'), 4),
    ];
    for (const idle of [true, false]) {
      expect(only(build(traffic, { idle }))).toMatchObject({
        rate: 4,
        mtls: { mutual: 4 },
        reportedBy: { chosen: 'destination' },
      });
    }
  });
});

describe('what an arrow tells', () => {
  it('adds TCP bytes of both directions and keeps them apart', () => {
    const tcp = (measure: 'tcpSent' | 'tcpReceived', perSecond: number): TrafficSample => {
      const { code: _code, ...rest } = http('source', productpage, party('mongodb'), perSecond);
      return { ...rest, protocol: 'tcp', measure };
    };
    const graph = build([tcp('tcpSent', 900), tcp('tcpReceived', 100)]);
    const edge = only(graph);
    expect(edge).toMatchObject({ protocol: 'tcp', rate: 1000, bytes: { toServer: 100, toClient: 900 } });
    expect(edge.latencyMs).toBeUndefined();
    expect(trafficOf(graph, 'mongodb-v1')).toMatchObject({ tcp: { in: 1000, out: 0 }, http: { in: 0 } });
  });

  it('keeps protocols apart between the same two ends', () => {
    const there = party('details');
    const graph = build([
      http('source', productpage, there, 2),
      http('source', productpage, there, 3, { protocol: 'grpc', code: '0' }),
    ]);
    expect(graph.edges.map(({ protocol, rate }) => [protocol, rate])).toEqual([
      ['grpc', 3],
      ['http', 2],
    ]);
  });

  it('tells mTLS by what the server saw, in its own rates', () => {
    const there = party('details');
    const edge = only(
      build([
        http('source', productpage, there, 10),
        http('destination', productpage, there, 9),
        http('destination', productpage, there, 3, { security: 'plaintext' }),
      ]),
    );
    expect(edge.mtls).toEqual({ mutual: 9, plaintext: 3, unknown: 0 });
  });

  it('adds mTLS up over everything an arrow stands for', () => {
    const graph = build(
      [
        ...twin(productpage, party('reviews', 'v1'), 6),
        http('source', productpage, party('reviews', 'v2'), 4),
        http('destination', productpage, party('reviews', 'v2'), 4, { security: 'plaintext' }),
      ],
      { level: 'app' },
    );
    expect(only(graph).mtls).toEqual({ mutual: 6, plaintext: 4, unknown: 0 });
  });

  it('believes ztunnel about mTLS on the side of the client', () => {
    const { code: _code, ...rest } = http('source', productpage, party('details'), 50);
    const graph = build([{ ...rest, protocol: 'tcp', measure: 'tcpSent', security: 'mutual' }]);
    expect(only(graph).mtls).toEqual({ mutual: 50, plaintext: 0, unknown: 0 });
  });

  it('lists the identities that either side saw, sorted and once', () => {
    const seen = (principal: string) => ({ ...productpage, principal });
    const edge = only(
      build([
        http('source', seen('spiffe://b'), party('details'), 1),
        http('destination', seen('spiffe://a'), party('details'), 1),
        http('destination', seen('spiffe://b'), party('details'), 1),
      ]),
    );
    expect(edge.principals).toEqual({ source: ['spiffe://a', 'spiffe://b'], destination: [] });
  });

  it('counts low rates in full', () => {
    const rate = 1 / 7200;
    expect(only(build([http('source', productpage, party('details'), rate)])).rate).toBe(rate);
  });

  it('leaves out arrows without traffic unless idle ones are wanted', () => {
    const traffic = [http('source', productpage, party('details'), 0)];
    expect(build(traffic)).toEqual({ nodes: [], edges: [], unplaced: 0 });
    expect(only(build(traffic, { idle: true })).rate).toBe(0);
  });

  it('keeps workloads of the same name in two clusters apart', () => {
    const west = { ...party('details'), cluster: 'west' };
    const graph = build([...twin(productpage, party('details'), 1), ...twin(productpage, west, 2)]);
    expect(graph.edges.map(({ rate }) => rate)).toEqual([1, 2]);
  });

  it('falls back to the workload where the app is not known, and to the app where the workload is not', () => {
    const graph = build(
      [
        http(
          'source',
          { workload: 'cron', namespace: SAMPLE_NAMESPACE },
          { app: 'details', namespace: SAMPLE_NAMESPACE },
          1,
        ),
      ],
      { level: 'versionedApp' },
    );
    expect(graph.nodes.map(({ kind, app, workload }) => ({ kind, app, workload }))).toEqual([
      { kind: 'app', app: 'details', workload: undefined },
      { kind: 'workload', app: undefined, workload: 'cron' },
    ]);
  });
});
