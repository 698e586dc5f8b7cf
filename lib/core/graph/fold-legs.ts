import { joinKey } from '../mesh/join-key';
import { serviceKey } from '../telemetry/pair-calls';
import { countsTowardsRate } from '../telemetry/rate-unit';
import type { Call, Party, Security, TrafficSample } from '../telemetry/traffic-sample';
import { compareText } from '../mesh/compare-text';

/** A waypoint as objects name it. */
export interface WaypointName {
  readonly namespace: string;
  readonly name: string;
}

/** How much of a call's bytes ztunnel saw in each way, 0 to 1. */
export type SecurityShares = Readonly<Record<Security, number>>;

/** Calls without the legs that only carried them, and what the legs told. */
export interface FoldedCalls {
  readonly calls: readonly TrafficSample[];
  /** Waypoints that a call which a waypoint reported has passed, as `namespace/name`, sorted. */
  readonly via: (call: Call) => readonly string[];
  /** What ztunnel saw of the connection below a request, where the request's own reports do not know. */
  readonly security: (call: Call) => SecurityShares | undefined;
}

/** All calls as they were reported. */
export function unfoldedCalls(calls: readonly TrafficSample[]): FoldedCalls {
  return { calls, via: () => [], security: () => undefined };
}

/**
 * In ambient mode one call leaves several reports: the request itself, and the connections that carried it from
 * ztunnel to ztunnel or by way of a waypoint. Those legs are no calls of their own. They are folded away only where the
 * call they carried is reported, so that nothing disappears when a waypoint's own reports are missing.
 * Waypoints are recognised by what the reports say, because a waypoint of the window may be gone by now.
 */
export function foldLegs(
  samples: readonly TrafficSample[],
  declared: readonly WaypointName[] = [],
): FoldedCalls {
  if (!samples.some(({ protocol, reporter }) => protocol === 'tcp' || reporter === 'waypoint'))
    return unfoldedCalls(samples);
  const index = indexCalls(samples);
  const waypoints = findWaypoints(samples, index, declared);
  const via = new Map<string, Set<string>>();
  const carried = new Map<string, Record<Security, number>>();
  const calls = samples.filter((sample) => {
    const leg = waypointLeg(sample, waypoints, index);
    if (leg !== undefined) {
      addTo(via, leg.carries, leg.waypoint);
      return false;
    }
    const key = endsKey(sample);
    if (sample.protocol !== 'tcp' || !isCarrier(index.reporters.get(key))) return true;
    const seen = carried.get(key) ?? { mutual: 0, plaintext: 0, unknown: 0 };
    if (countsTowardsRate(sample.measure)) seen[sample.security] += sample.perSecond;
    carried.set(key, seen);
    return false;
  });
  return {
    calls,
    via: (call) =>
      [...(via.get(serviceCallKey(call)) ?? via.get(reachedKey(call.destination)) ?? [])].sort(compareText),
    security: (call) => (call.protocol === 'tcp' ? undefined : toShares(carried.get(endsKey(call)))),
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
    addTo(index.reachedFor, serviceCallKey(sample), partyKey(sample.destination));
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
  sample: TrafficSample,
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

function toShares(seen: Record<Security, number> | undefined): SecurityShares | undefined {
  if (seen === undefined) return undefined;
  const total = seen.mutual + seen.plaintext + seen.unknown;
  if (!(total > 0)) return undefined;
  return {
    mutual: seen.mutual / total,
    plaintext: seen.plaintext / total,
    unknown: seen.unknown / total,
  };
}

function nameOf({ namespace = 'unknown', workload = 'unknown' }: Party): string {
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

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  const known = sets.get(key);
  if (known === undefined) sets.set(key, new Set([value]));
  else known.add(value);
}
