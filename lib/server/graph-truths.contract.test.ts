import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPrometheusClient } from '@/lib/adapters/prometheus/client';
import { createTelemetry } from '@/lib/adapters/prometheus/telemetry';
import type { GraphAnswer, GraphEdge } from '@/lib/contracts/graph';
import { parseGraphRequest } from '@/lib/contracts/graph-request';
import { parseIstioNames, type IstioNames } from '@/lib/core/telemetry/istio-names';
import { startRealPrometheus, type RealPrometheus } from '@/lib/embedded/prometheus/real-prometheus';
import { writeSteadyCounters, type SteadyCounter } from '@/lib/embedded/prometheus/steady-counters';
import { getMeshGraph } from '@/lib/services/get-mesh-graph';
import { SourceLedger } from '@/lib/services/source-ledger';

// Meshes in which it is easy to count wrong, each told to a real Prometheus and asked for as the product asks.

const NOW = 1_750_000_000;
type Labels = Record<string, string>;

function party(end: 'source' | 'destination', name: string): Labels {
  if (name === 'unknown') {
    return {
      [`${end}_workload`]: 'unknown',
      [`${end}_workload_namespace`]: 'unknown',
      [`${end}_canonical_service`]: 'unknown',
      [`${end}_canonical_revision`]: end === 'source' ? 'unknown' : 'latest',
      [`${end}_cluster`]: 'unknown',
    };
  }
  const [namespace = '', workload = '', cluster = 'east'] = name.split('/');
  return {
    [`${end}_workload`]: workload,
    [`${end}_workload_namespace`]: namespace,
    [`${end}_canonical_service`]: workload.replace(/-v\d$/, ''),
    [`${end}_canonical_revision`]: /v\d$/.exec(workload)?.[0] ?? 'latest',
    [`${end}_cluster`]: cluster,
  };
}

/** Labels of a call between `namespace/workload` and `namespace/workload`, for a service of the callee's app. */
function call(reporter: string, from: string, to: string, more: Labels = {}): Labels {
  const [namespace = 'unknown', workload = 'unknown'] = to.split('/');
  const service = workload.replace(/-v\d$/, '');
  return {
    reporter,
    ...party('source', from),
    ...party('destination', to),
    destination_service: `${service}.${namespace}.svc.cluster.local`,
    destination_service_name: service,
    destination_service_namespace: namespace,
    request_protocol: 'http',
    response_code: '200',
    response_flags: '-',
    connection_security_policy: reporter === 'source' ? 'unknown' : 'mutual_tls',
    ...more,
  };
}

/** A call to a service of which no workload was reached. */
function unserved(from: string, service: string, namespace: string, more: Labels = {}): Labels {
  return call('source', from, `${namespace}/${service}`, {
    ...party('destination', 'unknown'),
    response_code: '503',
    response_flags: 'UH',
    ...more,
  });
}

const requests = (labels: Labels, rate: number): SteadyCounter => ({
  metric: 'istio_requests_total',
  labels,
  rate,
});
const counter = (metric: string, labels: Labels, rate: number): SteadyCounter => ({ metric, labels, rate });

function histogram(labels: Labels, buckets: Readonly<Record<string, number>>): SteadyCounter[] {
  return Object.entries(buckets).map(([le, rate]) =>
    counter('istio_request_duration_milliseconds_bucket', { ...labels, le }, rate),
  );
}

const grpc = { request_protocol: 'grpc', grpc_response_status: '0' };
const tcp = { request_protocol: 'tcp', response_code: '' };

