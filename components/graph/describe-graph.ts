import { formatBytesPerSecond, formatRate, formatShare } from '@/lib/client/format-numbers';
import type { GraphEdge, GraphNode } from '@/lib/contracts/graph';
import { formatEdgeRate } from '@/lib/client/edge-numbers';
import { edgeErrorText, edgeLatencyText } from './edge-label';
import { healthWords } from './health-sign';
import { flagWords } from './node-flags';
import { nodeName, nodeVersion } from './node-label';
import { wornBadges } from './config-badges';
import { makeVisible } from '@/lib/client/visible-text';

const kindWords: Record<GraphNode['kind'], string> = {
  app: 'app',
  workload: 'workload',
  service: 'service',
  unknown: 'unknown caller',
  external: 'external host',
  aggregate: 'group',
  hidden: 'not visible to you',
};

export function nodeKindWords(node: GraphNode): string {
  return node.flags.includes('gateway') ? 'gateway' : kindWords[node.kind];
}

/** `reviews v2`. */
export function nodeTitle(node: GraphNode): string {
  return [nodeName(node), nodeVersion(node)].filter(Boolean).join(' ');
}

/** What a node receives, else what it sends: `12.4 rps`, `1.2 kB/s`, or both. */
export function nodeRateText({ traffic: { http, grpc, tcp } }: GraphNode): string | undefined {
  const requests = http.in + grpc.in || http.out + grpc.out;
  const bytes = tcp.in || tcp.out;
  const texts = [
    requests > 0 ? formatRate(requests) : undefined,
    bytes > 0 ? formatBytesPerSecond(bytes) : undefined,
  ];
  return texts.filter(Boolean).join(', ') || undefined;
}

/** Failed share of the requests a node receives, else of those it sends. */
export function nodeErrorText({ traffic: { http, grpc } }: GraphNode): string | undefined {
  const received = http.in + grpc.in;
  const requests = received || http.out + grpc.out;
  if (!(requests > 0)) return undefined;
  const failed = received > 0 ? http.inErr + grpc.inErr : http.outErr + grpc.outErr;
  return `${formatShare(Math.min(1, failed / requests))} err`;
}

/** Share of the traffic that was mutually authenticated; `mTLS unknown` when no server reported. */
export function mtlsText({ mtls: { mutual, plaintext, unknown } }: GraphEdge): string {
  const total = mutual + plaintext + unknown;
  if (!(total > 0) || mutual + plaintext === 0) return 'mTLS unknown';
  return `${formatShare(mutual / total)} mTLS`;
}

/** One sentence for a screen reader: name, kind, namespace, health, rate, error share. */
export function speakNode(node: GraphNode): string {
  return [
    nodeTitle(node),
    nodeKindWords(node),
    node.namespace && `in ${makeVisible(node.namespace)}`,
    healthWords(node.health.status),
    nodeRateText(node) ?? 'no traffic',
    nodeErrorText(node),
    ...flagWords(node.flags.filter((flag) => flag !== 'gateway')),
    ...wornBadges(node).map(({ words }) => words),
  ]
    .filter(Boolean)
    .join(', ');
}

/** One sentence for a screen reader: both ends, health, rate, error share, latency, mTLS share. */
export function speakEdge(edge: GraphEdge, source: GraphNode, target: GraphNode): string {
  const what = [
    edge.protocol === 'tcp' ? 'TCP' : edge.protocol === 'grpc' ? 'gRPC' : 'HTTP',
    healthWords(edge.health.status),
    formatEdgeRate(edge, edge.rate),
    edgeErrorText(edge),
    edgeLatencyText(edge),
    mtlsText(edge),
    edge.via && edge.via.length > 0 ? 'via a waypoint' : undefined,
    edge.disagreement === undefined ? undefined : 'counted differently by client and server',
  ];
  return `${nodeTitle(source)} to ${nodeTitle(target)}, ${what.filter(Boolean).join(', ')}`;
}

/** The sentence for whatever is selected; undefined when the graph does not hold it. */
export function speakSpot(
  graph: { nodes: readonly GraphNode[]; edges: readonly GraphEdge[] },
  spot: { kind: 'node' | 'edge'; id: string } | undefined,
): string | undefined {
  if (!spot) return undefined;
  if (spot.kind === 'node') {
    const node = graph.nodes.find(({ id }) => id === spot.id);
    return node && speakNode(node);
  }
  const edge = graph.edges.find(({ id }) => id === spot.id);
  const source = edge && graph.nodes.find(({ id }) => id === edge.source);
  const target = edge && graph.nodes.find(({ id }) => id === edge.target);
  return edge && source && target && speakEdge(edge, source, target);
}
