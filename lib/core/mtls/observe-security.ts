import { groupBy } from '../mesh/group-by';
import { eachInSteps, finish, mapInSteps, type Steps } from '../steps/steps';
import { mayBeOurs } from '../graph/match-facts';
import type { GraphEdge, GraphNode, MeshGraph } from '../graph/mesh-graph';
import { compareText } from '../mesh/compare-text';
import { joinKey } from '../mesh/join-key';
import type { Protocol } from '../telemetry/traffic-sample';
import {
  asReported,
  countOnce,
  isSeenByServer,
  refusedRateOf,
  type Arrival,
  type CountedArrival,
} from './count-once';
import { addRates, NO_RATES, totalOf, type SecurityRates } from './security-rates';

/** Calls of one protocol from one caller. */
export interface ObservedCall {
  readonly protocol: Protocol;
  /** Requests per second, or bytes per second for TCP. */
  readonly unit: 'requests' | 'bytes';
  readonly rates: SecurityRates;
  /** What the caller sent and the server's side, where it tells how things are protected, did not see from it. */
  readonly unseenRate: number;
  /** Part of the rate, as the caller's proxy tells it, where no connection came about or the server ended it. */
  readonly refusedRate: number;
  /** Whether the server's side reported. */
  readonly seenByServer: boolean;
}

/** Who calls. Without a name nobody knows who it is: most often it has no proxy. */
export interface ObservedCaller {
  readonly cluster?: string;
  readonly namespace?: string;
  readonly name?: string;
  /** Whether its proxy is one of another cluster, of which nothing declared is known. */
  readonly isForeign: boolean;
  /** As the certificates say, sorted. */
  readonly principals: readonly string[];
  /** As they were reported: plaintext of somebody who is named may be in the calls of nobody once more. */
  readonly calls: readonly ObservedCall[];
  /** Each request and each byte counted once among all callers, per second. */
  readonly counted: { readonly requests: SecurityRates; readonly bytes: SecurityRates };
}

/** In words: all of it, a part, none, nobody can tell, or there was nothing. */
export type ObservedState = 'mutual' | 'partly' | 'plaintext' | 'unknown' | 'silent';

export interface ObservedSecurity {
  readonly state: ObservedState;
  /** Of requests where there are any, else of bytes; 0 to 1. Absent where nothing was seen. */
  readonly mutualShare?: number;
  /** Each counted once, whoever reported it. */
  readonly requests: SecurityRates;
  readonly bytes: SecurityRates;
  /** Why something is unknown. */
  readonly reason?: string;
  /** The busiest first. */
  readonly callers: readonly ObservedCaller[];
}

/** What was seen arriving at workloads and services. */
export interface ObservedMesh {
  ofWorkload(namespace: string, name: string): ObservedSecurity;
  ofService(namespace: string, name: string): ObservedSecurity;
  /** All arrivals at workloads of a namespace, and at its services that reached nobody. */
  ofNamespace(namespace: string): ObservedSecurity;
  readonly all: ObservedSecurity;
  /** Everything that was called, by namespace and name. */
  readonly workloads: readonly SeenName[];
  readonly services: readonly SeenName[];
}

export interface SeenName {
  readonly namespace: string;
  readonly name: string;
}

export interface ObservationOptions {
  readonly clusterId?: string;
  /** No series tells how connections were protected. */
  readonly labelAbsent?: boolean;
  /** Whether some of the pods behind have no proxy: calls to those are in no report but the caller's. */
  readonly isPartlyBare?: (end: SeenName) => boolean;
}

/**
 * Adds up how calls were protected. `direct` is a graph of workloads, `viaServices` the same with services between; of
 * other clusters only callers count.
 */
export function observeSecurity(...asked: Parameters<typeof observeSecurityInSteps>): ObservedMesh {
  return finish(observeSecurityInSteps(...asked));
}

