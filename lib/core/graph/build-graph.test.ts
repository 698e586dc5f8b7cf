import { describe, expect, it } from 'vitest';
import type { Party, TrafficSample } from '../telemetry/traffic-sample';
import { buildGraph, type GraphOptions } from './build-graph';
import type { MeshGraph } from './mesh-graph';
import { http, party, SAMPLE_NAMESPACE, twin } from './sample-traffic';

const gateway: Party = {
  cluster: 'east',
  namespace: 'istio-system',
  workload: 'istio-ingressgateway',
  app: 'istio-ingressgateway',
  version: 'latest',
};
const productpage = party('productpage');

const sample: TrafficSample[] = [
  ...twin(gateway, productpage, 20),
  ...twin(productpage, party('details'), 20),
  ...twin(productpage, party('reviews', 'v1'), 8),
  ...twin(productpage, party('reviews', 'v2'), 4),
  ...twin(productpage, party('reviews', 'v3'), 8),
  ...twin(party('reviews', 'v2'), party('ratings'), 4),
  ...twin(party('reviews', 'v3'), party('ratings'), 8),
];

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

function trafficOf(graph: MeshGraph, name: string) {
  const node = graph.nodes.find(({ id }) => short(graph, id) === name);
  if (node === undefined) throw new Error(`There is no node ${name}.`);
  return node.traffic;
}

describe('levels of detail', () => {
  it('draws an arrow between every two workloads that talk', () => {
    expect(arrows(build(sample))).toEqual({
      'istio-ingressgateway > productpage-v1': 20,
      'productpage-v1 > details-v1': 20,
      'productpage-v1 > reviews-v1': 8,
      'productpage-v1 > reviews-v2': 4,
      'productpage-v1 > reviews-v3': 8,
      'reviews-v2 > ratings-v1': 4,
      'reviews-v3 > ratings-v1': 8,
    });
  });

  it('puts the versions of an app together in an app graph', () => {
    expect(arrows(build(sample, { level: 'app' }))).toEqual({
      'istio-ingressgateway > productpage': 20,
      'productpage > details': 20,
      'productpage > reviews': 20,
      'reviews > ratings': 12,
    });
  });

  it('keeps versions apart in a versioned app graph', () => {
    const graph = build(sample, { level: 'versionedApp' });
    const reviews = graph.nodes.filter(({ app }) => app === 'reviews');
    expect(reviews.map(({ kind, version }) => [kind, version])).toEqual([
      ['app', 'v1'],
      ['app', 'v2'],
      ['app', 'v3'],
    ]);
    expect(graph.edges).toHaveLength(7);
  });

  it('draws services only in a service graph, except for callers that serve none', () => {
    expect(arrows(build(sample, { level: 'service' }))).toEqual({
      'istio-ingressgateway > service:productpage': 20,
      'service:productpage > service:details': 20,
      'service:productpage > service:reviews': 20,
      'service:reviews > service:ratings': 12,
    });
  });

  it('draws services between callers and workloads on demand, and marks them as drawn in', () => {
    const graph = build(sample, { serviceNodes: true });
    expect(arrows(graph)).toMatchObject({
      'productpage-v1 > service:reviews': 20,
      'service:reviews > reviews-v1': 8,
      'service:reviews > reviews-v2': 4,
      'service:reviews > reviews-v3': 8,
      'service:ratings > ratings-v1': 12,
    });
    const flagged = graph.nodes.filter(({ flags }) => flags.includes('injectedService'));
    expect(flagged.map(({ service }) => service).sort()).toEqual([
      'details',
      'productpage',
      'ratings',
      'reviews',
    ]);
    expect(trafficOf(graph, 'service:reviews').http).toEqual({ in: 20, out: 20, inErr: 0, outErr: 0 });
  });
});

