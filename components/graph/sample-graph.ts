import type { GraphAnswer, GraphEdge, GraphNode, HealthStatus, NodeFlag } from '@/lib/contracts/graph';

/** Made-up answers for tests: a book shop behind a gateway, and a larger mesh of any size. */

interface NodeFields {
  namespace?: string;
  version?: string;
  flags?: NodeFlag[];
  status?: HealthStatus;
  rate?: number;
}

export function sampleNode(kind: GraphNode['kind'], name: string, fields: NodeFields = {}): GraphNode {
  const { namespace, version, flags = [], status = 'healthy', rate = 4 } = fields;
  const nothing = { in: 0, out: 0, inErr: 0, outErr: 0 };
  const identity =
    kind === 'service' || kind === 'external'
      ? { service: name }
      : kind === 'workload'
        ? { workload: name }
        : kind === 'app'
          ? { app: name, workload: version ? `${name}-${version}` : name }
          : {};
  return {
    id: [kind, namespace ?? '', name, version ?? ''].join('|'),
    kind,
    ...identity,
    ...(namespace === undefined ? {} : { namespace }),
    ...(version === undefined ? {} : { version }),
    traffic: { http: { ...nothing, in: rate }, grpc: nothing, tcp: { in: 0, out: 0 } },
    flags,
    health: { status, reasons: status === 'healthy' ? [] : [`${name} is ${status}`] },
  };
}

interface EdgeFields {
  protocol?: GraphEdge['protocol'];
  rate?: number;
  errorRate?: number;
  status?: HealthStatus;
  p95?: number;
  mutualShare?: number;
}

export function sampleEdge(source: GraphNode, target: GraphNode, fields: EdgeFields = {}): GraphEdge {
  const { protocol = 'http', rate = 4, errorRate = 0, status = 'healthy', p95, mutualShare = 1 } = fields;
  return {
    id: `${source.id}→${target.id}→${protocol}`,
    source: source.id,
    target: target.id,
    protocol,
    unit: protocol === 'tcp' ? 'bytes' : 'requests',
    rate,
    errorRate,
    responses: [],
    reportedBy: { destination: { rate, errorRate }, chosen: 'destination' },
    mtls: { mutual: rate * mutualShare, plaintext: rate * (1 - mutualShare), unknown: 0 },
    principals: { source: [], destination: [] },
    ...(p95 === undefined ? {} : { latencyMs: { p95 } }),
    health: { status, reasons: [] },
  };
}

export function sampleAnswer(nodes: GraphNode[], edges: GraphEdge[]): GraphAnswer {
  const ok = { status: 'ok' as const, since: 1_900_000_000 };
  return {
    window: '5m',
    windowSeconds: 300,
    at: 1_900_000_300,
    level: 'versionedApp',
    serviceNodes: true,
    rates: { http: 'requests', grpc: 'requests', tcp: 'total' },
    legs: false,
    namespaces: [...new Set(nodes.flatMap(({ namespace }) => namespace ?? []))].toSorted(),
    sources: { prometheus: ok, kubernetes: ok, tracing: ok },
    warnings: [],
    queries: [],
    nodes,
    edges,
  };
}