const MESHES = {
  'a failure told twice': [
    requests(call('source', 'shop/web', 'shop/cart'), 7),
    requests(call('source', 'shop/web', 'shop/cart', { response_code: '503' }), 3),
    requests(call('destination', 'shop/web', 'shop/cart'), 7),
    requests(call('destination', 'shop/web', 'shop/cart', { response_code: '503', response_flags: 'UF' }), 3),
  ],
  'an alias': [
    requests(call('source', 'shop/web', 'shop/cart', { destination_service: 'cart.example.com' }), 10),
    requests(call('destination', 'shop/web', 'shop/cart'), 10),
  ],
  'a waypoint beside its client': [
    requests(call('source', 'shop/web', 'shop/cart'), 10),
    requests(call('waypoint', 'shop/web', 'shop/cart'), 10),
    requests(call('destination', 'shop/web', 'shop/cart'), 10),
  ],
  'callers from two namespaces': [
    requests(call('source', 'a/one', 'c/shared'), 10),
    requests(call('source', 'b/two', 'c/shared'), 5),
    requests(call('source', 'b/two', 'a/one'), 3),
  ],
  'failing calls across namespaces': [
    requests(call('source', 'b/two', 'a/one', { response_code: '500' }), 5),
    requests(call('destination', 'b/two', 'a/one', { response_code: '500' }), 5),
    requests(call('source', 'a/zero', 'a/one'), 5),
  ],
  'a callee without a proxy': [requests(call('source', 'shop/web', 'legacy/db'), 4)],
  'next to nothing': [requests(call('source', 'shop/web', 'shop/cart'), 3 / 7200)],
  'empty labels': [
    requests(
      call('destination', 'shop/web', 'shop/cart', {
        destination_service: '',
        destination_service_name: '',
        destination_canonical_service: '',
        destination_canonical_revision: '',
        response_flags: '',
      }),
      6,
    ),
  ],
  'three ways of protection': [
    requests(call('destination', 'shop/web', 'shop/cart-v1'), 6),
    requests(call('destination', 'shop/web', 'shop/cart-v2', { connection_security_policy: 'none' }), 3),
    requests(call('destination', 'shop/web', 'shop/cart-v3', { connection_security_policy: '' }), 1),
    requests(
      call('destination', 'shop/web', 'shop/cart-v1', { source_principal: 'spiffe://x/ns/shop/sa/web' }),
      2,
    ),
    requests(
      call('destination', 'shop/web', 'shop/cart-v1', { source_principal: 'spiffe://x/ns/shop/sa/old' }),
      2,
    ),
    counter(
      'istio_tcp_received_bytes_total',
      call('destination', 'shop/web', 'shop/cart-v1', { ...tcp, connection_security_policy: 'none' }),
      5000,
    ),
    requests(call('source', 'shop/web', 'shop/quiet'), 1),
  ],
  'two versions, one fast and one slow': [
    requests(call('source', 'shop/web', 'shop/cart-v1'), 90),
    requests(call('source', 'shop/web', 'shop/cart-v2'), 10),
    ...histogram(call('source', 'shop/web', 'shop/cart-v1', { response_code: '200' }), {
      '10': 90,
      '1000': 90,
      '+Inf': 90,
    }),
    ...histogram(call('source', 'shop/web', 'shop/cart-v2', { destination_service: 'cart.shop' }), {
      '10': 0,
      '1000': 10,
      '+Inf': 10,
    }),
  ],
  'bytes of two protocols': [
    requests(call('source', 'shop/web', 'shop/cart'), 10),
    requests(call('source', 'shop/web', 'shop/cart', grpc), 10),
    counter('istio_request_bytes_sum', call('source', 'shop/web', 'shop/cart'), 1000),
    counter('istio_request_bytes_sum', call('waypoint', 'shop/web', 'shop/cart'), 1000),
    counter('istio_request_bytes_sum', call('destination', 'shop/web', 'shop/cart'), 1000),
    counter('istio_response_bytes_sum', call('source', 'shop/web', 'shop/cart', grpc), 70),
  ],
  'classified requests': [
    requests(call('destination', 'shop/web', 'shop/cart', { request_operation: 'read' }), 4),
    requests(call('destination', 'shop/web', 'shop/cart', { request_operation: 'write' }), 2),
    requests(call('destination', 'shop/web', 'shop/cart', { request_operation: 'unknown' }), 1),
    counter('istio_tcp_received_bytes_total', call('destination', 'shop/web', 'shop/cart', tcp), 300),
  ],
  'a workload behind two services': [
    requests(call('source', 'shop/web', 'shop/core', { destination_service_name: 'small' }), 1),
    requests(call('source', 'shop/web', 'shop/core', { destination_service_name: 'large' }), 20),
    requests(call('source', 'shop/core', 'shop/db'), 21),
  ],
  'gRPC that fails below gRPC': [
    requests(
      call('source', 'shop/web', 'shop/cart', {
        ...grpc,
        response_code: '503',
        grpc_response_status: '14',
      }),
      2,
    ),
    requests(call('source', 'shop/web', 'shop/cart', grpc), 8),
  ],
  'nothing but success and a strange code': [
    requests(call('source', 'shop/web', 'shop/cart', { response_code: '299' }), 2),
  ],
  'hosts that look like namespaces': [
    requests(
      unserved('other/web', 'x.api.com', 'unknown', {
        destination_service: 'x.api.com',
        destination_service_name: 'x.api.com',
      }),
      5,
    ),
    requests(
      unserved('other/web', 'cart', 'unknown', { destination_service: 'cart.api.svc.cluster.local' }),
      2,
    ),
    requests(call('source', 'api/self', 'api/cart'), 1),
  ],
  'two meshes': [
    requests(call('source', 'shop/web', 'shop/cart', { mesh_id: 'blue' }), 1),
    requests(call('source', 'shop/web', 'shop/cart', { mesh_id: 'green', response_code: '500' }), 9),
  ],
  'a host outside, called from two namespaces': [
    requests(
      unserved('a/one', 'api.example.com', 'outside', {
        destination_service: 'api.example.com',
        response_code: '200',
        response_flags: '-',
      }),
      2,
    ),
    requests(
      unserved('b/two', 'api.example.com', 'outside', {
        destination_service: 'api.example.com',
        response_code: '200',
        response_flags: '-',
      }),
      3,
    ),
  ],
  'a waypoint nobody declares': [
    requests(call('waypoint', 'shop/web', 'shop/cart'), 10),
    ...(['source', 'destination'] as const).map((reporter) =>
      counter(
        'istio_tcp_received_bytes_total',
        call(reporter, 'shop/web', 'shop/cart', { ...tcp, ...party('destination', 'shop/gate') }),
        4000,
      ),
    ),
    counter('istio_tcp_sent_bytes_total', call('destination', 'shop/gate', 'shop/cart', tcp), 4000),
  ],
  'a sidecar calling an ambient workload': [
    requests(call('source', 'shop/web', 'shop/cart'), 10),
    counter('istio_tcp_received_bytes_total', call('destination', 'shop/web', 'shop/cart', tcp), 900),
    counter(
      'istio_tcp_received_bytes_total',
      call('destination', 'shop/web', 'shop/cart', { ...tcp, connection_security_policy: 'unknown' }),
      100,
    ),
  ],
  retries: [
    requests(call('source', 'shop/web', 'shop/cart'), 10),
    requests(call('destination', 'shop/web', 'shop/cart'), 10),
    requests(call('destination', 'shop/web', 'shop/cart', { response_code: '503' }), 4),
  ],
  'client and server that differ': [
    requests(call('source', 'shop/web', 'shop/cart'), 7),
    requests(call('source', 'shop/web', 'shop/cart', { response_code: '504', response_flags: 'UT' }), 3),
    requests(call('destination', 'shop/web', 'shop/cart'), 10),
  ],
  'a version and a service that fails': [
    requests(call('source', 'shop/web', 'shop/cart-v1'), 9),
    requests(unserved('shop/web', 'cart', 'shop'), 1),
  ],
  'a gateway without a route': [
    requests(
      unserved('istio-system/gateway', 'unknown', 'unknown', {
        destination_service: 'unknown',
        response_code: '404',
        response_flags: 'NR',
      }),
      1,
    ),
    requests(call('destination', 'unknown', 'istio-system/gateway'), 1),
  ],
  connections: [
    counter('istio_tcp_received_bytes_total', call('source', 'shop/web', 'shop/db', tcp), 300),
    counter('istio_tcp_sent_bytes_total', call('source', 'shop/web', 'shop/db', tcp), 700),
    counter('istio_tcp_connections_opened_total', call('source', 'shop/web', 'shop/db', tcp), 2),
    counter('istio_tcp_connections_closed_total', call('source', 'shop/web', 'shop/db', tcp), 1.5),
    counter(
      'istio_tcp_connections_closed_total',
      call('source', 'shop/web', 'shop/db', { ...tcp, response_flags: 'UF' }),
      0.5,
    ),
    counter('istio_tcp_connections_failed_total', call('source', 'shop/web', 'shop/db', tcp), 0.25),
    counter(
      'istio_tcp_sent_bytes_total',
      call('destination', 'unknown', 'shop/db', { ...tcp, request_protocol: '' }),
      50,
    ),
  ],
  'a gRPC stream': [
    counter('istio_request_messages_total', call('source', 'shop/web', 'shop/feed', grpc), 50),
    counter('istio_response_messages_total', call('source', 'shop/web', 'shop/feed', grpc), 200),
  ],
  'one name in two clusters': [
    requests(call('source', 'shop/web', 'shop/cart/east'), 1),
    requests(call('source', 'shop/web', 'shop/cart/west'), 2),
    // The client does not know in which cluster the endpoint was.
    requests(call('source', 'shop/web', 'shop/search/west', { destination_cluster: 'unknown' }), 5),
    requests(call('destination', 'shop/web', 'shop/search/west'), 5),
  ],
} as const satisfies Record<string, readonly SteadyCounter[]>;