describe('traffic that reached nobody', () => {
  const unserved = http('source', productpage, { version: 'latest' }, 3, { code: '503', flags: 'UH' });

  it('stays on the service and is not charged to a version', () => {
    const graph = build([...sample, unserved], { level: 'versionedApp' });
    const service = graph.nodes.find(({ kind }) => kind === 'service')!;
    expect(service).toMatchObject({
      service: 'reviews',
      namespace: SAMPLE_NAMESPACE,
      cluster: 'east',
      flags: [],
    });
    expect(service.traffic.http).toEqual({ in: 3, out: 0, inErr: 3, outErr: 0 });
    for (const node of graph.nodes.filter(({ app }) => app === 'reviews')) {
      expect(node.traffic.http.inErr).toBe(0);
    }
  });

  it('joins the service that is drawn between, with service nodes', () => {
    const graph = build([...sample, unserved], { serviceNodes: true });
    expect(arrows(graph)['productpage-v1 > service:reviews']).toBe(23);
    expect(trafficOf(graph, 'service:reviews').http).toEqual({ in: 23, out: 20, inErr: 3, outErr: 0 });
  });

  it('is a failure of the service in a service graph', () => {
    const graph = build([...sample, unserved], { level: 'service' });
    expect(trafficOf(graph, 'service:reviews').http).toMatchObject({ in: 23, inErr: 3 });
  });

  it('goes to a service without a name when the report names none, which is not who calls without a name', () => {
    const graph = build([http('source', gateway, {}, 1, { service: {}, code: '404', flags: 'NR' })]);
    expect(arrows(graph)).toEqual({ 'istio-ingressgateway > service:undefined': 1 });
    const both = build([
      http('source', gateway, {}, 1, { service: {}, code: '404', flags: 'NR' }),
      http('destination', {}, productpage, 2),
    ]);
    expect(both.nodes).toHaveLength(4);
  });
});

describe('traffic that leaves the mesh', () => {
  const outside = (name: string, source = productpage, code = '200') =>
    http('source', source, {}, 1, { service: { host: name, name }, code });

  it.each(['PassthroughCluster', 'BlackHoleCluster'])('keeps %s apart by calling namespace', (name) => {
    const graph = build([outside(name), outside(name, party('cart', 'v1', 'shop'))], { serviceNodes: true });
    const nodes = graph.nodes.filter(({ kind }) => kind === 'external');
    expect(nodes.map(({ namespace, service }) => [namespace, service]).sort()).toEqual([
      [SAMPLE_NAMESPACE, name],
      ['shop', name],
    ]);
    expect(graph.edges).toHaveLength(2);
  });

  it('draws a host outside as one external node, whoever calls', () => {
    const graph = build([outside('api.example.com'), outside('api.example.com', gateway)]);
    expect(arrows(graph)).toEqual({
      'istio-ingressgateway > external:api.example.com': 1,
      'productpage-v1 > external:api.example.com': 1,
    });
  });

  it('takes the host for a service of the cluster where its name says so', () => {
    const service = { host: 'reviews.bookinfo.svc.cluster.local' };
    const graph = build([http('source', productpage, {}, 1, { service, code: '503' })]);
    expect(graph.nodes.find(({ kind }) => kind === 'service')).toMatchObject({ namespace: SAMPLE_NAMESPACE });
  });

  it('draws no service between for passthrough traffic that reached a workload', () => {
    const service = { host: 'InboundPassthroughCluster', name: 'InboundPassthroughCluster' };
    const graph = build([http('destination', {}, productpage, 1, { service })], { serviceNodes: true });
    expect(arrows(graph)).toEqual({ 'unknown > productpage-v1': 1 });
  });
});

describe('a workload behind two services', () => {
  const shared = party('store');
  const as = (name: string) => ({
    service: { host: `${name}.${SAMPLE_NAMESPACE}.svc.cluster.local`, name, namespace: SAMPLE_NAMESPACE },
  });
  const traffic = [
    http('source', gateway, shared, 9, as('orders')),
    http('source', gateway, shared, 3, as('billing')),
    http('source', shared, party('details'), 20),
    http('source', shared, party('details'), 4, { code: '500' }),
  ];

  it('shares out its own calls in the proportion in which its services are called', () => {
    expect(arrows(build(traffic, { level: 'service' }))).toEqual({
      'istio-ingressgateway > service:orders': 9,
      'istio-ingressgateway > service:billing': 3,
      'service:orders > service:details': 18,
      'service:billing > service:details': 6,
    });
  });

  it('conserves what is called in all', () => {
    const graph = build(traffic, { level: 'service' });
    expect(trafficOf(graph, 'service:details').http).toEqual({ in: 24, out: 0, inErr: 4, outErr: 0 });
    const out = ['service:orders', 'service:billing'].map((name) => trafficOf(graph, name).http.outErr);
    expect(out).toEqual([3, 1]);
  });

  it('shares evenly where only bytes were received, since bytes weigh nothing against requests', () => {
    const bytes = { protocol: 'tcp', measure: 'tcpReceived' } as const;
    const { 2: calls } = traffic;
    const graph = build(
      [
        http('source', gateway, shared, 1000, { ...as('orders'), ...bytes }),
        http('source', gateway, shared, 1, { ...as('billing'), ...bytes }),
        calls!,
      ],
      { level: 'service' },
    );
    expect(arrows(graph)).toMatchObject({
      'service:orders > service:details': 10,
      'service:billing > service:details': 10,
    });
  });
});
