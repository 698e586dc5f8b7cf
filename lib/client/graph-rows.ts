import type { GraphAnswer, GraphEdge, GraphNode, HealthStatus, NodeFlag } from '@/lib/contracts/graph';
import { compareText } from '@/lib/core/mesh/compare-text';
import { explainSecurity, isSecurityLabelAbsent } from './edge-security';
import { nodeModeWord } from './node-security';
import { describeKind, healthWords, nameNode, nameNodeFully } from './node-words';
import { errorShare, shareMtls } from './edge-numbers';
import { severityOf } from './severity';
import { makeVisible } from './visible-text';

/** A node as a line of a table: visible text and raw numbers. Rates are per second; absent is not zero. */
export interface NodeRow {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly version: string | undefined;
  readonly namespace: string | undefined;
  readonly cluster: string | undefined;
  readonly health: HealthStatus;
  /** Sentences. */
  readonly reasons: string;
  readonly requestsIn: number | undefined;
  readonly requestsOut: number | undefined;
  readonly errorsIn: number | undefined;
  readonly errorsOut: number | undefined;
  /** Failed share of the requests it gets, else of those it makes; 0 to 1. */
  readonly errorShare: number | undefined;
  /** gRPC messages, when they are counted instead of requests. */
  readonly messagesIn: number | undefined;
  readonly messagesOut: number | undefined;
  readonly bytesIn: number | undefined;
  readonly bytesOut: number | undefined;
  readonly flags: readonly NodeFlag[];
  /** What it takes: `STRICT`, `No proxy`; undefined where nothing is declared of it. */
  readonly accepts: string | undefined;
  /** Objects of the cluster that apply; undefined when the cluster could not be asked. */
  readonly config: string | undefined;
}

/** An edge as a line of a table. */
export interface EdgeRow {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly protocol: string;
  readonly unit: GraphEdge['unit'];
  readonly rate: number;
  readonly errorRate: number | undefined;
  readonly errorShare: number | undefined;
  readonly health: HealthStatus;
  readonly reasons: string;
  readonly avgMs: number | undefined;
  readonly p50Ms: number | undefined;
  readonly p95Ms: number | undefined;
  readonly p99Ms: number | undefined;
  /** Bytes per second towards the server and back: of requests and responses, or of a TCP connection. */
  readonly toServer: number | undefined;
  readonly toClient: number | undefined;
  /** Shares of the traffic, 0 to 1; undefined when nothing was counted. */
  readonly mutualShare: number | undefined;
  readonly plaintextShare: number | undefined;
  readonly unknownShare: number | undefined;
  /** Why it is not all mutual TLS: sentences. */
  readonly mtlsReason: string | undefined;
  /** Whose numbers these are. */
  readonly reporter: string;
  readonly disagreement: string | undefined;
}

const PROTOCOL_WORDS = { http: 'HTTP', grpc: 'gRPC', tcp: 'TCP' } as const;
const REPORTER_WORDS = { source: 'client', destination: 'server', waypoint: 'waypoint' } as const;

/** Every node once, those that need a person first, then by namespace and name. */
export function listNodeRows(graph: Pick<GraphAnswer, 'nodes' | 'rates'>): NodeRow[] {
  const messages = graph.rates.grpc !== 'requests' && graph.rates.grpc !== 'none';
  return uniqueById(graph.nodes)
    .map((node) => nodeRow(node, messages))
    .toSorted(
      (one, other) =>
        severityOf(other.health) - severityOf(one.health) ||
        compareText(one.namespace ?? '\uffff', other.namespace ?? '\uffff') ||
        compareText(one.name, other.name) ||
        compareText(one.id, other.id),
    );
}

/** Every edge once that has both ends, those that need a person first, then by its ends. */
export function listEdgeRows(graph: Pick<GraphAnswer, 'nodes' | 'edges' | 'warnings'>): EdgeRow[] {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const labelAbsent = isSecurityLabelAbsent(graph);
  const names = new Map(graph.nodes.map((node) => [node.id, nameNodeFully(node)]));
  return uniqueById(graph.edges)
    .flatMap((edge) => {
      const [source, target] = [names.get(edge.source), names.get(edge.target)];
      return source === undefined || target === undefined
        ? []
        : [
            {
              ...edgeRow(edge, source, target),
              mtlsReason: visible(
                explainSecurity(edge, {
                  source: byId.get(edge.source),
                  target: byId.get(edge.target),
                  labelAbsent,
                })?.reason,
              ),
            },
          ];
    })
    .toSorted(
      (one, other) =>
        severityOf(other.health) - severityOf(one.health) ||
        compareText(one.source, other.source) ||
        compareText(one.target, other.target) ||
        compareText(one.id, other.id),
    );
}

