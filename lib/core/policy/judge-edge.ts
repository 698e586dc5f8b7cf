import { mayBeOurs } from '../graph/match-facts';
import type { GraphEdge, GraphNode } from '../graph/mesh-graph';
import { anyPods } from '../mtls/any-pods';
import { findEntrances, type Entrance } from '../mtls/judge-call';
import { hasEnvoy } from '../mtls/mtls-context';
import { serviceHost } from '../routing/full-host';
import type { MtlsWorkload } from '../mtls/mtls-workload';
import type { PodShape } from '../mtls/pod-shape';
import type { Security } from '../telemetry/traffic-sample';
import { judgeWay, type Way, type WayOutcome } from './judge-way';
import type { PolicyContext } from './policy-context';

/** An arrow of a graph of workloads, and its ends. */
export interface SeenEdge {
  readonly edge: GraphEdge;
  readonly source: GraphNode;
  readonly target: GraphNode;
}

/** What one way comes to, as things are and as they would be. */
export interface WayPair {
  readonly now: WayOutcome;
  readonly after: WayOutcome;
}

/** A part of an edge that was protected in one way. */
export interface EdgePart {
  readonly security: Security;
  /** In the edge's unit, per second. */
  readonly rate: number;
  /** Every way that fits what was seen. */
  readonly ways: readonly WayPair[];
  /** Nothing that is declared explains what was seen: the ways are all there are. */
  readonly isUnexplained: boolean;
}

/** A part of an edge that was protected in one way, and every way in which it may have come. */
export interface PartWays {
  readonly security: Security;
  /** In the edge's unit, per second. */
  readonly rate: number;
  readonly ways: readonly Way[];
}

const SECURITIES: readonly Security[] = ['mutual', 'plaintext', 'unknown'];
/** Shares below are noise of sampling. */
const NOISE = 0.01;

/**
 * What each part of an edge may come to. Undefined for edges whose callee is no workload that is known. `others` are all
 * edges to it: plaintext without a name may be that of a caller whose own proxy gives its name.
 */
export function judgeEdge(
  now: PolicyContext,
  after: PolicyContext,
  seen: SeenEdge,
  others: readonly SeenEdge[] = [],
): readonly EdgePart[] | undefined {
  return findPartWays(now, seen, others)?.map((part) => judgePart(now, after, seen.edge, part));
}

/** In which ways each part of an edge may have come, whatever became of it; `others` as for `judgeEdge`. */
export function findPartWays(
  context: PolicyContext,
  seen: SeenEdge,
  others: readonly SeenEdge[] = [],
): readonly PartWays[] | undefined {
  const { edge, target } = seen;
  const workload = workloadOf(context, target);
  if (workload === undefined) return undefined;
  const rates = { ...edge.mtls };
  // What only the caller's proxy told is nobody's protection yet.
  const told = rates.mutual + rates.plaintext + rates.unknown;
  if (edge.rate > told) rates.unknown += edge.rate - told;
  const parts = SECURITIES.filter((security) => rates[security] > 0);
  const wanted: readonly Security[] = parts.length > 0 ? parts : ['unknown'];
  const hidden = isNamed(seen) ? [] : others.filter((other) => isNamed(other) && isUnseen(other));
  return wanted.map((security) => {
    const part = whatWasSeen(seen, workload, security);
    const ways = [
      ...waysOf(context, seen, workload, part),
      ...(part === 'mutual' ? [] : hidden).flatMap((other) =>
        waysOf(context, { ...seen, source: other.source }, workload, part),
      ),
    ];
    return { security: part, rate: rates[security], ways };
  });
}

function isNamed({ source }: SeenEdge): boolean {
  return (source.workload ?? source.app ?? source.service) !== undefined;
}

/** Whether the server's side did not see all of it from whom the caller's proxy says it is. */
function isUnseen({ edge: { mtls, rate } }: SeenEdge): boolean {
  return rate - mtls.mutual - mtls.plaintext > rate * NOISE;
}

function judgePart(
  now: PolicyContext,
  after: PolicyContext,
  edge: GraphEdge,
  { ways, security, rate }: PartWays,
): EdgePart {
  const pairs = ways.map((way): WayPair => ({
    now: judgeWay(now, way),
    after: judgeWay(after, way),
  }));
  const fitting = pairs.filter(({ now: { security: declared } }) => fits(declared, security));
  const share = refusedShare(edge);
  const working =
    share < NOISE
      ? fitting.filter(({ now: { state } }) => state !== 'refused')
      : share > 1 - NOISE
        ? fitting.filter(({ now: { state } }) => state !== 'passes')
        : fitting;
  // Requests may be refused by the application too: then policies need not explain it.
  const explained = working.length > 0 ? working : share > 1 - NOISE ? fitting : [];
  return {
    security,
    rate,
    ways: explained.length > 0 ? explained : pairs,
    isUnexplained: explained.length === 0,
  };
}

