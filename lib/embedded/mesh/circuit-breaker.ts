import { findDestinationRules, trafficPolicyFor } from './destination-rule';
import { meanMs, type LatencyModel } from './latency-model';
import { asRecord, type MeshWorkload } from './mesh-view';
import type { Scene } from './scene';
import type { RoutedService } from './service-names';

/** Beyond this a limit is as good as none, and not worth the arithmetic. */
const LARGEST_LIMIT = 10_000;
const DEFAULT_PENDING = 1024;

export interface Circuit {
  readonly client: MeshWorkload;
  readonly service: RoutedService;
  readonly subset: string | undefined;
  readonly servicePort: number;
}

export function circuitKey({ client, service, subset }: Circuit): string {
  return `${client.namespace}/${client.name} ${service.host} ${subset ?? ''}`;
}

/**
 * Share of requests that find a client's connection pool full: Erlang's loss formula for as many requests at once as
 * the DestinationRule lets one proxy have.
 */
export function overflowShare(scene: Scene, circuit: Circuit, protocol: string, time: LatencyModel): number {
  const offered = scene.offered.get(circuitKey(circuit)) ?? 0;
  if (offered === 0 || protocol === 'tcp') return 0;
  const limit = limitOf(scene, circuit, protocol);
  if (limit === undefined || limit > LARGEST_LIMIT) return 0;
  const perProxy = (offered * scene.loadPerSecond) / Math.max(1, circuit.client.pods.length);
  return erlangLoss((perProxy * meanMs(time)) / 1000, limit);
}

function limitOf(
  scene: Scene,
  { client, service, subset, servicePort }: Circuit,
  protocol: string,
): number | undefined {
  const asking = { namespace: client.namespace, labels: client.pods[0]?.labels ?? {} };
  const rules = findDestinationRules(scene.objects, asking, service.host, service.namespace);
  const pool = asRecord(trafficPolicyFor(rules, subset, servicePort)['connectionPool']);
  const connections = readLimit(asRecord(pool['tcp'])['maxConnections']);
  const pending = readLimit(asRecord(pool['http'])['http1MaxPendingRequests']);
  const requests = readLimit(asRecord(pool['http'])['http2MaxRequests']);
  if (protocol === 'grpc') return requests;
  // HTTP/1.1 needs a connection for each request; others wait until one is free.
  if (connections !== undefined) return connections + (pending ?? DEFAULT_PENDING);
  return pending ?? requests;
}

function readLimit(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 ? value : undefined;
}

export function erlangLoss(offered: number, servers: number): number {
  let loss = 1;
  for (let count = 1; count <= servers; count += 1) loss = (offered * loss) / (count + offered * loss);
  return loss;
}