function nodeRow(node: GraphNode, messages: boolean): NodeRow {
  const { http, grpc, tcp } = node.traffic;
  const requests = (direction: keyof typeof http) => http[direction] + (messages ? 0 : grpc[direction]);
  const received = requests('in');
  const share =
    received > 0 ? errorShare(requests('inErr'), received) : errorShare(requests('outErr'), requests('out'));
  return {
    id: node.id,
    name: nameNode(node),
    kind: node.flags.includes('gateway') ? 'Gateway' : describeKind(node.kind),
    version: visible(node.version),
    namespace: visible(node.namespace),
    cluster: visible(node.cluster),
    health: node.health.status,
    reasons: node.health.reasons.map(makeVisible).join(' '),
    requestsIn: some(received),
    requestsOut: some(requests('out')),
    errorsIn: received > 0 ? requests('inErr') : undefined,
    errorsOut: requests('out') > 0 ? requests('outErr') : undefined,
    errorShare: share,
    messagesIn: messages ? some(grpc.in) : undefined,
    messagesOut: messages ? some(grpc.out) : undefined,
    bytesIn: some(tcp.in),
    bytesOut: some(tcp.out),
    flags: node.flags,
    accepts: nodeModeWord(node),
    config: node.config
      ?.map(({ kind, namespace, name, summary }) => makeVisible(`${kind} ${namespace}/${name}: ${summary}`))
      .join('; '),
  };
}

function edgeRow(edge: GraphEdge, source: string, target: string): Omit<EdgeRow, 'mtlsReason'> {
  const countsRequests = edge.unit === 'requests';
  const mtls = shareMtls(edge);
  return {
    id: edge.id,
    source,
    target,
    protocol: PROTOCOL_WORDS[edge.protocol],
    unit: edge.unit,
    rate: edge.rate,
    errorRate: countsRequests ? edge.errorRate : undefined,
    errorShare: countsRequests ? errorShare(edge.errorRate, edge.rate) : undefined,
    health: edge.health.status,
    reasons: edge.health.reasons.map(makeVisible).join(' '),
    avgMs: edge.latencyMs?.avg,
    p50Ms: edge.latencyMs?.p50,
    p95Ms: edge.latencyMs?.p95,
    p99Ms: edge.latencyMs?.p99,
    toServer: edge.bytes?.toServer ?? edge.throughput?.request,
    toClient: edge.bytes?.toClient ?? edge.throughput?.response,
    mutualShare: mtls?.mutual,
    plaintextShare: mtls?.plaintext,
    unknownShare: mtls?.unknown,
    reporter: REPORTER_WORDS[edge.reportedBy.chosen],
    disagreement: visible(edge.disagreement),
  };
}

/** The texts of a row that a filter looks into. */
export function nodeRowText(row: NodeRow): string {
  const { name, kind, version, namespace, cluster, health, reasons, flags, accepts, config } = row;
  const place = [name, kind, version, namespace, cluster];
  const words = [...place, healthWords[health], reasons, ...flags, accepts, config];
  return words.filter(Boolean).join(' ').toLowerCase();
}

export function edgeRowText(row: EdgeRow): string {
  const { source, target, protocol, health, reasons, reporter, disagreement } = row;
  const words = [source, target, protocol, healthWords[health], reasons, reporter, disagreement];
  return words.filter(Boolean).join(' ').toLowerCase();
}

/** Rows whose text holds every word of the filter. */
export function filterRows<Row>(
  rows: readonly Row[],
  filter: string,
  textOf: (row: Row) => string,
): readonly Row[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = textOf(row);
    return words.every((word) => text.includes(word));
  });
}

function uniqueById<Part extends { readonly id: string }>(parts: readonly Part[]): Part[] {
  const byId = new Map<string, Part>();
  for (const part of parts) if (!byId.has(part.id)) byId.set(part.id, part);
  return [...byId.values()];
}

function some(rate: number): number | undefined {
  return rate > 0 ? rate : undefined;
}

function visible(text: string | undefined): string | undefined {
  return text === undefined ? undefined : makeVisible(text);
}