/** The same, so that something else may run in between. */
export function* observeSecurityInSteps(
  direct: MeshGraph,
  viaServices: MeshGraph,
  options: ObservationOptions,
): Steps<ObservedMesh> {
  const workloads = yield* collect(direct, options, ({ kind, workload }) =>
    kind === 'workload' ? workload : undefined,
  );
  const services = yield* collect(viaServices, options, ({ kind, service }) =>
    kind === 'service' ? service : undefined,
  );
  const unreached = yield* collect(direct, options, ({ kind, service }) =>
    kind === 'service' ? service : undefined,
  );
  const everything = [...workloads.values(), ...unreached.values()];
  const inNamespace = groupBy(everything, ({ namespace }) => namespace);
  yield;
  const summarise = (arrivals: readonly CountedArrival[]) => finish(summariseArrivals(arrivals, options));
  // All of a mesh is much; its parts are little.
  const all = yield* summariseArrivals(
    everything.flatMap(({ arrivals }) => arrivals),
    options,
  );
  return {
    ofWorkload: rememberEnds((key) => summarise(workloads.get(key)?.arrivals ?? [])),
    ofService: rememberEnds((key) => summarise(services.get(key)?.arrivals ?? [])),
    ofNamespace: (namespace) =>
      summarise((inNamespace.get(namespace) ?? []).flatMap(({ arrivals }) => arrivals)),
    all,
    workloads: [...workloads.values()].map(toName),
    services: [...services.values()].map(toName),
  };
}

interface End extends SeenName {
  readonly arrivals: readonly CountedArrival[];
}

function* collect(
  { nodes, edges }: MeshGraph,
  { clusterId, isPartlyBare }: ObservationOptions,
  nameOf: (node: GraphNode) => string | undefined,
): Steps<Map<string, End>> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const ends = new Map<string, SeenName & { readonly arrivals: Arrival[] }>();
  yield* eachInSteps(edges, (edge) => {
    const [caller, target] = [byId.get(edge.source), byId.get(edge.target)];
    const name = target === undefined ? undefined : nameOf(target);
    if (caller === undefined || target === undefined || name === undefined) return;
    if (mayBeOurs(target, clusterId) === false) return;
    const { namespace = '' } = target;
    const key = joinKey(namespace, name);
    const end = ends.get(key) ?? { namespace, name, arrivals: [] };
    end.arrivals.push({ caller, edge });
    ends.set(key, end);
  });
  const count = (end: SeenName & { readonly arrivals: readonly Arrival[] }) =>
    isPartlyBare?.(end) === true ? end.arrivals.map(asReported) : countOnce(end.arrivals);
  const counted = yield* mapInSteps(
    ends,
    ([key, end]): [string, End] => [key, { ...end, arrivals: count(end) }],
    50,
  );
  return new Map(counted);
}

/** The same end is asked for again and again. */
function rememberEnds(sum: (key: string) => ObservedSecurity) {
  const known = new Map<string, ObservedSecurity>();
  return (namespace: string, name: string): ObservedSecurity => {
    const key = joinKey(namespace, name);
    const remembered = known.get(key) ?? sum(key);
    known.set(key, remembered);
    return remembered;
  };
}

function toName({ namespace, name }: End): SeenName {
  return { namespace, name };
}

function* summariseArrivals(
  arrivals: readonly CountedArrival[],
  options: ObservationOptions,
): Steps<ObservedSecurity> {
  const { requests, bytes } = sumCounted(arrivals);
  const state = stateOf(addRates(requests, bytes));
  const measured = totalOf(requests) > 0 ? requests : bytes;
  const total = totalOf(measured);
  const reason = explain(state, arrivals, options);
  yield;
  return {
    state,
    ...(total > 0 ? { mutualShare: measured.mutual / total } : {}),
    requests,
    bytes,
    ...(reason === undefined ? {} : { reason }),
    callers: yield* groupCallers(arrivals, options),
  };
}

