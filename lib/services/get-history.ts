import type { HistoryAnswer } from '@/lib/contracts/history';
import type { HistoryRequest } from '@/lib/contracts/history-request';
import { fail, succeed, type Outcome } from '@/lib/core/mesh/problem';
import { learnCalls } from '@/lib/core/telemetry/complete-calls';
import { pairCalls } from '@/lib/core/telemetry/pair-calls';
import { isFailure } from '@/lib/core/telemetry/response-class';
import { callFilters } from './call-filters';
import { chooseInstant } from './choose-instant';
import { describeSources } from './describe-sources';
import { refuseCost } from './limit-cost';
import type { MeshPorts } from './mesh-ports';
import type { CallFilter, CallHistory, HistoryReading, LoadRequest } from './ports';
import { readClusterFacts } from './read-cluster-facts';
import { tellWarning } from './tell-reading';
import { isUpstreamFailure, type UpstreamFailure } from './upstream-failure';
import { SCRAPES_IN_WINDOW } from './warn-of-scrapes';

const POINTS = 60;
const SHORTEST_STEP_SECONDS = 5;
/** Four scrapes of the usual 15 s: fewer make a rate jumpy. Where they are rarer it is four of those. */
const SHORTEST_RATE_SECONDS = 60;

/** Rates over the last window of one edge, or into one node. */
export async function getHistory(
  ports: MeshPorts,
  { graph, part }: HistoryRequest,
  signal?: AbortSignal,
): Promise<Outcome<HistoryAnswer>> {
  const filters = callFilters(part, graph, readClusterFacts(ports));
  if (filters === undefined) return fail('invalid-part', 'No node or edge has such an id.', part.kind);
  const stepSeconds = Math.max(SHORTEST_STEP_SECONDS, Math.ceil(graph.windowSeconds / POINTS));
  const { windowSeconds } = graph;
  const span = { windowSeconds, stepSeconds };
  const isTcp = filters.every(({ protocol }) => protocol === 'tcp') && filters.length > 0;
  const unit = isTcp ? 'bytes' : 'requests';
  try {
    if (ports.telemetry === undefined) return succeed(answer(ports, ports.nowSeconds(), span, unit, []));
    const instant = await chooseInstant(ports.telemetry, graph.atSeconds, signal);
    if (!instant.ok) return instant;
    const { atSeconds } = instant.value;
    const cost = await refuseCost(ports, windowSeconds, scopeOf(filters, atSeconds, signal));
    if (!cost.ok) return cost;
    const { telemetry } = ports;
    const interval = (await ports.probe?.scrapeInterval(atSeconds, signal)) ?? 0;
    const rateSeconds = Math.max(SHORTEST_RATE_SECONDS, SCRAPES_IN_WINDOW * interval, stepSeconds * 2);
    const readAll = (wanted: readonly CallFilter[]) =>
      Promise.all(
        wanted.map((calls) =>
          telemetry.readHistory({
            calls,
            startSeconds: atSeconds - windowSeconds,
            endSeconds: atSeconds,
            stepSeconds,
            windowSeconds: rateSeconds,
            ...(signal === undefined ? {} : { signal }),
          }),
        ),
      );
    const requests = await readAll(filters);
    if (part.kind === 'edge' || requests.some(hasPoints))
      return succeed(answer(ports, atSeconds, span, unit, requests));
    // Nobody asks it anything: a database, say, whose traffic is bytes.
    const bytes = await readAll(filters.map((filter) => ({ ...filter, protocol: 'tcp' })));
    return succeed(
      bytes.some(hasPoints)
        ? answer(ports, atSeconds, span, 'bytes', bytes)
        : answer(ports, atSeconds, span, unit, requests),
    );
  } catch (error) {
    if (!isUpstreamFailure(error) || error.kind === 'canceled') throw error;
    return succeed(answer(ports, graph.atSeconds ?? ports.nowSeconds(), span, unit, [], error));
  }
}

function hasPoints({ series }: HistoryReading): boolean {
  return series.some(({ points }) => points.length > 0);
}

interface Span {
  readonly windowSeconds: number;
  readonly stepSeconds: number;
}

/** Namespaces of which each filter names one. What names none may be anywhere. */
function scopeOf(
  filters: readonly CallFilter[],
  atSeconds: number,
  signal: AbortSignal | undefined,
): LoadRequest {
  const named = filters.map(
    ({ source, destination, service }) =>
      destination?.namespace ?? source?.namespace ?? service?.namespace ?? undefined,
  );
  const namespaces = named.filter((name) => name !== undefined);
  return {
    atSeconds,
    ...(namespaces.length < named.length ? {} : { namespaces: [...new Set(namespaces)] }),
    ...(signal === undefined ? {} : { signal }),
  };
}

/** Of each caller and callee the reports of one side: the client's if there are any, else the waypoint's, else the server's. */
function chooseReports(series: readonly CallHistory[]): CallHistory[] {
  const known = series.map(learnCalls(series));
  const isIdle = ({ points }: CallHistory) => !points.some(({ perSecond }) => perSecond > 0);
  return [...pairCalls(known, isIdle).values()].flatMap(({ chosen, reports }) => [
    ...(reports.get(chosen) ?? []),
  ]);
}

function answer(
  ports: MeshPorts,
  atSeconds: number,
  { windowSeconds, stepSeconds }: Span,
  unit: HistoryAnswer['unit'],
  readings: readonly HistoryReading[],
  failure?: UpstreamFailure,
): HistoryAnswer {
  const count = Math.floor(windowSeconds / stepSeconds) + 1;
  const timestamps = Array.from({ length: count }, (_, i) => atSeconds - windowSeconds + i * stepSeconds);
  const series = readings.flatMap((reading) => chooseReports(reading.series));
  const rate = addUp(series, timestamps, stepSeconds, null);
  const errors = addUp(series.filter(isFailure), timestamps, stepSeconds, 0);
  return {
    at: atSeconds,
    windowSeconds,
    stepSeconds,
    unit,
    timestamps,
    series: [
      { name: 'rate', values: rate },
      // Where requests are counted and none failed, the error rate is zero; elsewhere it is not known.
      ...(unit === 'bytes'
        ? []
        : [
            {
              name: 'errorRate' as const,
              values: errors.map((value, i) => (rate[i] === null ? null : value)),
            },
          ]),
    ],
    sources: describeSources(ports, failure),
    warnings: readings.flatMap(({ warnings }) => warnings.map(tellWarning)),
    queries: readings.flatMap(({ queries }) => queries.map((query) => ({ purpose: 'history', ...query }))),
  };
}

function addUp(
  series: readonly CallHistory[],
  timestamps: readonly number[],
  stepSeconds: number,
  absent: number | null,
): (number | null)[] {
  const sums = timestamps.map((): number | null => absent);
  const start = timestamps[0] ?? 0;
  for (const { points } of series) {
    for (const { atSeconds, perSecond } of points) {
      const index = Math.round((atSeconds - start) / stepSeconds);
      if (index >= 0 && index < sums.length) sums[index] = (sums[index] ?? 0) + perSecond;
    }
  }
  return sums;
}
