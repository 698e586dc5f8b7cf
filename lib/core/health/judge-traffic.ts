import type { GraphEdge } from '../graph/mesh-graph';
import type { Finding } from './conclude';
import { judgeConnections } from './judge-connections';
import { judgeLatency, type LatencyObjective } from './judge-latency';
import { judgeResponses } from './judge-responses';
import type { Standards } from './standards';
import { REQUEST_PROTOCOLS, type Direction, type RequestProtocol } from './tolerances';

const PROTOCOL_NAMES: Readonly<Record<RequestProtocol, string>> = { http: 'HTTP', grpc: 'gRPC' };
const NO_STATUSES = 'gRPC messages carry no statuses: failures cannot be told from successes.';

/** Edges as one of their ends sees them, and how the reasons call them. */
export interface Traffic {
  readonly edges: readonly GraphEdge[];
  readonly direction: Direction;
  /** Goes before the protocol: "inbound " for all that a node receives, nothing for a single edge. */
  readonly prefix: string;
  /** Goes after "latency" for one of the edges: " of calls from shop/web". */
  readonly tellEdge: (edge: GraphEdge) => string;
}

/**
 * The one judgement of traffic: of an edge for each of its ends, and of all that a node receives or sends. Edges of a
 * protocol are judged together, so that a caller with few requests does not outweigh all others.
 */
export function judgeTraffic(traffic: Traffic, { tolerances, objectives }: Standards): Finding[] {
  const { direction, prefix, tellEdge } = traffic;
  const edges = only(traffic.edges, hasTraffic);
  if (edges.length === 0) return [];
  // This runs for both ends of each of thousands of edges: lists are made only of what is there.
  const findings: Finding[] = [];
  for (const protocol of REQUEST_PROTOCOLS) {
    const responses = responsesOf(edges, protocol);
    if (responses === undefined) continue;
    const words = `${prefix}${PROTOCOL_NAMES[protocol]} requests`;
    findings.push(...judgeResponses({ protocol, direction, words, responses }, tolerances));
  }
  if (edges.some(({ unit }) => unit === 'messages'))
    findings.push({ status: 'unknown', reason: NO_STATUSES });
  const tcp = only(edges, isTcp);
  if (tcp.length > 0) findings.push(...judgeConnections(tcp, `${prefix}TCP connections`));
  const own = objectives.length === 0 ? [] : objectives.filter((one) => one.direction === direction);
  if (own.length > 0) findings.push(...judgeLatencies(edges, tellEdge, own));
  return findings;
}

/** All that was answered over a protocol; undefined where no edge counts requests of it. */
function responsesOf(
  edges: readonly GraphEdge[],
  protocol: RequestProtocol,
): GraphEdge['responses'] | undefined {
  const isCounted = (edge: GraphEdge) => edge.protocol === protocol && edge.unit === 'requests';
  const [first, second] = edges;
  if (first !== undefined && second === undefined) return isCounted(first) ? first.responses : undefined;
  const counted = edges.filter(isCounted);
  return counted.length === 0 ? undefined : counted.flatMap((edge) => edge.responses);
}

/** Those that are so; the very list where all are. */
function only(edges: readonly GraphEdge[], isSo: (edge: GraphEdge) => boolean): readonly GraphEdge[] {
  return edges.every(isSo) ? edges : edges.filter(isSo);
}

function isTcp({ protocol }: GraphEdge): boolean {
  return protocol === 'tcp';
}

function judgeLatencies(
  edges: readonly GraphEdge[],
  tellEdge: Traffic['tellEdge'],
  objectives: readonly LatencyObjective[],
): Finding[] {
  const measured = edges.map((edge) => ({
    told: tellEdge(edge),
    ...(edge.latencyMs === undefined ? {} : { latencyMs: edge.latencyMs }),
  }));
  return objectives.flatMap((objective) => judgeLatency(measured, objective));
}

/** A connection that never came about carries no bytes, and is traffic all the same. */
function hasTraffic({ rate, connections }: GraphEdge): boolean {
  if (rate > 0) return true;
  return connections !== undefined && connections.opened + connections.closed + connections.failed > 0;
}