function sumCounted(arrivals: readonly CountedArrival[]): ObservedCaller['counted'] {
  const sum = (unit: 'requests' | 'bytes') =>
    arrivals
      .filter(({ edge }) => unitOf(edge) === unit)
      .reduce((rates, { counted }) => addRates(rates, counted), NO_RATES);
  return { requests: sum('requests'), bytes: sum('bytes') };
}

function unitOf({ unit }: GraphEdge): 'requests' | 'bytes' {
  return unit === 'bytes' ? 'bytes' : 'requests';
}

function stateOf({ mutual, plaintext, unknown }: SecurityRates): ObservedState {
  if (mutual > 0) return plaintext > 0 || unknown > 0 ? 'partly' : 'mutual';
  if (plaintext > 0) return 'plaintext';
  return unknown > 0 ? 'unknown' : 'silent';
}

function explain(
  state: ObservedState,
  arrivals: readonly CountedArrival[],
  { labelAbsent }: ObservationOptions,
): string | undefined {
  if (state === 'silent') return 'Nothing was called in this window.';
  const doubtful = arrivals.filter(({ counted }) => counted.unknown > 0);
  if (doubtful.length === 0) return undefined;
  if (labelAbsent === true) return 'No series has the label connection_security_policy.';
  const isOneSided = doubtful.every(({ edge }) => !isSeenByServer(edge));
  return isOneSided
    ? "Only the callers' proxies reported, and a caller's proxy does not tell how it was protected."
    : 'Those who reported did not tell how it was protected; ztunnel says so of plaintext too.';
}

function* groupCallers(
  arrivals: readonly CountedArrival[],
  { clusterId }: ObservationOptions,
): Steps<ObservedCaller[]> {
  const groups = groupBy(arrivals, ({ caller }) => caller.id);
  yield;
  const callers = yield* mapInSteps(groups.values(), (own) => toCaller(own, clusterId), 100);
  return callers.flat().sort((a, b) => busyness(b) - busyness(a) || compareText(keyOf(a), keyOf(b)));
}

function toCaller(own: readonly CountedArrival[], clusterId: string | undefined): ObservedCaller[] {
  const [first] = own;
  if (first === undefined) return [];
  const node = first.caller;
  const edges = own.map(({ edge }) => edge);
  const { cluster, namespace } = node;
  const name = node.workload ?? node.app ?? node.service;
  return [
    {
      ...(cluster === undefined ? {} : { cluster }),
      ...(namespace === undefined ? {} : { namespace }),
      ...(name === undefined ? {} : { name }),
      isForeign: mayBeOurs(node, clusterId) === false,
      principals: [...new Set(edges.flatMap(({ principals }) => principals.source))].sort(),
      calls: mergeCalls(edges),
      counted: sumCounted(own),
    },
  ];
}

/** One caller may reach several ends of what is summed up. */
function mergeCalls(edges: readonly GraphEdge[]): ObservedCall[] {
  const merged = new Map<Protocol, ObservedCall>();
  for (const edge of edges) {
    const { protocol, mtls } = edge;
    const known = merged.get(protocol);
    merged.set(protocol, {
      protocol,
      unit: unitOf(edge),
      rates: addRates(known?.rates ?? NO_RATES, mtls),
      unseenRate: (known?.unseenRate ?? 0) + Math.max(0, edge.rate - totalOf(mtls)),
      refusedRate: (known?.refusedRate ?? 0) + refusedRateOf(edge),
      seenByServer: (known?.seenByServer ?? false) || isSeenByServer(edge),
    });
  }
  return [...merged.values()].sort((a, b) => compareText(a.protocol, b.protocol));
}

/** Requests count before bytes, which are many more. */
function busyness({ counted: { requests, bytes } }: ObservedCaller): number {
  return totalOf(requests) + totalOf(bytes) * 1e-12;
}

function keyOf({ cluster = '', namespace = '', name = '' }: ObservedCaller): string {
  return joinKey(cluster, namespace, name);
}
