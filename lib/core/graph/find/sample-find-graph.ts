import type { FindEdge, FindNode } from './find-graph';

// Elements for tests of the expression language.

export function sampleNode(id: string, fields: Partial<FindNode> = {}): FindNode {
  const none = { in: 0, out: 0, inErr: 0, outErr: 0 };
  return {
    id,
    kind: 'app',
    namespace: 'shop',
    app: id,
    traffic: { http: none, grpc: none, tcp: { in: 0, out: 0 } },
    flags: [],
    health: { status: 'healthy' },
    ...fields,
  };
}

export function sampleEdge(source: string, target: string, fields: Partial<FindEdge> = {}): FindEdge {
  const { rate = 1 } = fields;
  return {
    id: `${source}>${target}`,
    source,
    target,
    protocol: 'http',
    unit: 'requests',
    rate,
    errorRate: 0,
    responses: [{ code: '200', flags: '-', host: `${target}.shop`, rate }],
    reportedBy: { chosen: 'source' },
    mtls: { mutual: 0, plaintext: 0, unknown: rate },
    principals: { source: [], destination: [] },
    health: { status: 'healthy' },
    ...fields,
  };
}

const web = sampleNode('web', {
  version: 'v1',
  workload: 'web-v1',
  pods: { total: 2, withoutProxy: 0 },
  traffic: {
    http: { in: 10, out: 10, inErr: 0, outErr: 0.5 },
    grpc: { in: 0, out: 0, inErr: 0, outErr: 0 },
    tcp: { in: 0, out: 0 },
  },
  config: [
    {
      kind: 'VirtualService',
      name: 'web-routes',
      summary: 'v1 90 % · v2 10 %; injects faults',
      destinations: [{ weight: 90 }, { weight: 10 }],
      traits: ['faultInjection', 'requestRouting'],
    },
  ],
});

/** A gateway calls web, web calls two versions of reviews, and these call a database; somebody unknown calls web. */
export const sampleShop = {
  nodes: [
    sampleNode('gateway', {
      namespace: 'istio-system',
      pods: { total: 1, withoutProxy: 0 },
      flags: ['gateway', 'root'],
      config: [],
    }),
    web,
    sampleNode('reviews-1', {
      app: 'reviews',
      version: 'v1',
      pods: { total: 2, withoutProxy: 1 },
      flags: ['someWithoutSidecar'],
      config: [],
    }),
    sampleNode('reviews-2', {
      app: 'reviews',
      version: 'v2',
      flags: ['noSidecar'],
      config: [],
      health: { status: 'degraded' },
    }),
    sampleNode('db', { kind: 'service', app: undefined, service: 'db', health: { status: 'unknown' } }),
    sampleNode('somebody', { kind: 'unknown', namespace: undefined, app: undefined, flags: ['root'] }),
    sampleNode('refunds', { flags: ['idle'], health: { status: 'notReady' } }),
  ],
  edges: [
    sampleEdge('gateway', 'web', {
      rate: 10,
      latencyMs: { p95: 20 },
      mtls: { mutual: 10, plaintext: 0, unknown: 0 },
      principals: { source: ['spiffe://local/ns/istio-system/sa/gateway'], destination: [] },
      via: ['shop/waypoint'],
    }),
    sampleEdge('web', 'reviews-1', {
      rate: 8,
      latencyMs: { p50: 100, p95: 300 },
      mtls: { mutual: 8, plaintext: 0, unknown: 0 },
      disagreement: 'The client counted more.',
    }),
    sampleEdge('web', 'reviews-2', {
      rate: 2,
      errorRate: 0.5,
      mtls: { mutual: 1, plaintext: 1, unknown: 0 },
      responses: [
        { code: '200', flags: '-', host: 'reviews.shop', rate: 1.5 },
        { code: '503', flags: 'UF,URX', host: 'reviews.shop', rate: 0.5 },
      ],
      health: { status: 'failing' },
    }),
    sampleEdge('reviews-1', 'db', {
      protocol: 'tcp',
      unit: 'bytes',
      rate: 1_200,
      errorRate: 600,
      responses: [],
      connections: { opened: 2, failed: 1 },
    }),
    sampleEdge('somebody', 'web', { rate: 0, responses: [] }),
  ],
} satisfies { nodes: FindNode[]; edges: FindEdge[] };