let prometheus: RealPrometheus;

beforeAll(async () => {
  const counters = Object.entries(MESHES).flatMap(([mesh, series]) =>
    series.map((one): SteadyCounter => ({ ...one, labels: { ...one.labels, mesh } })),
  );
  const renamed = MESHES['a failure told twice'].map(
    ({ labels: { source_workload = '', ...labels }, rate }): SteadyCounter => ({
      metric: 'mesh:requests:total',
      labels: { ...labels, src: source_workload, mesh: 'renamed' },
      rate,
    }),
  );
  // Two hours and a bit, for what happens next to never.
  prometheus = await startRealPrometheus(readAll(writeSteadyCounters([...counters, ...renamed], NOW, 7500)));
});

afterAll(() => prometheus?.close());

function readAll(lines: Iterable<string>): string {
  return [...lines].join('');
}

async function graphOf(
  mesh: keyof typeof MESHES | 'renamed',
  query: string,
  { scope = '', names }: { scope?: string; names?: IstioNames } = {},
): Promise<GraphAnswer> {
  const request = parseGraphRequest(
    new URLSearchParams(`at=${NOW}&${query.includes('window') ? '' : 'window=10m&'}${query}`),
  );
  if (!request.ok) throw new Error(request.problem.message);
  const client = createPrometheusClient({
    url: prometheus.url,
    scope: [
      { name: 'mesh', op: '=', value: mesh },
      ...(scope === '' ? [] : [{ name: 'mesh_id', op: '=', value: scope } as const]),
    ],
  });
  const nowSeconds = () => NOW;
  const ports = {
    telemetry: createTelemetry(client, names),
    ledger: new SourceLedger(nowSeconds),
    nowSeconds,
  };
  try {
    const graph = await getMeshGraph(ports, request.value);
    if (!graph.ok) throw new Error(graph.problem.message);
    expect(graph.value.sources.prometheus.status).toBe('ok');
    return graph.value;
  } finally {
    client.close();
  }
}

