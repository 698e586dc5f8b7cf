import type { GraphEdge, GraphNode, MeshGraph } from '../graph/mesh-graph';
import { noTraffic, sumTraffic } from '../graph/sum-traffic';
import type { Protocol } from '../telemetry/traffic-sample';

// Makers of graphs that nobody has judged yet, for tests.

/** An edge that answers `rates[code]` requests per second with each code. */
export function sampleEdge(
  source: string,
  target: string,
  rates: Readonly<Record<string, number>>,
  protocol: Protocol = 'http',
  more: Partial<GraphEdge> = {},
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
    health: { status: 'unknown', reasons: [] },
    ...more,
  };
}

/** The graph of these edges: workloads `shop/…` named as the ends are, and `lonely` ones that nobody calls. */
export function sampleGraph(edges: readonly GraphEdge[], lonely: readonly string[] = []): MeshGraph {
  const totals = sumTraffic(edges);
  const ids = new Set([...totals.keys(), ...lonely]);
  const nodes = [...ids].map((id): GraphNode => ({
    id,
    kind: 'workload',
    namespace: 'shop',
    workload: id,
    traffic: totals.get(id) ?? noTraffic(),
    flags: [],
    health: { status: 'unknown', reasons: [] },
  }));
  return { nodes, edges: [...edges] };
}
