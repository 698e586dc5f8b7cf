import { compareText } from '../mesh/compare-text';
import { joinKey } from '../mesh/join-key';
import type { Party, TrafficSample } from '../telemetry/traffic-sample';
import type { NodeIdentity } from './mesh-graph';

/**
 * App and version of workload nodes, which their ids leave out: those under which most was reported. Nothing for other
 * nodes.
 */
export function nameWorkloads(
  traffic: readonly TrafficSample[],
): (identity: NodeIdentity) => Pick<NodeIdentity, 'app' | 'version'> {
  const known = new Map<string, Map<string, { names: Pick<Party, 'app' | 'version'>; rate: number }>>();
  for (const { source, destination, perSecond } of traffic) {
    for (const party of [source, destination]) {
      if (party.workload === undefined) continue;
      const { app, version } = party;
      const key = workloadKey(party);
      const names = known.get(key) ?? new Map();
      known.set(key, names);
      const name = joinKey(app, version);
      const rate = names.get(name)?.rate ?? 0;
      names.set(name, {
        names: { ...(app && { app }), ...(version && { version }) },
        rate: rate + perSecond,
      });
    }
  }
  return (identity) => {
    if (identity.kind !== 'workload') return {};
    const names = [...(known.get(workloadKey(identity)) ?? [])];
    const [most] = names.sort(([a, x], [b, y]) => y.rate - x.rate || compareText(a, b));
    return most?.[1].names ?? {};
  };
}

function workloadKey({ cluster, namespace, workload }: Party | NodeIdentity): string {
  return joinKey(cluster, namespace, workload);
}
