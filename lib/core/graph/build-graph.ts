import { pairCalls, pairKey, type CallPair } from '../telemetry/pair-calls';
import type {
  LatencyBucketSample,
  LatencySumSample,
  Reporter,
  TrafficSample,
} from '../telemetry/traffic-sample';
import { asChosenReporter } from './as-chosen-reporter';
import { compareText, EdgeLedger } from './edge-ledger';
import type { GraphLevel, GraphNode, MeshGraph } from './mesh-graph';
import { placeCall } from './place-call';
import { servedServices } from './served-services';
import { noTraffic, sumTraffic } from './sum-traffic';

export interface Telemetry {
  readonly traffic: readonly TrafficSample[];
  readonly buckets: readonly LatencyBucketSample[];
  readonly latencySums: readonly LatencySumSample[];
}

export interface GraphOptions {
  readonly level: GraphLevel;
  /** Draw services between callers and workloads; a service graph always does. */
  readonly serviceNodes: boolean;
  /** Keep arrows whose rate is zero. */
  readonly idle: boolean;
}

type Pairs = ReadonlyMap<string, CallPair<TrafficSample>>;

/**
 * Builds the service graph from what proxies report. Independent of the samples' order; every node's totals are the
 * sums of its arrows; no request is counted twice, because one reporter is chosen for each pair of caller and callee.
 */
export function buildGraph(telemetry: Telemetry, options: GraphOptions): MeshGraph {
  // Floating-point sums depend on order: a fixed order makes the graph a function of the set of samples.
  const traffic = inFixedOrder(
    options.idle ? telemetry.traffic : telemetry.traffic.filter((s) => s.perSecond > 0),
  );
  const pairs = pairCalls(traffic, isIdle);
  const place = { ...options, servedBySource: servedServices(pairs) };
  const ledger = new EdgeLedger();

  for (const pair of pairs.values()) {
    const tell = asChosenReporter(pair.reports.get(pair.chosen) ?? []);
    const witness = securityWitness(pair);
    for (const [reporter, samples] of pair.reports) {
      for (const sample of samples) {
        const told = reporter === pair.chosen ? sample : tell(sample);
        for (const hop of placeCall(told, place)) {
          ledger.addTraffic(hop, told, reporter === pair.chosen, reporter === witness);
        }
      }
    }
  }
  addLatency(telemetry, pairs, ledger, place);
  return withNodes(ledger);
}

function isIdle({ perSecond }: TrafficSample): boolean {
  return !(perSecond > 0);
}

/** Server-side reports tell mTLS; an Envoy client never knows it, ztunnel does on either side. */
function securityWitness({ chosen, reports }: CallPair<TrafficSample>): Reporter {
  if (chosen === 'waypoint') return 'waypoint';
  const speaking = (reporter: Reporter) => reports.get(reporter)?.some((sample) => !isIdle(sample));
  return (['destination', 'waypoint', 'source'] as const).find(speaking) ?? chosen;
}

function addLatency(
  { buckets, latencySums }: Telemetry,
  pairs: Pairs,
  ledger: EdgeLedger,
  place: Parameters<typeof placeCall>[1],
): void {
  for (const bucket of inFixedOrder(buckets)) {
    if (pairs.get(pairKey(bucket))?.chosen !== bucket.reporter) continue;
    for (const hop of placeCall(bucket, place)) ledger.addBucket(hop, bucket.protocol, bucket);
  }
  for (const sum of inFixedOrder(latencySums)) {
    if (pairs.get(pairKey(sum))?.chosen !== sum.reporter) continue;
    for (const hop of placeCall(sum, place))
      ledger.addLatencySum(hop, sum.protocol, sum.millisecondsPerSecond);
  }
}

function inFixedOrder<T extends object>(samples: readonly T[]): T[] {
  return samples
    .map((sample) => ({ sample, key: sortKey(sample) }))
    .sort((a, b) => compareText(a.key, b.key))
    .map(({ sample }) => sample);
}

/** All fields in the order of their names, so that samples built in different places compare alike. */
function sortKey(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .sort(([a], [b]) => compareText(a, b))
    .map(([name, field]) => `${name}=${sortKey(field)}`)
    .join('\u0001');
}

function withNodes(ledger: EdgeLedger): MeshGraph {
  const edges = ledger.edges();
  const totals = sumTraffic(edges);
  const nodes = [...ledger.identities()]
    .sort(([a], [b]) => compareText(a, b))
    .map(([id, identity]): GraphNode => ({
      ...identity,
      id,
      traffic: totals.get(id) ?? noTraffic(),
      flags: ledger.injectedServices.has(id) ? ['injectedService'] : [],
      health: { status: 'unknown', reasons: [] },
    }));
  return { nodes, edges };
}
