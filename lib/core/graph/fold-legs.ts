import { addToSet } from '../mesh/add-to-set';
import { joinKey } from '../mesh/join-key';
import { eachInSteps, finish, type Steps } from '../steps/steps';
import { isNewCall, rememberLastCall, serviceKey } from '../telemetry/pair-calls';
import { countsTowardsRate } from '../telemetry/rate-unit';
import type { Call, Party, Security, TrafficSample } from '../telemetry/traffic-sample';
import { compareText } from '../mesh/compare-text';

/** A waypoint as objects name it. */
export interface WaypointName {
  readonly namespace: string;
  readonly name: string;
}

/** What ztunnel saw of the connections that carried a call. */
export interface Carrier {
  /** How the bytes were protected, as shares from 0 to 1; undefined where no bytes were counted. */
  readonly security: Readonly<Record<Security, number>> | undefined;
  readonly sourcePrincipals: ReadonlySet<string>;
  readonly destinationPrincipals: ReadonlySet<string>;
}

/** Calls without the legs that only carried them, and what the legs told. */
export interface FoldedCalls {
  readonly calls: readonly TrafficSample[];
  /** Waypoints that a call which a waypoint reported has passed, as `namespace/name`, sorted. */
  readonly via: (call: Call) => readonly string[];
  /** The connections below a request, where there are any; undefined where none was folded. */
  readonly carrier: (call: Call) => Carrier | undefined;
}

/** All calls as they were reported. */
export function unfoldedCalls(calls: readonly TrafficSample[]): FoldedCalls {
  return { calls, via: () => [], carrier: () => undefined };
}

/**
 * In ambient mode one call leaves several reports: the request itself, and the connections that carried it from
 * ztunnel to ztunnel or by way of a waypoint. Those legs are no calls of their own. They are folded away only where the
 * call they carried is reported, so that nothing disappears when a waypoint's own reports are missing.
 * Waypoints are recognised by what the reports say, because a waypoint of the window may be gone by now.
 */
export function foldLegs(...asked: Parameters<typeof foldLegsInSteps>): FoldedCalls {
  return finish(foldLegsInSteps(...asked));
}

/** The same, so that something else may run in between. */
export function* foldLegsInSteps(
  samples: readonly TrafficSample[],
  declared: readonly WaypointName[] = [],
): Steps<FoldedCalls> {
  if (!samples.some(({ protocol, reporter }) => protocol === 'tcp' || reporter === 'waypoint'))
    return unfoldedCalls(samples);
  const once = samples.filter(isNewCall());
  yield;
  const index = indexCalls(once);
  yield;
  const waypoints = findWaypoints(once, index, declared);
  yield;
  const legOf = rememberLastCall((call) => waypointLeg(call, waypoints, index));
  const endsOf = rememberLastCall(endsKey);
  const via = new Map<string, Set<string>>();
  const carried = new Map<string, Carried>();
  const calls: TrafficSample[] = [];
  yield* eachInSteps(samples, (sample) => {
    const leg = legOf(sample);
    if (leg !== undefined) {
      addToSet(via, leg.carries, leg.waypoint);
      return;
    }
    const key = sample.protocol === 'tcp' ? endsOf(sample) : undefined;
    if (key === undefined || !isCarrier(index.reporters.get(key))) {
      calls.push(sample);
      return;
    }
    const seen = carried.get(key) ?? nothingCarried();
    carried.set(key, seen);
    if (countsTowardsRate(sample.measure)) seen.bytes[sample.security] += sample.perSecond;
    if (sample.source.principal !== undefined) seen.sourcePrincipals.add(sample.source.principal);
    if (sample.destination.principal !== undefined)
      seen.destinationPrincipals.add(sample.destination.principal);
  });
  return {
    calls,
    via: (call) =>
      [...(via.get(serviceCallKey(call)) ?? via.get(reachedKey(call.destination)) ?? [])].sort(compareText),
    carrier: (call) => (call.protocol === 'tcp' ? undefined : toCarrier(carried.get(endsKey(call)))),
  };
}

/** Who reported what between two ends. */
interface Reporters {
  readonly tcp: Set<string>;
  readonly requests: Set<string>;
}

interface CallIndex {
  /** By both ends. */
  readonly reporters: Map<string, Reporters>;
  /** Callers and services, and workloads, that a waypoint reported. */
  readonly seenByWaypoint: Set<string>;
  /** Workloads that waypoints reached, by caller and service. */
  readonly reachedFor: Map<string, Set<string>>;
}

