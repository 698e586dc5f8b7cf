import type { ObjectReader } from '../kubernetes/object-store';
import type { Behaviour, Entry, OutgoingCall, World } from '../worlds/world';
import type { LatencyModel } from './latency-model';
import { asList, asRecord, readWorkloads, type MeshWorkload } from './mesh-view';
import { routeCall, type RoutedShare } from './route-call';
import { fullHost, type RoutedService } from './service-names';

/** Steady traffic of one kind between two workloads, in parts of the world's load. */
export interface Flow {
  readonly source: MeshWorkload;
  readonly service: RoutedService;
  /** Absent when no endpoint was reached. */
  readonly destination?: MeshWorkload;
  readonly code: string;
  readonly flags: string;
  readonly factor: number;
  /** What the server takes; the client sees a little more. */
  readonly serverTime: LatencyModel;
  /** What the client's proxy makes a request wait before it sends it. */
  readonly delayMs?: number;
  readonly requestBytes: LatencyModel;
  readonly responseBytes: LatencyModel;
}

const REFUSAL_TIME: LatencyModel = { medianMs: 0.4, sigma: 0.4 };
const SMALL_BODY: LatencyModel = { medianMs: 300, sigma: 0.2 };
/** Far deeper than any world's call chain: ends loops that configuration may build. */
const DEEPEST_CALL = 24;

/** What planning looks things up in. */
interface Scene {
  readonly objects: ObjectReader;
  readonly workloads: readonly MeshWorkload[];
  readonly behaviourOf: (workload: MeshWorkload) => Behaviour | undefined;
}

type Headers = Readonly<Record<string, string>>;

/** All traffic that the world makes under its present configuration. */
export function planTraffic(world: World, objects: ObjectReader): Flow[] {
  const workloads = readWorkloads(objects, world.trustDomain);
  const scene: Scene = { objects, workloads, behaviourOf: indexBehaviours(world.behaviours) };
  return mergeFlows(world.entries.flatMap((entry) => enter(scene, entry)));
}

function enter(scene: Scene, entry: Entry): Flow[] {
  const gateway = scene.workloads.find(
    ({ namespace, name }) => namespace === entry.gatewayNamespace && name === entry.gatewayWorkload,
  );
  if (gateway === undefined) return [];
  const { host, path, headers } = entry;
  const routed = gatewaysOf(scene.objects, gateway).map((name) =>
    routeCall(scene.objects, scene.workloads, {
      clientNamespace: gateway.namespace,
      host,
      path,
      headers,
      gateway: name,
    }),
  );
  const shares =
    routed.find((found) => found.some(({ workload }) => workload !== undefined)) ?? routed[0] ?? [];
  return send(scene, gateway, shares, entry.share, headers, 0);
}

/** The flows of some requests, and of all that they cause further on. */
function send(
  scene: Scene,
  source: MeshWorkload,
  shares: readonly RoutedShare[],
  factor: number,
  headers: Headers,
  depth: number,
): Flow[] {
  return shares.flatMap((share) => {
    const part = factor * share.share;
    const flow = toFlow(scene, source, share, part, headers);
    const { workload } = share;
    if (workload === undefined || depth >= DEEPEST_CALL) return [flow];
    const caused = (scene.behaviourOf(workload)?.calls ?? []).flatMap((call) =>
      send(
        scene,
        workload,
        callFrom(scene, workload, call, headers),
        part * call.perRequest,
        headers,
        depth + 1,
      ),
    );
    return [flow, ...caused];
  });
}

function callFrom(scene: Scene, source: MeshWorkload, call: OutgoingCall, headers: Headers): RoutedShare[] {
  return routeCall(scene.objects, scene.workloads, {
    clientNamespace: source.namespace,
    host: fullHost(call.host, source.namespace),
    path: call.path,
    headers,
    gateway: 'mesh',
  });
}

/** Istio Gateways whose selector takes this gateway's pods, as `namespace/name`. */
function gatewaysOf(objects: ObjectReader, gateway: MeshWorkload): string[] {
  const labels = gateway.pods[0]?.labels ?? {};
  return objects
    .list('gateways', { group: 'networking.istio.io' })
    .filter((object) => {
      const selector = Object.entries(asRecord(asRecord(object['spec'])['selector']));
      return (
        asList(asRecord(object['spec'])['servers']).length > 0 && selector.every(([k, v]) => labels[k] === v)
      );
    })
    .map(({ metadata }) => `${metadata.namespace ?? 'default'}/${metadata.name}`);
}

function indexBehaviours(behaviours: readonly Behaviour[]): Scene['behaviourOf'] {
  const byName = new Map(
    behaviours.map((behaviour) => [`${behaviour.namespace}/${behaviour.workload}`, behaviour]),
  );
  return ({ namespace, name }) => byName.get(`${namespace}/${name}`);
}

function toFlow(
  scene: Scene,
  source: MeshWorkload,
  share: RoutedShare,
  factor: number,
  headers: Headers,
): Flow {
  const { workload, service, failure } = share;
  if (workload === undefined) {
    return {
      source,
      service,
      code: failure?.code ?? '503',
      flags: failure?.flags ?? '-',
      factor,
      serverTime: REFUSAL_TIME,
      requestBytes: SMALL_BODY,
      responseBytes: SMALL_BODY,
    };
  }
  const behaviour = scene.behaviourOf(workload);
  const own = responseTime(scene, workload, headers, 0);
  return {
    source,
    service,
    destination: workload,
    code: '200',
    flags: share.delayMs === undefined ? '-' : 'DI',
    factor,
    serverTime: own,
    ...(share.delayMs === undefined ? {} : { delayMs: share.delayMs }),
    requestBytes: behaviour?.requestBytes ?? SMALL_BODY,
    responseBytes: behaviour?.responseBytes ?? SMALL_BODY,
  };
}

/** A workload answers when it and everything it calls, one after the other, are done. */
function responseTime(scene: Scene, workload: MeshWorkload, headers: Headers, depth: number): LatencyModel {
  const behaviour = scene.behaviourOf(workload);
  if (behaviour === undefined) return { medianMs: 1, sigma: 0.4 };
  let medianMs = behaviour.serviceTime.medianMs;
  if (depth >= DEEPEST_CALL) return { medianMs, sigma: behaviour.serviceTime.sigma };
  for (const call of behaviour.calls) {
    for (const share of callFrom(scene, workload, call, headers)) {
      const time =
        share.workload === undefined ? REFUSAL_TIME : responseTime(scene, share.workload, headers, depth + 1);
      medianMs += call.perRequest * share.share * (time.medianMs + (share.delayMs ?? 0));
    }
  }
  return { medianMs, sigma: behaviour.serviceTime.sigma };
}

/**
 * Flows that proxies cannot tell apart become one. They may take different times, since signed-in visitors take other
 * ways: the busiest one's times stand for all.
 */
function mergeFlows(flows: readonly Flow[]): Flow[] {
  const merged = new Map<string, { busiest: Flow; factor: number }>();
  for (const flow of flows) {
    const key = flowKey(flow);
    const known = merged.get(key);
    if (known === undefined) merged.set(key, { busiest: flow, factor: flow.factor });
    else {
      known.factor += flow.factor;
      if (flow.factor > known.busiest.factor) known.busiest = flow;
    }
  }
  return [...merged.values()].map(({ busiest, factor }) => ({ ...busiest, factor }));
}

export function flowKey({ source, service, destination, code, flags }: Flow): string {
  const target = destination === undefined ? '' : `${destination.namespace}/${destination.name}`;
  return JSON.stringify([source.namespace, source.name, service.host, target, code, flags]);
}