function nodeNamed(graph: GraphAnswer, name: string) {
  const found = graph.nodes.filter(({ id }) => short(id) === name);
  if (found.length !== 1) throw new Error(`${name} is there ${found.length} times.`);
  return found[0]!;
}

/** `web`, `cart-v1`, `service cart`, `unknown`. */
function short(id: string): string {
  const [kind, , , service, app, workload, version] = id.split('|');
  if (kind === 'unknown') return 'unknown';
  if (kind === 'service' || kind === 'external') return `${kind} ${service}`;
  return workload || `${app}${version ? ` ${version}` : ''}`;
}

function edgesOf(graph: GraphAnswer): Record<string, number> {
  return Object.fromEntries(
    graph.edges.map(({ source, target, protocol, rate }) => [
      `${short(source)} > ${short(target)} ${protocol}`,
      Number(rate.toPrecision(6)),
    ]),
  );
}

function edge(graph: GraphAnswer, name: string): GraphEdge {
  const found = graph.edges.filter(
    ({ source, target, protocol }) => `${short(source)} > ${short(target)} ${protocol}` === name,
  );
  if (found.length !== 1)
    throw new Error(`${name} is there ${found.length} times: ${Object.keys(edgesOf(graph)).join('; ')}`);
  return found[0]!;
}

const LEVELS = ['versionedApp', 'app', 'workload'] as const;

