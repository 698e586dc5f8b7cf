import { waveLoad } from '../../mesh/load-profile';
import { behave } from '../behaviour-recipe';
import { CLUSTER_ID } from '../cluster-id';
import type { Behaviour, Entry, OutgoingCall, OwnFailure, World } from '../world';
import { largeObjects, publicHost } from './large-objects';
import { planServices } from './plan-services';
import type { PlannedCall, PlannedService, Protocol } from './planned-service';
import { between, makeRandom, type Random } from './seeded-random';

export const FEWEST_WORKLOADS = 10;
export const MOST_WORKLOADS = 5000;

const FAILING_SHARE = 0.03;
const REQUESTS_PER_SECOND_A_DOOR = 6;
const DOOR_EXPONENT = 0.7;

/** A made-up mesh of so many workloads (10 to 5000) beside the gateway. Throws a RangeError for other numbers. */
export function largeWorld(workloadCount: number): World {
  if (
    !Number.isInteger(workloadCount) ||
    workloadCount < FEWEST_WORKLOADS ||
    workloadCount > MOST_WORKLOADS
  ) {
    throw new RangeError(`A large world has from ${FEWEST_WORKLOADS} to ${MOST_WORKLOADS} workloads.`);
  }
  const services = planServices(workloadCount);
  const doors = services.filter(({ tier }) => tier === 0);
  // A seed of its own: tuning behaviour must not change who calls whom.
  const random = makeRandom(-workloadCount);
  return {
    name: `large:${workloadCount}`,
    homeNamespace: 'default',
    clusterId: CLUSTER_ID,
    trustDomain: 'cluster.local',
    load: waveLoad(REQUESTS_PER_SECOND_A_DOOR * doors.length, [
      { amplitude: 0.3, periodSeconds: 86_400, phase: -2.2 },
      { amplitude: 0.05, periodSeconds: 1_800, phase: 0.6 },
    ]),
    entries: planEntries(doors),
    behaviours: services.flatMap((service) => planBehaviours(service, random)),
    objects: (startedAt) => largeObjects(services, startedAt),
  };
}

function planEntries(doors: readonly PlannedService[]): Entry[] {
  const weights = doors.map((_door, place) => (place + 1) ** -DOOR_EXPONENT);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return doors.map((door, index) => ({
    gatewayNamespace: 'istio-system',
    gatewayWorkload: 'istio-ingressgateway',
    host: publicHost(door),
    path: '/',
    share: (weights[index] ?? 0) / total,
    headers: {},
  }));
}

function planBehaviours(
  { namespace, name, versions, calls, protocol }: PlannedService,
  random: Random,
): Behaviour[] {
  const pace = {
    medianMs: Number(between(random, 0.8, 16).toFixed(1)),
    responseBytes: Math.round(between(random, 150, 9_000)),
  };
  return versions.map((version) => ({
    ...behave(
      namespace,
      versions.length === 1 ? name : `${name}-${version}`,
      pace,
      calls.map((call) => makeCall(call)),
    ),
    ...(protocol !== 'tcp' && random() < FAILING_SHARE ? { failures: [planFailure(protocol, random)] } : {}),
  }));
}

/** INTERNAL and UNAVAILABLE are what gRPC says for 500 and 503. */
const FAILURE_CODES = { http: ['500', '503'], grpc: ['13', '14'] } as const;

function planFailure(protocol: Exclude<Protocol, 'tcp'>, random: Random): OwnFailure {
  const [internal, unavailable] = FAILURE_CODES[protocol];
  return {
    code: random() < 0.5 ? internal : unavailable,
    share: Number(between(random, 0.01, 0.18).toFixed(3)),
  };
}

function makeCall({ target, perRequest }: PlannedCall): OutgoingCall {
  const { name, namespace, protocol } = target;
  const host = `${name}.${namespace}.svc.cluster.local`;
  switch (protocol) {
    case 'tcp':
      return { host, path: '', perRequest, protocol, bytes: { toServer: 300, toClient: 700 } };
    case 'grpc':
      return { host, path: `/large.${namespace.replaceAll('-', '')}/Do`, perRequest, protocol };
    case 'http':
      return { host, path: '/', perRequest, protocol };
  }
}
