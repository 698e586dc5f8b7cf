import type { GraphEdge, NodeTraffic } from './mesh-graph';

export function noTraffic(): NodeTraffic {
  return {
    http: { in: 0, out: 0, inErr: 0, outErr: 0 },
    grpc: { in: 0, out: 0, inErr: 0, outErr: 0 },
    tcp: { in: 0, out: 0 },
  };
}

/** The totals of every node that has an arrow: the sums of its arrows, by construction. */
export function sumTraffic(edges: readonly GraphEdge[]): ReadonlyMap<string, NodeTraffic> {
  const totals = new Map<string, NodeTraffic>();
  const of = (id: string) => {
    const known = totals.get(id) ?? noTraffic();
    totals.set(id, known);
    return known;
  };
  for (const { source, target, protocol, rate, errorRate } of edges) {
    const caller = of(source);
    const callee = of(target);
    if (protocol === 'tcp') {
      caller.tcp.out += rate;
      callee.tcp.in += rate;
    } else {
      caller[protocol].out += rate;
      caller[protocol].outErr += errorRate;
      callee[protocol].in += rate;
      callee[protocol].inErr += errorRate;
    }
  }
  return totals;
}