describe('reporters', () => {
  it.each(LEVELS)('that word a failure differently count it once: %s (R8)', async (level) => {
    const graph = await graphOf('a failure told twice', `level=${level}`);
    expect(graph.edges).toHaveLength(1);
    expect(graph.edges[0]?.rate).toBeCloseTo(10, 6);
    expect(graph.edges[0]?.errorRate).toBeCloseTo(3, 6);
  });

  it('that name another host of the same service count its requests once (R8)', async () => {
    const graph = await graphOf('an alias', 'level=workload&serviceNodes=true');
    expect(edgesOf(graph)).toEqual({ 'web > service cart http': 10, 'service cart > cart http': 10 });
  });

  it.each(['', '&namespaces=shop', '&legs=true'])(
    'client, waypoint and server are never added up%s',
    async (query) => {
      const graph = await graphOf('a waypoint beside its client', `level=workload${query}`);
      expect(edgesOf(graph)).toEqual({ 'web > cart http': 10 });
      const { source, waypoint, destination } = graph.edges[0]!.reportedBy;
      expect([source, waypoint, destination].map((one) => one?.rate.toFixed(3))).toEqual([
        '10.000',
        '10.000',
        '10.000',
      ]);
      expect(nodeNamed(graph, 'cart').traffic.http.in).toBeCloseTo(10, 6);
      expect(graph.edges[0]?.disagreement).toBeUndefined();
    },
  );

  it('that differ by retries are both told, with the reason', async () => {
    const { edges } = await graphOf('retries', 'level=workload');
    expect(edges[0]?.rate).toBeCloseTo(10, 6);
    expect(edges[0]?.disagreement).toBe(
      'The client counts 10 requests/s with none failing, the server 14 requests/s with 4/s of them failing. ' +
        'Retries and mirrored requests count once at the client and each time at the server.',
    );
  });

  it('that differ in what failed are both told', async () => {
    const { edges } = await graphOf('client and server that differ', 'level=workload');
    expect(edges[0]?.disagreement).toBe(
      'The client counts 10 requests/s with 3/s of them failing, the server 10 requests/s with none failing.',
    );
  });
});

describe('several namespaces', () => {
  it('give a shared node the sum of its arrows, whether or not its own namespace is asked for', async () => {
    for (const namespaces of ['a,b', 'a,b,c', 'c']) {
      const graph = await graphOf('callers from two namespaces', `level=workload&namespaces=${namespaces}`);
      expect(nodeNamed(graph, 'shared').traffic.http.in).toBeCloseTo(15, 6);
    }
    const graph = await graphOf('callers from two namespaces', 'level=workload&namespaces=a,b');
    expect(nodeNamed(graph, 'one').traffic.http.in).toBeCloseTo(3, 6);
  });

  it('all count for the health of a node', async () => {
    const graph = await graphOf('failing calls across namespaces', 'level=versionedApp&namespaces=a,b');
    expect(nodeNamed(graph, 'one').health).toEqual({
      status: 'failing',
      reasons: [expect.stringContaining('50 % of inbound HTTP requests: 5xx')],
    });
  });

  it('show a callee without a proxy in its own', async () => {
    const graph = await graphOf('a callee without a proxy', 'level=workload&namespaces=legacy');
    expect(edgesOf(graph)).toEqual({ 'web > db http': 4 });
  });

  it('are no part of a host name, but of a cluster’s own', async () => {
    const graph = await graphOf('hosts that look like namespaces', 'level=workload&namespaces=api');
    expect(edgesOf(graph)).toEqual({ 'web > service cart http': 2, 'self > cart http': 1 });
  });
});

