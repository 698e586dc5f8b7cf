import type { GraphAnswer } from '@/lib/contracts/graph';
import type { GraphRequest } from '@/lib/contracts/graph-request';
import type { SentQuery, Warning } from '@/lib/contracts/source-status';
import { buildGraph, type Telemetry } from '@/lib/core/graph/build-graph';
import type { ClusterFacts } from '@/lib/core/graph/cluster-facts';
import { describeGraph } from '@/lib/core/graph/describe-graph';
import type { WaypointName } from '@/lib/core/graph/fold-legs';
import { printDuration } from '@/lib/core/mesh/duration';
import { succeed, type Outcome } from '@/lib/core/mesh/problem';
import { checkNamespaces, clusterNamespaces } from './check-namespaces';
import { chooseInstant, type Instant } from './choose-instant';
import { describeSources } from './describe-sources';
import type { MeshPorts } from './mesh-ports';
import type { DetailReading, Reading, TelemetryPort } from './ports';
import { readClusterFacts } from './read-cluster-facts';
import { warnOfAbsentLabels } from './warn-of-labels';
import { isUpstreamFailure, type UpstreamFailure } from './upstream-failure';
import { warnOfAge } from './warn-of-age';

/**
 * The service graph of a mesh. Whatever cannot be had is missing from the answer, which then says so in `sources` and
 * `warnings`; only a request that cannot be meant is a problem.
 */
export async function getMeshGraph(
  ports: MeshPorts,
  request: GraphRequest,
  signal?: AbortSignal,
): Promise<Outcome<GraphAnswer>> {
  if (ports.telemetry === undefined) return succeed(assemble(ports, request, ports.nowSeconds(), NOTHING));
  try {
    const instant = await chooseInstant(ports.telemetry, request.atSeconds, signal);
    if (!instant.ok) return instant;
    const { atSeconds, query } = instant.value;
    const { windowSeconds } = request;
    const known = await checkNamespaces(
      ports,
      request.namespaces ?? [],
      { atSeconds, windowSeconds },
      signal,
    );
    if (!known.ok) return known;
    const observed = await observe(ports.telemetry, request, atSeconds, signal);
    observed.warnings.push(...warnOfRetention(windowSeconds, instant.value));
    const queries = [{ purpose: 'clock', ...query }, ...observed.queries];
    return succeed(assemble(ports, request, atSeconds, { ...observed, queries }));
  } catch (error) {
    if (!isUpstreamFailure(error) || error.kind === 'canceled') throw error;
    return succeed(
      assemble(ports, request, request.atSeconds ?? ports.nowSeconds(), { ...NOTHING, failure: error }),
    );
  }
}

/** What Prometheus told for one graph. */
interface Observed {
  readonly telemetry: Telemetry;
  readonly warnings: Warning[];
  readonly queries: readonly SentQuery[];
  readonly failure?: UpstreamFailure;
}

const NOTHING: Observed = {
  telemetry: { traffic: [], buckets: [], sums: [] },
  warnings: [],
  queries: [],
};

async function observe(
  telemetry: TelemetryPort,
  { namespaces, windowSeconds, rates, node }: GraphRequest,
  atSeconds: number,
  signal: AbortSignal | undefined,
): Promise<Observed> {
  // All calls of a node start, end or are addressed in its namespace.
  const scope = namespaces ?? (node?.namespace === undefined ? undefined : [node.namespace]);
  const wanted = {
    windowSeconds,
    atSeconds,
    ...(scope === undefined ? {} : { namespaces: scope }),
    ...(signal === undefined ? {} : { signal }),
  };
  const [traffic, details] = await Promise.all([
    telemetry.readTraffic({ ...wanted, rates }),
    telemetry.readDetails(wanted).catch(keepUpstreamFailure),
  ]);
  const warnings = distinct([
    ...warnOfReading(traffic),
    ...warnOfAbsentLabels(traffic.absentLabels),
    ...warnOfDetails(details),
  ]);
  if (traffic.samples.length === 0) warnings.push(...(await warnOfSilence(telemetry, atSeconds, signal)));
  return {
    telemetry: {
      traffic: traffic.samples,
      buckets: 'buckets' in details ? details.buckets : [],
      sums: 'sums' in details ? details.sums : [],
    },
    warnings,
    queries: [...name('traffic', traffic), ...('queries' in details ? name('latency', details) : [])],
  };
}

/** A failure of one layer takes away that layer only. */
function keepUpstreamFailure(error: unknown): UpstreamFailure {
  if (isUpstreamFailure(error) && error.kind !== 'canceled') return error;
  throw error;
}