function indexCalls(samples: readonly TrafficSample[]): CallIndex {
  const index: CallIndex = { reporters: new Map(), seenByWaypoint: new Set(), reachedFor: new Map() };
  for (const sample of samples) {
    const key = endsKey(sample);
    const known = index.reporters.get(key) ?? { tcp: new Set(), requests: new Set() };
    index.reporters.set(key, known);
    (sample.protocol === 'tcp' ? known.tcp : known.requests).add(sample.reporter);
    if (sample.reporter !== 'waypoint') continue;
    index.seenByWaypoint.add(serviceCallKey(sample)).add(reachedKey(sample.destination));
    addToSet(index.reachedFor, serviceCallKey(sample), partyKey(sample.destination));
  }
  return index;
}

/**
 * What a client sends for a service ends, by its own report, at a workload that is none of those which the waypoint
 * reached for it.
 */
function findWaypoints(
  samples: readonly TrafficSample[],
  { reachedFor }: CallIndex,
  declared: readonly WaypointName[],
): ReadonlySet<string> {
  const names = new Set(declared.map(({ namespace, name }) => joinKey(namespace, name)));
  const found = new Set<string>();
  for (const sample of samples) {
    for (const { namespace, workload, ...party } of [sample.source, sample.destination]) {
      if (names.has(joinKey(namespace, workload)))
        found.add(partyKey({ ...party, ...(namespace && { namespace }), ...(workload && { workload }) }));
    }
    if (sample.reporter === 'waypoint' || (sample.protocol !== 'tcp' && sample.reporter !== 'source'))
      continue;
    const reached = reachedFor.get(serviceCallKey(sample));
    const end = partyKey(sample.destination);
    if (sample.destination.workload !== undefined && reached !== undefined && !reached.has(end))
      found.add(end);
  }
  return found;
}

function waypointLeg(
  sample: Call,
  waypoints: ReadonlySet<string>,
  { seenByWaypoint }: CallIndex,
): { waypoint: string; carries: string } | undefined {
  const { source, destination, reporter } = sample;
  if (reporter === 'waypoint') return undefined;
  if (waypoints.has(partyKey(destination))) {
    const carries = serviceCallKey(sample);
    return seenByWaypoint.has(carries) ? { waypoint: nameOf(destination), carries } : undefined;
  }
  if (!waypoints.has(partyKey(source))) return undefined;
  const carries = reachedKey(destination);
  return seenByWaypoint.has(carries) ? { waypoint: nameOf(source), carries } : undefined;
}

/**
 * A proxy on one side reports requests and ztunnel on the other side only the connection: the connection carried the
 * requests. Where one side reports both, or both sides report the connection, it is traffic of its own.
 */
function isCarrier(reporters: Reporters | undefined): boolean {
  if (reporters === undefined || reporters.requests.size === 0) return false;
  const [only] = reporters.tcp;
  if (only === undefined || reporters.tcp.size !== 1 || only === 'waypoint') return false;
  const other = only === 'source' ? 'destination' : 'source';
  return reporters.requests.has(other) && !reporters.requests.has(only);
}

interface Carried {
  readonly bytes: Record<Security, number>;
  readonly sourcePrincipals: Set<string>;
  readonly destinationPrincipals: Set<string>;
}

function nothingCarried(): Carried {
  return {
    bytes: { mutual: 0, plaintext: 0, unknown: 0 },
    sourcePrincipals: new Set(),
    destinationPrincipals: new Set(),
  };
}

function toCarrier(carried: Carried | undefined): Carrier | undefined {
  if (carried === undefined) return undefined;
  const { bytes, ...principals } = carried;
  const total = bytes.mutual + bytes.plaintext + bytes.unknown;
  const security = {
    mutual: bytes.mutual / total,
    plaintext: bytes.plaintext / total,
    unknown: bytes.unknown / total,
  };
  return { ...principals, security: total > 0 ? security : undefined };
}

function nameOf({ namespace = 'unknown', workload = 'unknown', hidden }: Party): string {
  if (hidden === true) return 'hidden';
  return `${namespace}/${workload}`;
}

function partyKey({ cluster, namespace, workload }: Party): string {
  return joinKey(cluster, namespace, workload);
}

function endsKey({ source, destination }: Call): string {
  return `${partyKey(source)}>${partyKey(destination)}`;
}

function serviceCallKey({ source, service }: Call): string {
  return `${partyKey(source)}>>${serviceKey(service)}`;
}

function reachedKey(destination: Party): string {
  return `>>>${partyKey(destination)}`;
}
