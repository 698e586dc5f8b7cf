import type { ObjectReader } from '../kubernetes/object-store';
import type { Behaviour, Incident, OutgoingCall, World } from '../worlds/world';
import type { Call, Headers } from './call';
import type { CallPlan } from './call-plan';
import type { Handling } from './handling';
import { readWorkloads, type MeshWorkload } from './mesh-view';
import { fullHost } from './service-names';

/** What planning looks things up in, for one state of configuration and world. */
export interface Scene {
  readonly objects: ObjectReader;
  readonly workloads: readonly MeshWorkload[];
  readonly behaviours: ReadonlyMap<string, Behaviour>;
  /** Requests per second of the world's load, on average. */
  readonly loadPerSecond: number;
  /** How much of the load goes from a client to a host and subset, known after a first round of planning. */
  readonly offered: ReadonlyMap<string, number>;
  readonly handlings: Map<string, Handling>;
  readonly plans: Map<string, CallPlan>;
  /** Follows a call to wherever it leads; remembered in `plans`. */
  readonly followCall: FollowCall;
  /** Requests that are being worked out: loops of calls end there. */
  readonly underway: Set<string>;
}

export type FollowCall = (scene: Scene, client: MeshWorkload, call: Call) => CallPlan;

const AVERAGE_OVER_SECONDS = 86_400;

/** The world as its incidents leave it. */
export function createScene(
  world: World,
  objects: ObjectReader,
  incidents: readonly Incident[],
  offered: ReadonlyMap<string, number>,
  followCall: FollowCall,
): Scene {
  const behaviours = new Map(
    world.behaviours.map((behaviour) => [
      `${behaviour.namespace}/${behaviour.workload}`,
      incidents.reduce(afflict, behaviour),
    ]),
  );
  return {
    objects,
    workloads: readWorkloads(objects, world.trustDomain),
    behaviours,
    loadPerSecond:
      (world.load.integral(AVERAGE_OVER_SECONDS) - world.load.integral(0)) / AVERAGE_OVER_SECONDS,
    offered,
    followCall,
    handlings: new Map(),
    plans: new Map(),
    underway: new Set(),
  };
}

export function behaviourOf(scene: Scene, { namespace, name }: MeshWorkload): Behaviour | undefined {
  return scene.behaviours.get(`${namespace}/${name}`);
}

/** A call of a workload's behaviour, with the headers that it passes on. */
export function toCall(scene: Scene, client: MeshWorkload, call: OutgoingCall, headers: Headers): Call {
  const { host, path, protocol = 'http', port, bytes } = call;
  return {
    host: completeHost(scene.objects, host, client.namespace),
    authority: host,
    path,
    method: call.method ?? (protocol === 'grpc' ? 'POST' : 'GET'),
    protocol,
    port,
    bytes,
    headers,
  };
}

/** Applications may also dial `service.namespace` and `service.namespace.svc`. */
function completeHost(objects: ObjectReader, host: string, namespace: string): string {
  const [, name, place] = /^([^.]+)\.([^.]+)(?:\.svc)?$/.exec(host) ?? [];
  if (name !== undefined && place !== undefined) {
    if (objects.get('services', name, { group: '', namespace: place }) !== undefined)
      return fullHost(name, place);
  }
  return fullHost(host, namespace);
}

function afflict(behaviour: Behaviour, incident: Incident): Behaviour {
  if (incident.namespace !== behaviour.namespace || incident.workload !== behaviour.workload)
    return behaviour;
  const { serviceTime, failures = [] } = behaviour;
  return {
    ...behaviour,
    serviceTime: { ...serviceTime, medianMs: serviceTime.medianMs * incident.slowness },
    failures: [...failures, ...incident.failures],
  };
}