describe('numbers', () => {
  it('are never rounded away: three requests in two hours are three requests', async () => {
    const graph = await graphOf('next to nothing', 'level=workload&window=2h');
    expect(graph.edges[0]!.rate * graph.windowSeconds).toBeCloseTo(3, 6);
  });

  it('are kept where labels are empty', async () => {
    const graph = await graphOf('empty labels', 'level=workload');
    expect(edgesOf(graph)).toEqual({ 'web > cart http': 6 });
    expect(new Set(graph.warnings.map(({ code }) => code))).toEqual(new Set(['label-absent']));
  });

  it('of classified requests are one arrow, and leave other protocols alone', async () => {
    const graph = await graphOf('classified requests', 'level=workload&serviceNodes=true');
    expect(edgesOf(graph)).toEqual({
      'web > service cart http': 7,
      'service cart > cart http': 7,
      'web > service cart tcp': 300,
      'service cart > cart tcp': 300,
    });
  });

  it('of a workload behind two services are shared out among them in a service graph', async () => {
    const graph = await graphOf('a workload behind two services', 'level=service');
    expect(edgesOf(graph)).toMatchObject({
      'service small > service db http': 1,
      'service large > service db http': 20,
    });
    expect(nodeNamed(graph, 'service small').traffic.http).toMatchObject({ out: 1 });
    expect(nodeNamed(graph, 'service db').traffic.http.in).toBeCloseTo(21, 6);
  });

  it('follow the scope in every query', async () => {
    const blue = await graphOf('two meshes', 'level=workload&namespaces=shop', { scope: 'blue' });
    expect(blue.edges).toEqual([expect.objectContaining({ errorRate: 0 })]);
    expect(blue.edges[0]?.health.status).toBe('healthy');
    const asked = blue.queries.filter(({ text }) => text !== 'time()');
    expect(asked.length).toBeGreaterThan(3);
    for (const { text } of asked) {
      const selectors = text.match(/istio_\w+\{[^}]*\}/g) ?? [];
      expect(selectors.length).toBeGreaterThan(0);
      for (const selector of selectors) expect(selector).toContain('mesh_id="blue"');
    }
  });

  it('are found under other names of metrics and labels', async () => {
    const names = parseIstioNames('istio_requests_total=mesh:requests:total', 'source_workload=src');
    if (!names.ok) throw new Error(names.problem.message);
    const graph = await graphOf('renamed', 'level=workload', { names: names.value });
    expect(edgesOf(graph)).toEqual({ 'web > cart http': 10 });
  });
});

describe('mTLS', () => {
  it('adds up over all series of an arrow, apart for each protocol, with all principals', async () => {
    const graph = await graphOf('three ways of protection', 'level=app');
    const http = edge(graph, 'web > cart http');
    expect(http.mtls.mutual).toBeCloseTo(10, 6);
    expect(http.mtls.plaintext).toBeCloseTo(3, 6);
    expect(http.mtls.unknown).toBeCloseTo(1, 6);
    expect(http.principals.source).toEqual(['spiffe://x/ns/shop/sa/old', 'spiffe://x/ns/shop/sa/web']);
    expect(edge(graph, 'web > cart tcp').mtls).toMatchObject({ mutual: 0, plaintext: 5000 });
  });

  it('is unknown, and not none, where only the client reports (R7)', async () => {
    const graph = await graphOf('three ways of protection', 'level=app');
    const { mtls } = edge(graph, 'web > quiet http');
    expect([mtls.mutual, mtls.plaintext, mtls.unknown.toFixed(3)]).toEqual([0, 0, '1.000']);
  });

  it('of requests that ztunnel carried is what ztunnel saw', async () => {
    const graph = await graphOf('a sidecar calling an ambient workload', 'level=workload');
    expect(edgesOf(graph)).toEqual({ 'web > cart http': 10 });
    const { mtls } = graph.edges[0]!;
    expect([mtls.mutual.toFixed(3), mtls.plaintext, mtls.unknown.toFixed(3)]).toEqual(['9.000', 0, '1.000']);
  });
});

describe('latency and throughput', () => {
  it('of an app are quantiles of all its versions and hosts together', async () => {
    const graph = await graphOf('two versions, one fast and one slow', 'level=app');
    const { latencyMs } = edge(graph, 'web > cart http');
    // 95 of 100 lie in the middle of the slow version's bucket.
    expect(latencyMs?.p95).toBeCloseTo(505, 0);
    expect(latencyMs?.p50).toBeCloseTo(50 / 9, 3);
  });

  it('of a version are its own', async () => {
    const graph = await graphOf('two versions, one fast and one slow', 'level=versionedApp');
    expect(edge(graph, 'web > cart-v1 http').latencyMs?.p95).toBeCloseTo(9.5, 6);
  });

  it('belong to their protocol, and are those of one reporter', async () => {
    const graph = await graphOf('bytes of two protocols', 'level=workload');
    expect(edge(graph, 'web > cart http').throughput?.request).toBeCloseTo(1000, 6);
    expect(edge(graph, 'web > cart grpc').throughput).toMatchObject({ request: 0 });
    expect(edge(graph, 'web > cart grpc').throughput?.response).toBeCloseTo(70, 6);
  });
});

