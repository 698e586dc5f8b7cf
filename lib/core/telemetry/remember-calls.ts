import type { Call, CalledService, Party, Protocol, Reporter } from './traffic-sample';

/**
 * `find`, asked once about all calls that name the very same ends, as long as the function that is returned lives. Ends
 * that are equal but other objects count as others.
 */
export function rememberCalls<V extends object>(find: (call: Call) => V): (call: Call) => V {
  const bySource = new Map<Party, Map<Party, Map<CalledService, V[]>>>();
  return (call) => {
    const byDestination = childOf(bySource, call.source);
    const byService = childOf(byDestination, call.destination);
    const known = byService.get(call.service) ?? [];
    if (known.length === 0) byService.set(call.service, known);
    const slot = REPORTERS[call.reporter] + PROTOCOLS[call.protocol];
    return (known[slot] ??= find(call));
  };
}

const REPORTERS: Readonly<Record<Reporter, number>> = { source: 0, destination: 1, waypoint: 2 };
const PROTOCOLS: Readonly<Record<Protocol, number>> = { http: 0, grpc: 3, tcp: 6 };

function childOf<K, L, V>(maps: Map<K, Map<L, V>>, key: K): Map<L, V> {
  const known = maps.get(key);
  if (known !== undefined) return known;
  const made = new Map<L, V>();
  maps.set(key, made);
  return made;
}
