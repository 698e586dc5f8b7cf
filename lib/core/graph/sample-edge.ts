import type { GraphEdge } from './mesh-graph';

/** One request per second in mutual TLS, all of them answered; for tests. */
export function healthyEdge(source: string, target: string, fields: Partial<GraphEdge> = {}): GraphEdge {
  return {
    id: `${source}>${target}`,
    source,
    target,
    protocol: 'http',
    unit: 'requests',
    rate: 1,
    errorRate: 0,
    responses: [],
    reportedBy: { source: { rate: 1, errorRate: 0 }, chosen: 'source' },
    mtls: { mutual: 1, plaintext: 0, unknown: 0 },
    principals: { source: [], destination: [] },
    health: { status: 'healthy', reasons: [] },
    ...fields,
  };
}
