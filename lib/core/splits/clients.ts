import type { CallCount } from './call-count';
import type { RouteClients } from './split-verdict';

/** Workloads that are gateways or waypoints, as `namespace/name`: in their namespace they are nobody's sidecar. */
export type Proxies = ReadonlySet<string>;

/** The calls that clients made, as whoever routes them tells. */
export function callsOf(
  clients: RouteClients,
  counts: readonly CallCount[],
  proxies: Proxies,
): { readonly routed: CallCount[]; readonly toldByServers: CallCount[] } {
  const own = counts.filter((call) => madeBy(clients, call, proxies));
  const teller = clients.kind === 'waypoint' ? 'waypoint' : 'source';
  return {
    routed: own.filter(({ reporter }) => reporter === teller),
    toldByServers: own.filter(({ reporter }) => reporter === 'destination'),
  };
}

function madeBy(
  { kind, namespaces, workloads }: RouteClients,
  { source }: CallCount,
  proxies: Proxies,
): boolean {
  // A waypoint speaks for whoever calls by way of it.
  if (kind === 'waypoint') return true;
  if (source.workload === undefined || source.namespace === undefined) return false;
  if (workloads.some(({ namespace, name }) => namespace === source.namespace && name === source.workload))
    return true;
  return namespaces.includes(source.namespace) && !proxies.has(`${source.namespace}/${source.workload}`);
}