/** Gateway → product page → details, and reviews in three versions → ratings, which fails; service nodes between. */
export function sampleBookShop(): GraphAnswer {
  const shop = (name: string, version: string, fields: NodeFields = {}) =>
    sampleNode('app', name, { namespace: 'bookinfo', version, ...fields });
  const service = (name: string, fields: NodeFields = {}) =>
    sampleNode('service', name, { namespace: 'bookinfo', flags: ['injectedService'], ...fields });
  const gateway = sampleNode('app', 'istio-ingressgateway', {
    namespace: 'istio-system',
    version: 'latest',
    flags: ['gateway', 'root'],
  });
  const pageService = service('productpage');
  const page = shop('productpage', 'v1');
  const detailsService = service('details');
  const details = shop('details', 'v1');
  const reviewsService = service('reviews');
  const reviews1 = shop('reviews', 'v1');
  const reviews2 = shop('reviews', 'v2', { status: 'degraded' });
  const reviews3 = shop('reviews', 'v3', { flags: ['noSidecar'] });
  const ratingsService = service('ratings', { status: 'failing' });
  const ratings = shop('ratings', 'v1', { status: 'failing' });
  const database = shop('mongodb', 'v1');
  const answer = sampleAnswer(
    [
      gateway,
      pageService,
      page,
      detailsService,
      details,
      reviewsService,
      reviews1,
      reviews2,
      reviews3,
      ratingsService,
      ratings,
      database,
    ],
    [
      sampleEdge(gateway, pageService, { rate: 12.4, p95: 62 }),
      sampleEdge(pageService, page, { rate: 12.4, p95: 61 }),
      sampleEdge(page, detailsService, { rate: 12.3, p95: 8 }),
      sampleEdge(detailsService, details, { rate: 12.3, p95: 8 }),
      sampleEdge(page, reviewsService, { rate: 12.4, p95: 48 }),
      sampleEdge(reviewsService, reviews1, { rate: 4.1, p95: 12 }),
      sampleEdge(reviewsService, reviews2, { rate: 4.2, p95: 510, status: 'degraded', errorRate: 0.03 }),
      sampleEdge(reviewsService, reviews3, { rate: 4.1, p95: 33, mutualShare: 0 }),
      sampleEdge(reviews2, ratingsService, { rate: 4.2, p95: 20, status: 'failing', errorRate: 0.9 }),
      sampleEdge(reviews3, ratingsService, { rate: 4.1, p95: 20 }),
      sampleEdge(ratingsService, ratings, { rate: 8.3, p95: 20, status: 'failing', errorRate: 0.9 }),
      sampleEdge(ratings, database, { rate: 1_240, protocol: 'tcp' }),
    ],
  );
  return answer;
}

/** A mesh of `size` workloads in `namespaces` namespaces, six tiers deep, always the same for the same numbers. */
export function sampleMesh(size: number, namespaces: number, edgesPerNode = 2): GraphAnswer {
  let state = 7;
  const pick = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  const words = [
    'cart',
    'orders',
    'search',
    'price',
    'stock',
    'mail',
    'auth',
    'feed',
    'media',
    'tax',
    'audit',
    'geo',
  ];
  const nodes = Array.from({ length: size }, (_, index) =>
    sampleNode('workload', `${words[index % words.length]}-${index}`, {
      namespace: `team-${['atlas', 'birch', 'cedar', 'delta', 'ember', 'flint'][index % namespaces] ?? index % namespaces}`,
      status: index % 23 === 5 ? 'failing' : index % 17 === 3 ? 'degraded' : 'healthy',
      flags: index % 19 === 4 ? ['noSidecar'] : [],
    }),
  );
  const edges = new Map<string, GraphEdge>();
  for (const [index, target] of nodes.entries()) {
    const tier = Math.floor((index * 6) / size);
    if (tier === 0) continue;
    const from = Math.floor(((tier - 1) * size) / 6);
    for (let count = 0; count < edgesPerNode; count += 1) {
      const near = pick(10) < 7;
      let at = from + pick(Math.max(1, Math.floor(size / 6)));
      if (near) while (at < size - 1 && at % namespaces !== index % namespaces) at += 1;
      const source = nodes[Math.min(at, index - 1)];
      if (!source) continue;
      const failing = target.health.status === 'failing';
      const edge = sampleEdge(source, target, {
        rate: 0.5 + pick(4_000) / 10,
        errorRate: failing ? 1 : 0,
        status: failing ? 'failing' : 'healthy',
        protocol: index % 13 === 7 ? 'tcp' : 'http',
        p95: 5 + pick(300),
      });
      edges.set(edge.id, edge);
    }
  }
  return sampleAnswer(nodes, [...edges.values()]);
}