describe('health', () => {
  it('of gRPC suffers from failures below gRPC', async () => {
    const graph = await graphOf('gRPC that fails below gRPC', 'level=workload');
    expect(graph.edges[0]?.health).toMatchObject({ status: 'failing' });
    expect(graph.edges[0]?.errorRate).toBeCloseTo(2, 6);
  });

  it('is the same for node and arrow where no tolerance speaks of what came', async () => {
    const graph = await graphOf('nothing but success and a strange code', 'level=workload');
    expect(graph.edges[0]?.health.status).toBe('healthy');
    expect(nodeNamed(graph, 'cart').health.status).toBe('healthy');
  });
});

describe('special ends', () => {
  it.each([...LEVELS])('requests that reached no workload stay with the service: %s', async (level) => {
    const graph = await graphOf('a version and a service that fails', `level=${level}`);
    const version = graph.nodes.find(
      ({ kind, app, workload }) => kind !== 'service' && (app ?? workload)?.startsWith('cart'),
    );
    expect(version?.traffic.http).toMatchObject({ inErr: 0 });
    expect(nodeNamed(graph, 'service cart').traffic.http.inErr).toBeCloseTo(1, 6);
  });

  it('a host outside the mesh is one node, whoever calls it', async () => {
    const graph = await graphOf('a host outside, called from two namespaces', 'level=versionedApp');
    expect(nodeNamed(graph, 'external api.example.com')).toMatchObject({ namespace: 'outside' });
    expect(nodeNamed(graph, 'external api.example.com').traffic.http.in).toBeCloseTo(5, 6);
  });

  it('a waypoint is known by what was reported, without any object that declares it', async () => {
    const folded = await graphOf('a waypoint nobody declares', 'level=workload');
    expect(edgesOf(folded)).toEqual({ 'web > cart http': 10 });
    expect(folded.edges[0]?.via).toEqual(['shop/gate']);
    const shown = await graphOf('a waypoint nobody declares', 'level=workload&legs=true');
    expect(edgesOf(shown)).toEqual({
      'web > cart http': 10,
      'web > gate tcp': 4000,
      'gate > cart tcp': 4000,
    });
  });

  it('who is called without a name is not who calls without a name', async () => {
    const graph = await graphOf('a gateway without a route', 'level=workload');
    expect(edgesOf(graph)).toEqual({ 'gateway > service  http': 1, 'unknown > gateway http': 1 });
  });

  it('workloads of one name in two clusters are two, and a cluster that one side knows is known', async () => {
    const graph = await graphOf('one name in two clusters', 'level=workload');
    const ends = graph.edges.map(({ target, rate }) => [
      target.split('|')[1],
      short(target),
      rate.toFixed(3),
    ]);
    expect(ends).toEqual([
      ['east', 'cart', '1.000'],
      ['west', 'cart', '2.000'],
      ['west', 'search', '5.000'],
    ]);
  });
});

describe('TCP and gRPC messages', () => {
  it('tells bytes in both directions from the client’s side, and how connections fared', async () => {
    const graph = await graphOf('connections', 'level=workload');
    const { bytes, connections, rate } = edge(graph, 'web > db tcp');
    expect([rate, bytes?.toServer, bytes?.toClient].map((one) => one?.toFixed(3))).toEqual([
      '1000.000',
      '300.000',
      '700.000',
    ]);
    expect(connections?.opened).toBeCloseTo(2, 6);
    expect(connections?.closed).toBeCloseTo(1.5, 6);
    expect(connections?.failed).toBeCloseTo(0.75, 6);
    expect(edge(graph, 'unknown > db tcp').rate).toBeCloseTo(50, 6);
  });

  it.each([
    ['sent', 300],
    ['received', 700],
    ['total', 1000],
  ])('counts TCP bytes %s', async (rate, expected) => {
    const graph = await graphOf('connections', `level=workload&rateTcp=${rate}`);
    expect(edge(graph, 'web > db tcp').rate).toBeCloseTo(expected, 6);
  });

  it.each([
    ['requests', undefined],
    ['sent', 50],
    ['received', 200],
    ['total', 250],
  ])('counts gRPC %s', async (rate, expected) => {
    const graph = await graphOf('a gRPC stream', `level=workload&rateGrpc=${rate}`);
    if (expected === undefined) {
      expect(graph.edges).toEqual([]);
      return;
    }
    expect(edge(graph, 'web > feed grpc')).toMatchObject({ unit: 'messages', errorRate: 0 });
    expect(edge(graph, 'web > feed grpc').rate).toBeCloseTo(expected, 6);
  });
});
