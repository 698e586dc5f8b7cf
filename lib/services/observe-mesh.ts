import type { SentQuery, Warning } from '@/lib/contracts/source-status';
import type { Telemetry } from '@/lib/core/graph/build-graph';
import type { GraphRates, NodeIdentity } from '@/lib/core/graph/mesh-graph';
import { succeed, type Outcome } from '@/lib/core/mesh/problem';
import { checkNamespaces } from './check-namespaces';
import { chooseInstant } from './choose-instant';
import type { MeshPorts } from './mesh-ports';
import { refuseCost } from './limit-cost';
import type { DetailReading, LoadRequest, TelemetryPort } from './ports';
import { isUpstreamFailure, type UpstreamFailure } from './upstream-failure';
import { describeReading, distinctWarnings, nameQueries } from './tell-reading';
import { warnOfRetention } from './warn-of-retention';
import { warnOfSilence } from './warn-of-silence';
import { warnOfAbsentLabels } from './warn-of-labels';
import { warnOfScrapes } from './warn-of-scrapes';

/** Which traffic is asked for. */
export interface ObserveRequest {
  /** Sorted and unique; absent means all. */
  readonly namespaces?: readonly string[];
  readonly windowSeconds: number;
  /** Unix seconds; absent means Prometheus' now. */
  readonly atSeconds?: number;
  readonly rates: GraphRates;
  /** Only the calls of this node. */
  readonly node?: NodeIdentity;
  /** Also latencies and sizes. */
  readonly details: boolean;
  /** Namespaces whose calls have quantiles of latency even where there are too many calls for all to have them. */
  readonly quantiles?: readonly string[];
}

/** What Prometheus told of the traffic of one window. */
export interface Observed {
  readonly atSeconds: number;
  /** Absent where there is no Prometheus, or it failed. */
  readonly telemetry?: Telemetry;
  readonly warnings: readonly Warning[];
  readonly queries: readonly SentQuery[];
  readonly failure?: UpstreamFailure;
}

/** Reads the traffic of a window. Only a request that cannot be meant is a problem. */
export async function observeMesh(
  ports: MeshPorts,
  request: ObserveRequest,
  signal?: AbortSignal,
): Promise<Outcome<Observed>> {
  const { windowSeconds } = request;
  if (ports.telemetry === undefined)
    return succeed({ atSeconds: ports.nowSeconds(), warnings: [], queries: [] });
  try {
    const instant = await chooseInstant(ports.telemetry, request.atSeconds, signal);
    if (!instant.ok) return instant;
    const { atSeconds, query } = instant.value;
    const span = { atSeconds, windowSeconds };
    const known = await checkNamespaces(ports, request.namespaces ?? [], span, signal);
    if (!known.ok) return known;
    const scope = scopeOf(request, atSeconds, signal);
    const cost = await refuseCost(ports, windowSeconds, scope);
    if (!cost.ok) return cost;
    const [observed, rareScrapes] = await Promise.all([
      observe(ports.telemetry, request, scope),
      warnOfScrapes(ports, windowSeconds, atSeconds, signal),
    ]);
    return succeed({
      ...observed,
      warnings: [...observed.warnings, ...rareScrapes, ...warnOfRetention(windowSeconds, instant.value)],
      queries: [{ purpose: 'clock', ...query }, ...observed.queries],
    });
  } catch (error) {
    if (!isUpstreamFailure(error) || error.kind === 'canceled') throw error;
    const atSeconds = request.atSeconds ?? ports.nowSeconds();
    return succeed({ atSeconds, warnings: [], queries: [], failure: error });
  }
}

/** Which calls are read. All calls of a node start, end or are addressed in its namespace. */
function scopeOf(
  { namespaces, node }: ObserveRequest,
  atSeconds: number,
  signal: AbortSignal | undefined,
): LoadRequest {
  const scope = namespaces ?? (node?.namespace === undefined ? undefined : [node.namespace]);
  return {
    atSeconds,
    ...(scope === undefined ? {} : { namespaces: scope }),
    ...(signal === undefined ? {} : { signal }),
  };
}

async function observe(
  telemetry: TelemetryPort,
  { windowSeconds, rates, details: wantsDetails, quantiles }: ObserveRequest,
  scope: LoadRequest,
): Promise<Observed> {
  const { atSeconds, signal } = scope;
  const wanted = { ...scope, windowSeconds };
  const [traffic, details] = await Promise.all([
    telemetry.readTraffic({ ...wanted, rates }),
    wantsDetails
      ? telemetry
          .readDetails({ ...wanted, ...(quantiles === undefined ? {} : { quantiles }) })
          .catch(keepUpstreamFailure)
      : NO_DETAILS,
  ]);
  const warnings = distinctWarnings([
    ...describeReading(traffic),
    ...warnOfAbsentLabels(traffic.absentLabels),
    ...warnOfDetails(details, quantiles),
  ]);
  if (traffic.samples.length === 0) warnings.push(...(await warnOfSilence(telemetry, atSeconds, signal)));
  return {
    atSeconds,
    telemetry: {
      traffic: traffic.samples,
      histograms: 'histograms' in details ? details.histograms : [],
      sums: 'sums' in details ? details.sums : [],
    },
    warnings,
    queries: [
      ...nameQueries('traffic', traffic),
      ...('queries' in details ? nameQueries('latency', details) : []),
    ],
  };
}

const QUANTILES_LEFT_OUT: Warning = {
  code: 'quantiles-left-out',
  message:
    'There are too many calls to read quantiles of all their latencies: edges have averages. Namespaces that are opened or chosen have quantiles.',
};

const NO_DETAILS: DetailReading = {
  histograms: [],
  countedOnly: 0,
  sums: [],
  skipped: [],
  queries: [],
  warnings: [],
};

/** A failure of one layer takes away that layer only. */
function keepUpstreamFailure(error: unknown): UpstreamFailure {
  if (isUpstreamFailure(error) && error.kind !== 'canceled') return error;
  throw error;
}

function warnOfDetails(
  details: DetailReading | UpstreamFailure,
  quantiles: readonly string[] | undefined,
): Warning[] {
  if ('histograms' in details) {
    // Who asked for those of some namespaces knows that there are no others.
    const isTold = details.countedOnly === 0 || quantiles !== undefined;
    return [...(isTold ? [] : [QUANTILES_LEFT_OUT]), ...describeReading(details)];
  }
  const message = `Latencies and throughput are unknown: ${details.publicMessage}`;
  return [{ code: 'latency-unknown', message }];
}
