import type { Protocol, Reporter, Security, TrafficSample } from '../telemetry/traffic-sample';
import { isFailure, UNREPORTED_CODE } from '../telemetry/response-class';
import { quantileMs, type CumulativeBucket } from '../telemetry/quantiles';
import type { GraphEdge, LatencyMs, NodeIdentity, ReporterCount, ResponseShare } from './mesh-graph';
import { edgeId } from './edge-id';
import { nodeId } from './node-identity';
import type { Hop } from './place-call';

/** Everything known so far of one arrow. */
interface Entry {
  readonly source: NodeIdentity;
  readonly target: NodeIdentity;
  readonly protocol: Protocol;
  rate: number;
  errorRate: number;
  toServer: number;
  toClient: number;
  readonly responses: Map<string, ResponseShare>;
  readonly reported: Map<Reporter, ReporterCount>;
  readonly chosen: Map<Reporter, number>;
  readonly security: Record<Security, number>;
  readonly sourcePrincipals: Set<string>;
  readonly destinationPrincipals: Set<string>;
  readonly buckets: CumulativeBucket[];
  latencySum: number;
}

/** Adds up reports into arrows. Rates of different reporters stay apart; only the chosen one's become the arrow's. */
export class EdgeLedger {
  readonly #entries = new Map<string, Entry>();
  readonly #injected = new Set<string>();

  /** Counts a report for its reporter, and as the arrow's own numbers when its reporter is the chosen one. */
  addTraffic(hop: Hop, sample: TrafficSample, isChosen: boolean, tellsSecurity: boolean): void {
    const entry = this.#entry(hop, sample.protocol);
    const rate = sample.perSecond * hop.share;
    count(entry.reported, sample.reporter, rate, isFailure(sample));
    if (sample.source.principal !== undefined) entry.sourcePrincipals.add(sample.source.principal);
    if (sample.destination.principal !== undefined)
      entry.destinationPrincipals.add(sample.destination.principal);
    if (tellsSecurity) entry.security[sample.security] += rate;
    if (!isChosen) return;
    entry.chosen.set(sample.reporter, (entry.chosen.get(sample.reporter) ?? 0) + rate);
    entry.rate += rate;
    if (isFailure(sample)) entry.errorRate += rate;
    if (sample.measure === 'tcpReceived') entry.toServer += rate;
    if (sample.measure === 'tcpSent') entry.toClient += rate;
    addResponse(entry.responses, sample, rate);
  }

  addBucket(hop: Hop, protocol: Protocol, bucket: CumulativeBucket): void {
    const entry = this.#known(hop, protocol);
    entry?.buckets.push({ upperBoundMs: bucket.upperBoundMs, perSecond: bucket.perSecond * hop.share });
  }

  addLatencySum(hop: Hop, protocol: Protocol, millisecondsPerSecond: number): void {
    const entry = this.#known(hop, protocol);
    if (entry !== undefined) entry.latencySum += millisecondsPerSecond * hop.share;
  }

  /** Ids of services that stand between callers and workloads. */
  get injectedServices(): ReadonlySet<string> {
    return this.#injected;
  }

  /** Both ends of every arrow, by id. */
  identities(): Map<string, NodeIdentity> {
    const identities = new Map<string, NodeIdentity>();
    for (const { source, target } of this.#entries.values()) {
      identities.set(nodeId(source), source);
      identities.set(nodeId(target), target);
    }
    return identities;
  }

  /** The arrows, without health, in the order of their ids. */
  edges(): GraphEdge[] {
    return [...this.#entries]
      .map(([id, entry]) => printEdge(id, entry))
      .sort((a, b) => compareText(a.id, b.id));
  }

  #entry(hop: Hop, protocol: Protocol): Entry {
    const id = edgeId(hop.source, hop.target, protocol);
    if (hop.injected !== undefined) this.#injected.add(nodeId(hop[hop.injected]));
    const known = this.#entries.get(id);
    if (known !== undefined) return known;
    const entry: Entry = {
      source: hop.source,
      target: hop.target,
      protocol,
      rate: 0,
      errorRate: 0,
      toServer: 0,
      toClient: 0,
      responses: new Map(),
      reported: new Map(),
      chosen: new Map(),
      security: { mutual: 0, plaintext: 0, unknown: 0 },
      sourcePrincipals: new Set(),
      destinationPrincipals: new Set(),
      buckets: [],
      latencySum: 0,
    };
    this.#entries.set(id, entry);
    return entry;
  }

  #known(hop: Hop, protocol: Protocol): Entry | undefined {
    return this.#entries.get(edgeId(hop.source, hop.target, protocol));
  }
}

function count(
  reported: Map<Reporter, ReporterCount>,
  reporter: Reporter,
  rate: number,
  failed: boolean,
): void {
  const known = reported.get(reporter) ?? { rate: 0, errorRate: 0 };
  known.rate += rate;
  if (failed) known.errorRate += rate;
  reported.set(reporter, known);
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function addResponse(responses: Map<string, ResponseShare>, sample: TrafficSample, rate: number): void {
  // A label that was dropped is no missing response.
  const code = sample.code ?? (sample.protocol === 'tcp' ? '-' : UNREPORTED_CODE);
  const flags = sample.flags ?? '-';
  const host = sample.service.host ?? sample.service.name ?? 'unknown';
  const key = JSON.stringify([code, flags, host]);
  const known = responses.get(key);
  if (known === undefined) responses.set(key, { code, flags, host, rate });
  else known.rate += rate;
}

function printEdge(id: string, entry: Entry): GraphEdge {
  const latencyMs = entry.protocol === 'tcp' ? undefined : summariseLatency(entry);
  return {
    id,
    source: nodeId(entry.source),
    target: nodeId(entry.target),
    protocol: entry.protocol,
    unit: entry.protocol === 'tcp' ? 'bytes' : 'requests',
    rate: entry.rate,
    errorRate: entry.errorRate,
    ...(entry.protocol === 'tcp' ? { bytes: { toServer: entry.toServer, toClient: entry.toClient } } : {}),
    responses: [...entry.responses]
      .sort(([a, x], [b, y]) => y.rate - x.rate || compareText(a, b))
      .map(([, response]) => response),
    reportedBy: { ...Object.fromEntries(entry.reported), chosen: largest(entry.chosen) },
    mtls: { ...entry.security },
    principals: {
      source: [...entry.sourcePrincipals].sort(compareText),
      destination: [...entry.destinationPrincipals].sort(compareText),
    },
    ...(latencyMs === undefined ? {} : { latencyMs }),
    health: { status: 'unknown', reasons: [] },
  };
}

function summariseLatency({ buckets, latencySum }: Entry): LatencyMs | undefined {
  const count = buckets.reduce(
    (sum, { upperBoundMs, perSecond }) => sum + (upperBoundMs === Infinity ? perSecond : 0),
    0,
  );
  if (!(count > 0)) return undefined;
  const latency: LatencyMs = { avg: latencySum / count };
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((q) => quantileMs(q, buckets));
  if (p50 !== undefined) latency.p50 = p50;
  if (p95 !== undefined) latency.p95 = p95;
  if (p99 !== undefined) latency.p99 = p99;
  return latency;
}

function largest(rates: ReadonlyMap<Reporter, number>): Reporter {
  const order: readonly Reporter[] = ['source', 'waypoint', 'destination'];
  return order
    .filter((reporter) => rates.has(reporter))
    .reduce<Reporter>(
      (best, reporter) => ((rates.get(reporter) ?? 0) > (rates.get(best) ?? 0) ? reporter : best),
      order.find((reporter) => rates.has(reporter)) ?? 'destination',
    );
}
