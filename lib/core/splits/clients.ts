import type { CallCount } from './call-count';
import type { RouteClients } from './split-verdict';

/** Workloads that no sidecar speaks for, as `namespace/name`. */
export interface Bystanders {
  /** Gateways and waypoints. */
  readonly proxies: ReadonlySet<string>;
  /** What is in ambient mode: a waypoint routes its requests, or nobody. */
  readonly ambient: ReadonlySet<string>;
}

/** The calls that clients made, as whoever routes them tells. */
export function callsOf(
  clients: RouteClients,
  counts: readonly CallCount[],
  bystanders: Bystanders,
): { readonly routed: CallCount[]; readonly toldByServers: CallCount[] } {
  const own = counts.filter((call) => madeBy(clients, call, bystanders));
  const teller = clients.kind === 'waypoint' ? 'waypoint' : 'source';
  return {
    routed: own.filter(({ reporter }) => reporter === teller),
    toldByServers: own.filter(({ reporter }) => reporter === 'destination'),
  };
}

function madeBy(
  { kind, namespaces, workloads }: RouteClients,
  { source }: CallCount,
  { proxies, ambient }: Bystanders,
): boolean {
  // A waypoint speaks for whoever calls by way of it.
  if (kind === 'waypoint') return true;
  if (source.workload === undefined || source.namespace === undefined) return false;
  if (workloads.some(({ namespace, name }) => namespace === source.namespace && name === source.workload))
    return true;
  const name = `${source.namespace}/${source.workload}`;
  return namespaces.includes(source.namespace) && !proxies.has(name) && !ambient.has(name);
}

/** Connections of workloads in ambient mode straight to workloads: no route was followed. */
export function unroutedCalls(counts: readonly CallCount[], { proxies, ambient }: Bystanders): CallCount[] {
  return counts.filter(
    ({ reporter, measure, source, destination }) =>
      reporter === 'source' &&
      measure === 'connectionsOpened' &&
      ambient.has(`${source.namespace ?? ''}/${source.workload ?? ''}`) &&
      !proxies.has(`${destination.namespace ?? ''}/${destination.workload ?? ''}`),
  );
}
