import { overflowShare } from '../circuit-breaker';
import { findWaypoint } from '../find-waypoint';
import type { MeshWorkload } from '../mesh-view';
import { routeByEnvoy } from '../plan-call';
import { routeAtWaypoint, routeDirectly } from '../plan-ztunnel-call';
import type { RoutedShare } from '../route-request';
import type { Behaviour } from '../../worlds/world';
import type { Call, Headers } from '../call';
import { behaviourOf, toCall, type Scene } from '../scene';
import { choosePort, findRegistered } from '../service-registry';
import { attempt, REFUSAL_TIME, type HopResult } from '../server-hop';
import { modeOf } from '../workload-mode';
import { outboundCluster } from './span-tags';

/** One way that a call may take. */
export interface TracedWay {
  readonly share: number;
  readonly route: RoutedShare;
  /** The upstream cluster that the client's proxy chooses; absent where none is found. */
  readonly cluster: string | undefined;
  /** What the request is called in traces. */
  readonly operation: string;
  /** What comes of reaching its workload; absent where it reaches none. */
  readonly hop: HopResult | undefined;
  /** Share of requests that find the client's connection pool full. */
  readonly overflow: number;
  /** Where copies of its requests go, each for its share of them. */
  readonly copies: readonly TracedWay[];
}

/** What a call may come to, before anything is left to chance. */
export interface TracedCall {
  /** The Envoy on the client's side that makes a span of it: its own, or a waypoint. */
  readonly proxy: MeshWorkload | undefined;
  readonly ways: readonly TracedWay[];
}

/** A call that a workload makes for its requests. */
export interface TracedErrand {
  readonly call: Call;
  readonly perRequest: number;
  readonly isNeeded: boolean;
  /** How long the caller waits for it on average. */
  readonly waitMs: number;
}

/** What a workload does with requests that it treats alike. */
export interface TracedWork {
  readonly behaviour: Behaviour | undefined;
  readonly errands: readonly TracedErrand[];
}

/**
 * Works out once what requests have in common; it holds as long as the configuration does. Everything is found by the
 * identity of calls and headers, which are handed on unchanged: thousands of requests are followed for one search.
 */
export class TracedCalls {
  readonly #calls = new WeakMap<Call, Map<MeshWorkload, TracedCall>>();
  readonly #works = new WeakMap<Headers, Map<MeshWorkload, TracedWork>>();
  readonly #scene: Scene;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  of(client: MeshWorkload, call: Call): TracedCall {
    return remember(this.#calls, call, client, () => traceCall(this.#scene, client, call));
  }

  workOf(workload: MeshWorkload, headers: Headers): TracedWork {
    return remember(this.#works, headers, workload, () => this.#readWork(workload, headers));
  }

  #readWork(workload: MeshWorkload, headers: Headers): TracedWork {
    const behaviour = behaviourOf(this.#scene, workload);
    const errands = (behaviour?.calls ?? []).map((outgoing) => {
      const call = toCall(this.#scene, workload, outgoing, headers);
      const { waitMs } = this.#scene.followCall(this.#scene, workload, call);
      const { perRequest, onFailure } = outgoing;
      return { call, perRequest, waitMs, isNeeded: onFailure === 'fail' };
    });
    return { behaviour, errands };
  }
}

function remember<Key extends object, Value>(
  known: WeakMap<Key, Map<MeshWorkload, Value>>,
  key: Key,
  workload: MeshWorkload,
  make: () => Value,
): Value {
  const values = known.get(key) ?? new Map<MeshWorkload, Value>();
  known.set(key, values);
  const found = values.get(workload);
  if (found !== undefined) return found;
  const value = make();
  values.set(workload, value);
  return value;
}

function traceCall(scene: Scene, client: MeshWorkload, call: Call): TracedCall {
  const mode = modeOf(client);
  if (mode !== 'none' && mode !== 'ambient') {
    return { proxy: client, ways: waysOf(scene, client, call, routeByEnvoy(scene, client, call)) };
  }
  const registered = findRegistered(scene.objects, call.host, client.namespace);
  if (registered === undefined || (mode === 'none' && registered.isExternal))
    return { proxy: undefined, ways: [] };
  const waypoint =
    mode === 'ambient' ? findWaypoint(scene.objects, scene.workloads, registered.service) : undefined;
  if (waypoint === undefined) {
    return { proxy: undefined, ways: waysOf(scene, client, call, routeDirectly(scene, client, call)) };
  }
  const { shares } = routeAtWaypoint(scene, client, call, waypoint, registered.service);
  return { proxy: waypoint, ways: waysOf(scene, waypoint, call, shares) };
}

function waysOf(scene: Scene, client: MeshWorkload, call: Call, shares: readonly RoutedShare[]): TracedWay[] {
  return shares.map((route) => ({
    ...wayOf(scene, client, call, route),
    copies:
      route.failure === undefined
        ? (route.mirrors ?? []).map((mirror) => wayOf(scene, client, call, mirror))
        : [],
  }));
}

function wayOf(scene: Scene, client: MeshWorkload, call: Call, route: RoutedShare): TracedWay {
  const { share, service, subset, workload, servicePort = 0, targetPort = 0, failure } = route;
  const port = servicePort > 0 ? servicePort : registeredPort(scene, client, call, service.host);
  const way = {
    share,
    route,
    cluster: outboundCluster(client, route, port),
    operation: route.operation ?? `${service.host}:${port}/*`,
    hop: undefined,
    overflow: 0,
    copies: [],
  };
  if (workload === undefined || failure !== undefined) return way;
  const timeoutMs = call.protocol === 'tcp' ? undefined : route.timeoutMs;
  const place = { client, service, subset, servicePort };
  const hop = attempt(scene, { ...place, server: workload, targetPort, call, timeoutMs });
  const slowest = hop.outcomes.at(-1)?.time ?? REFUSAL_TIME;
  return { ...way, hop, overflow: overflowShare(scene, place, call.protocol, slowest) };
}

function registeredPort(scene: Scene, client: MeshWorkload, call: Call, host: string): number {
  const registered = findRegistered(scene.objects, host, client.namespace);
  return (registered && choosePort(registered, call.port, call.protocol)?.number) ?? call.port ?? 80;
}
