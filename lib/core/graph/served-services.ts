import type { CallPair } from '../telemetry/pair-calls';
import { joinKey } from '../mesh/join-key';
import type { Call, Party, TrafficSample } from '../telemetry/traffic-sample';
import { compareText } from '../mesh/compare-text';
import type { NodeIdentity } from './mesh-graph';
import { nodeId, serviceIdentity } from './node-identity';
import type { ServedServices } from './place-call';

/**
 * Learns from inbound traffic which services each workload serves. A workload behind several services does its own
 * calls on behalf of all of them: they are shared out in the proportion in which the services are called, so that
 * nothing is counted twice.
 */
export function servedServices(pairs: ReadonlyMap<string, CallPair<TrafficSample>>): ServedServices {
  let shares: ReturnType<typeof learnShares> | undefined;
  // Only graphs of services ask.
  return (call: Call) => (shares ??= learnShares(pairs)).get(partyKey(call.source)) ?? [];
}

function learnShares(pairs: ReadonlyMap<string, CallPair<TrafficSample>>) {
  const inbound = new Map<string, Map<string, { identity: NodeIdentity; rate: number }>>();
  for (const pair of pairs.values()) {
    for (const sample of pair.reports.get(pair.chosen) ?? []) addInbound(inbound, sample);
  }
  return new Map([...inbound].map(([workload, services]) => [workload, toShares(services)]));
}

function addInbound(
  inbound: Map<string, Map<string, { identity: NodeIdentity; rate: number }>>,
  sample: TrafficSample,
): void {
  const identity = serviceIdentity(sample);
  // Bytes and requests cannot be weighed against each other: only requests decide, bytes merely tell that it serves.
  const weight = sample.measure === 'requests' ? sample.perSecond : 0;
  if (identity?.kind !== 'service' || sample.destination.workload === undefined) return;
  const key = partyKey(sample.destination);
  const services = inbound.get(key) ?? new Map<string, { identity: NodeIdentity; rate: number }>();
  inbound.set(key, services);
  const id = nodeId(identity);
  const known = services.get(id);
  if (known === undefined) services.set(id, { identity, rate: weight });
  else known.rate += weight;
}

function toShares(services: ReadonlyMap<string, { identity: NodeIdentity; rate: number }>) {
  const all = [...services].sort(([a], [b]) => compareText(a, b)).map(([, service]) => service);
  const total = all.reduce((sum, { rate }) => sum + rate, 0);
  if (!(total > 0)) return all.map(({ identity }) => ({ identity, share: 1 / all.length }));
  // A share of nothing would draw an arrow without traffic.
  return all.filter(({ rate }) => rate > 0).map(({ identity, rate }) => ({ identity, share: rate / total }));
}

function partyKey({ cluster, namespace, workload, app, version }: Party): string {
  return workload === undefined
    ? joinKey(cluster, namespace, undefined, app, version)
    : joinKey(cluster, namespace, workload);
}
