import type { Call } from '../telemetry/traffic-sample';
import type { GraphLevel, NodeIdentity } from './mesh-graph';
import { partyIdentity, serviceIdentity } from './node-identity';

/** Keeps calls of which the node is an end, or the service that is called. What the node leaves open is free. */
export function callsOf<T extends Call>(calls: readonly T[], node: NodeIdentity, level: GraphLevel): T[] {
  // In a service graph workloads stand for themselves only where no service does: ask for what was reported.
  const detail = level === 'service' ? 'workload' : level;
  return calls.filter((call) =>
    [partyIdentity(call.source, detail), partyIdentity(call.destination, detail), serviceIdentity(call)].some(
      (identity) => identity !== undefined && fits(identity, node),
    ),
  );
}

function fits(identity: NodeIdentity, wanted: NodeIdentity): boolean {
  return Object.entries(wanted).every(
    ([field, value]) => value === undefined || Reflect.get(identity, field) === value,
  );
}
