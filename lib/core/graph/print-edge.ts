import { compareText } from '../mesh/compare-text';
import { quantilesMs, type CumulativeColumns } from '../telemetry/quantiles';
import { unitOf } from '../telemetry/rate-unit';
import type { Reporter, SumMeasure, TrafficMeasure } from '../telemetry/traffic-sample';
import type { EdgeEntry } from './edge-entry';
import type { BothWays, GraphEdge, LatencyMs, RateUnit } from './mesh-graph';
import { describeDisagreement } from './reporter-disagreement';

/** What the samples of latencies and sizes add up to. */
export interface EdgeDetails {
  readonly buckets: CumulativeColumns;
  readonly sums: ReadonlyMap<SumMeasure, number>;
}

/** The arrow that an entry stands for, without health. Reporters are compared only where the window's length is known. */
export function printEdge(
  id: string,
  entry: EdgeEntry,
  details: EdgeDetails,
  windowSeconds: number | undefined,
): GraphEdge {
  const unit = printUnit(entry);
  const bytes = entry.protocol === 'tcp' ? bothWays(entry, 'tcpReceived', 'tcpSent') : undefined;
  const messages = bothWays(entry, 'requestMessages', 'responseMessages');
  const connections = printConnections(entry);
  const throughput = printThroughput(details);
  const latencyMs = entry.protocol === 'tcp' ? undefined : summariseLatency(details);
  const disagreement =
    windowSeconds === undefined || unit !== 'requests'
      ? undefined
      : describeDisagreement(entry.client, entry.server, windowSeconds);
  const edge: GraphEdge = {
    id,
    source: entry.sourceId,
    target: entry.targetId,
    protocol: entry.protocol,
    unit,
    rate: entry.rate,
    errorRate: entry.errorRate,
    responses: [...entry.responses]
      .sort(([a, x], [b, y]) => y.rate - x.rate || compareText(a, b))
      .map(([, response]) => response),
    reportedBy: { ...Object.fromEntries(entry.reported), chosen: largest(entry) },
    mtls: { ...entry.security },
    principals: {
      source: [...entry.sourcePrincipals].sort(compareText),
      destination: [...entry.destinationPrincipals].sort(compareText),
    },
    health: { status: 'unknown', reasons: [] },
  };
  // One by one: to spread each into the object takes longer than all the rest of it.
  if (bytes !== undefined) edge.bytes = bytes;
  if (connections !== undefined) edge.connections = connections;
  if (messages !== undefined) edge.messages = messages;
  if (throughput !== undefined) edge.throughput = throughput;
  if (disagreement !== undefined) edge.disagreement = disagreement;
  if (entry.via.size > 0) edge.via = [...entry.via].sort(compareText);
  if (latencyMs !== undefined) edge.latencyMs = latencyMs;
  return edge;
}

function printUnit({ protocol, measures }: EdgeEntry): RateUnit {
  if (protocol === 'tcp') return 'bytes';
  const units = new Set([...measures.keys()].map(unitOf));
  return units.has('messages') && !units.has('requests') ? 'messages' : 'requests';
}

/** A direction that was not asked for is left out: it is not known to be nothing. */
function bothWays(
  { measures }: EdgeEntry,
  toServerMeasure: TrafficMeasure,
  toClientMeasure: TrafficMeasure,
): BothWays | undefined {
  const toServer = measures.get(toServerMeasure);
  const toClient = measures.get(toClientMeasure);
  if (toServer === undefined && toClient === undefined) return undefined;
  return {
    ...(toServer === undefined ? {} : { toServer }),
    ...(toClient === undefined ? {} : { toClient }),
  };
}

function printConnections({ measures }: EdgeEntry): GraphEdge['connections'] {
  const names = ['connectionsOpened', 'connectionsClosed', 'connectionsFailed'] as const;
  if (!names.some((name) => measures.has(name))) return undefined;
  return {
    opened: measures.get('connectionsOpened') ?? 0,
    closed: measures.get('connectionsClosed') ?? 0,
    failed: measures.get('connectionsFailed') ?? 0,
  };
}

function printThroughput({ sums }: EdgeDetails): GraphEdge['throughput'] {
  const request = sums.get('requestBytes');
  const response = sums.get('responseBytes');
  if (request === undefined && response === undefined) return undefined;
  return { request: request ?? 0, response: response ?? 0 };
}

function summariseLatency({ buckets, sums }: EdgeDetails): LatencyMs | undefined {
  let count = 0;
  const { boundsMs, atOrBelow } = buckets;
  for (let i = 0; i < boundsMs.length; i += 1) if (boundsMs[i] === Infinity) count += atOrBelow[i] ?? 0;
  if (!(count > 0)) return undefined;
  const spent = sums.get('latencyMs');
  const latency: LatencyMs = spent === undefined ? {} : { avg: spent / count };
  const [p50, p95, p99] = quantilesMs([0.5, 0.95, 0.99], buckets);
  if (p50 !== undefined) latency.p50 = p50;
  if (p95 !== undefined) latency.p95 = p95;
  if (p99 !== undefined) latency.p99 = p99;
  return latency;
}

/** The reporter of most of the arrow, the client's first among equals; of connections alone whoever reported. */
function largest({ chosen, reported }: EdgeEntry): Reporter {
  const order: readonly Reporter[] = ['source', 'waypoint', 'destination'];
  const rates = chosen.size > 0 ? chosen : new Map([...reported.keys()].map((reporter) => [reporter, 0]));
  return order
    .filter((reporter) => rates.has(reporter))
    .reduce<Reporter>(
      (best, reporter) => ((rates.get(reporter) ?? 0) > (rates.get(best) ?? 0) ? reporter : best),
      order.find((reporter) => rates.has(reporter)) ?? 'destination',
    );
}