/** ztunnel does not say of plaintext that it is: but it would have said of mutual TLS that it was. */
function whatWasSeen({ edge }: SeenEdge, { shapes }: MtlsWorkload, security: Security): Security {
  const isAmbient = shapes.length > 0 && shapes.every(({ proxy }) => proxy === 'ambient');
  const isSeen = edge.reportedBy.destination !== undefined;
  return security === 'unknown' && isAmbient && isSeen && edge.protocol === 'tcp' ? 'plaintext' : security;
}

/** Whether a way is protected as it was seen to be. */
export function fits(declared: WayOutcome['security'], security: Security): boolean {
  return security === 'unknown' || declared === 'broken' || declared === 'unknown' || declared === security;
}

const REFUSED_FLAGS = new Set(['UF', 'UC', 'DENY', 'CONNECT', 'TLS_FAILURE', 'H2_HANDSHAKE_FAILURE']);

/** The part of an edge that came to nothing in a way in which policies or TLS refuse; 0 to 1. */
export function refusedShare({ protocol, responses, connections, rate }: GraphEdge): number {
  if (protocol === 'tcp') {
    const { opened = 0, failed = 0 } = connections ?? {};
    // Refused connections carry nothing.
    if (opened > 0 && rate === 0) return 1;
    return opened + failed > 0 ? Math.min(1, failed / Math.max(opened, failed)) : 0;
  }
  const total = responses.reduce((sum, one) => sum + one.rate, 0);
  const refused = responses
    .filter(
      ({ code, flags }) =>
        code === '403' ||
        // What gRPC hears instead: permission denied.
        (protocol === 'grpc' && code === '7') ||
        flags.split(',').some((flag) => REFUSED_FLAGS.has(flag)),
    )
    .reduce((sum, one) => sum + one.rate, 0);
  return total > 0 ? refused / total : 0;
}

export function workloadOf({ mtls, facts }: PolicyContext, node: GraphNode): MtlsWorkload | undefined {
  const { kind, namespace, workload } = node;
  if (mayBeOurs(node, facts.clusterId) === false) return undefined;
  return kind === 'workload' && namespace !== undefined && workload !== undefined
    ? mtls.workloadAt(namespace, workload)
    : undefined;
}

function waysOf(context: PolicyContext, seen: SeenEdge, workload: MtlsWorkload, security: Security): Way[] {
  const { edge, source } = seen;
  const { protocol, reportedBy } = edge;
  const caller = toCaller(context, seen);
  const seenByServer = reportedBy.destination !== undefined || reportedBy.waypoint !== undefined;
  const entrances = findEntrances(context.mtls, { workload, caller, call: { protocol, seenByServer } });
  const hosts = new Set(edge.responses.map(({ host }) => host));
  // A server's proxy names one service for all that lead to a port.
  const called =
    reportedBy.chosen === 'destination'
      ? []
      : entrances.filter(({ service }) => service !== undefined && hosts.has(serviceHost(service)));
  const clients = clientsOf(context, source, security);
  const waypoints = (edge.via ?? []).map((place) => {
    const [namespace = '', name = ''] = place.split('/');
    return { namespace, name };
  });
  const fitting = (called.length > 0 ? called : entrances).filter(
    (entrance) => protocol !== 'tcp' || mayCarryBytes(entrance, edge, clients),
  );
  return (fitting.length > 0 ? fitting : entrances).flatMap((entrance) =>
    entrance.subsets.flatMap((subset) =>
      clients.flatMap((client) =>
        (waypoints.length > 0 ? waypoints : [undefined]).map((waypoint): Way => ({
          caller,
          client,
          namespace: workload.namespace,
          entrance,
          subset,
          protocol,
          ...(waypoint === undefined ? {} : { waypoint }),
        })),
      ),
    ),
  );
}

/** An Envoy tells of requests at a port that is declared for them; ztunnel tells of bytes whatever is said. */
function mayCarryBytes(
  { protocol, shape }: Entrance,
  { reportedBy }: GraphEdge,
  clients: readonly PodShape[],
): boolean {
  if (protocol !== 'http') return true;
  const isToldByServer = reportedBy.destination !== undefined && shape.proxy === 'sidecar';
  return !isToldByServer && !clients.every(hasEnvoy);
}

/** The pods that may be calling: the caller's own, or for want of a name any that could have sent what was seen. */
function clientsOf(context: PolicyContext, source: GraphNode, security: Security): readonly PodShape[] {
  const known = workloadOf(context, source);
  if (known !== undefined && known.shapes.length > 0) return known.shapes;
  if (security === 'mutual') return [anyPods('sidecar')];
  return security === 'plaintext' ? [anyPods('none')] : [anyPods('unknown')];
}

function toCaller({ facts }: PolicyContext, { edge, source }: SeenEdge): Way['caller'] {
  const { cluster, namespace } = source;
  const name = source.workload ?? source.app ?? source.service;
  return {
    ...(cluster === undefined ? {} : { cluster }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
    isForeign: mayBeOurs(source, facts.clusterId) === false,
    principals: edge.principals.source,
    calls: [],
  };
}
