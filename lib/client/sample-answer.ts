import type { GraphAnswer, GraphEdge, GraphNode } from '@/lib/contracts/graph';
import type { GraphOverview } from '@/lib/contracts/graph-overview';

// Small parts of answers for the tests of this room.

export function sampleNode(id: string, fields: Partial<GraphNode> = {}): GraphNode {
  const none = { in: 0, out: 0, inErr: 0, outErr: 0 };
  return {
    id,
    kind: 'app',
    namespace: 'shop',
    app: id,
    traffic: { http: none, grpc: none, tcp: { in: 0, out: 0 } },
    flags: [],
    health: { status: 'healthy', reasons: [] },
    ...fields,
  };
}

export function sampleEdge(
  source: string,
  target: string,
  rate: number,
  fields: Partial<GraphEdge> = {},
): GraphEdge {
  return {
    id: `${source}-${target}`,
    source,
    target,
    protocol: 'http',
    unit: 'requests',
    rate,
    errorRate: 0,
    responses: [],
    reportedBy: { source: { rate, errorRate: 0 }, chosen: 'source' },
    mtls: { mutual: rate, plaintext: 0, unknown: 0 },
    principals: { source: [], destination: [] },
    health: { status: 'healthy', reasons: [] },
    ...fields,
  };
}

export function sampleAnswer(fields: Partial<GraphAnswer> = {}): GraphAnswer {
  const ok = { status: 'ok' as const, since: 1_700_000_000 };
  return {
    window: '5m',
    windowSeconds: 300,
    at: 1_700_000_100,
    level: 'versionedApp',
    serviceNodes: false,
    rates: { http: 'requests', grpc: 'requests', tcp: 'total' },
    legs: false,
    namespaces: ['shop'],
    sources: { prometheus: ok, kubernetes: ok, tracing: { ...ok, status: 'notConfigured' } },
    warnings: [],
    queries: [],
    nodes: [],
    edges: [],
    ...fields,
  };
}

/** That nothing is folded or left out. */
export const plainOverview: GraphOverview = {
  total: 1,
  shown: 1,
  leftOut: 0,
  lines: { shown: 0, leftOut: 0 },
  boxes: [],
  mergedEdges: [],
};