function assemble(
  ports: MeshPorts,
  request: GraphRequest,
  atSeconds: number,
  observed: Observed,
): GraphAnswer {
  const { windowSeconds, level, serviceNodes } = request;
  const sources = describeSources(ports, observed.failure);
  const facts = readClusterFacts(ports);
  const known = observed.failure === undefined && ports.telemetry !== undefined;
  const built = known
    ? buildGraph(observed.telemetry, { ...request, waypoints: declaredWaypoints(facts) })
    : undefined;
  const graph =
    built === undefined
      ? { nodes: [], edges: [] }
      : describeGraph({ nodes: built.nodes, edges: built.edges }, facts, request, ports.health);
  return {
    window: printDuration(windowSeconds),
    windowSeconds,
    at: atSeconds,
    level,
    serviceNodes: serviceNodes || level === 'service',
    rates: request.rates,
    legs: request.legs,
    namespaces: [...(request.namespaces ?? clusterNamespaces(ports) ?? namespacesOf(graph.nodes))].sort(),
    sources,
    warnings: [
      ...observed.warnings,
      ...(known ? warnOfAge(ports, request, atSeconds) : []),
      ...warnOfUnplaced(built?.unplaced ?? 0),
      ...facts.warnings,
    ],
    queries: [...observed.queries],
    ...graph,
  };
}

function declaredWaypoints({ workloads = [] }: ClusterFacts): WaypointName[] {
  return workloads.filter(({ isWaypoint }) => isWaypoint).map(({ namespace, name }) => ({ namespace, name }));
}

function warnOfUnplaced(count: number): Warning[] {
  if (count === 0) return [];
  const message = `${count} series name no service and have no place in a graph of services. Other graph types show them.`;
  return [{ code: 'series-not-placed', message }];
}

function namespacesOf(nodes: readonly { namespace?: string }[]): string[] {
  return [...new Set(nodes.flatMap(({ namespace }) => namespace ?? []))];
}

function name(purpose: string, reading: Reading): SentQuery[] {
  return reading.queries.map(({ text, durationMs }) => ({ purpose, text, durationMs }));
}

function warnOfReading({ warnings, skipped }: Reading): Warning[] {
  return [
    ...warnings.map((message) => ({ code: 'prometheus-warning', message })),
    ...skipped.map(({ reason, count, example }) => ({
      code: 'series-not-placed',
      message: `${count} series could not be placed in the graph: ${reason}. One of them: ${example}`,
    })),
  ];
}

/** The queries of one graph often get the same warning. */
function distinct(warnings: readonly Warning[]): Warning[] {
  return [...new Map(warnings.map((warning) => [`${warning.code} ${warning.message}`, warning])).values()];
}

function warnOfDetails(details: DetailReading | UpstreamFailure): Warning[] {
  if ('buckets' in details) return warnOfReading(details);
  const message = `Latencies and throughput are unknown: ${details.publicMessage}`;
  return [{ code: 'latency-unknown', message }];
}

/** Retention is a promise to keep, not to delete: what is older may still be there, so it is read all the same. */
function warnOfRetention(
  windowSeconds: number,
  { atSeconds, nowSeconds, retentionSeconds }: Instant,
): Warning[] {
  if (retentionSeconds === undefined) return [];
  if (atSeconds < nowSeconds - retentionSeconds) {
    const message = `Prometheus keeps ${printDuration(retentionSeconds)} of samples, and the time asked for lies before that: what is shown may be a part of what was.`;
    return [{ code: 'time-before-retention', message }];
  }
  if (windowSeconds <= retentionSeconds) return [];
  const message = `Prometheus keeps ${printDuration(retentionSeconds)} of samples: rates are averages over what it has of the window.`;
  return [{ code: 'window-exceeds-retention', message }];
}

/** An empty graph means little until it is known whether the mesh reports at all. */
async function warnOfSilence(
  telemetry: TelemetryPort,
  atSeconds: number,
  signal: AbortSignal | undefined,
): Promise<Warning[]> {
  const known = await telemetry.knownNamespaces(atSeconds - 3600, atSeconds, signal).catch(() => undefined);
  if (known === undefined || known.length > 0) return [];
  const message =
    'Prometheus has no istio_requests_total or istio_tcp_received_bytes_total of the last hour: it may scrape another mesh, or metrics may be switched off or renamed.';
  return [{ code: 'no-istio-metrics', message }];
}
