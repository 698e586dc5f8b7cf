import { compareText } from '../mesh/compare-text';
import { joinKey } from '../mesh/join-key';
import { rememberOf } from '../mesh/remember-of';
import type { Party, TrafficSample } from '../telemetry/traffic-sample';
import type { NodeIdentity } from './mesh-graph';

/**
 * App and version of workload nodes, which their ids leave out: those under which most was reported. Nothing for other
 * nodes.
 */
export function nameWorkloads(
  traffic: readonly TrafficSample[],
): (identity: NodeIdentity) => Pick<NodeIdentity, 'app' | 'version'> {
  const known = new Map<string, Map<string, NameRate>>();
  const rateOf = rememberOf((party: Party) => findRate(known, party));
  for (const { source, destination, perSecond } of traffic) {
    if (source.workload !== undefined) rateOf(source).rate += perSecond;
    if (destination.workload !== undefined) rateOf(destination).rate += perSecond;
  }
  return (identity) => {
    if (identity.kind !== 'workload') return {};
    const names = [...(known.get(workloadKey(identity)) ?? [])];
    const [most] = names.sort(([a, x], [b, y]) => y.rate - x.rate || compareText(a, b));
    return most?.[1].names ?? {};
  };
}

interface NameRate {
  readonly names: Pick<Party, 'app' | 'version'>;
  rate: number;
}

/** What was reported of a workload under the names of one party. */
function findRate(known: Map<string, Map<string, NameRate>>, party: Party): NameRate {
  const { app, version } = party;
  const key = workloadKey(party);
  const rates = known.get(key) ?? new Map<string, NameRate>();
  known.set(key, rates);
  const name = joinKey(app, version);
  const rate = rates.get(name) ?? { names: { ...(app && { app }), ...(version && { version }) }, rate: 0 };
  rates.set(name, rate);
  return rate;
}

function workloadKey({ cluster, namespace, workload }: Party | NodeIdentity): string {
  return joinKey(cluster, namespace, workload);
}
