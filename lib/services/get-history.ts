import type { HistoryAnswer } from '@/lib/contracts/history';
import type { HistoryRequest } from '@/lib/contracts/history-request';
import { fail, succeed, type Outcome } from '@/lib/core/mesh/problem';
import { callFilters } from './call-filters';
import { chooseInstant } from './choose-instant';
import { describeSources } from './describe-sources';
import type { MeshPorts } from './mesh-ports';
import type { CallFilter, HistoryLine, HistoryReading, TelemetryPort } from './ports';
import { readClusterFacts } from './read-cluster-facts';
import { isUpstreamFailure, type UpstreamFailure } from './upstream-failure';

const POINTS = 60;
const SHORTEST_STEP_SECONDS = 5;
/** Four scrapes of the usual 15 s: fewer make a rate jumpy. */
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
  const span = { windowSeconds: graph.windowSeconds, stepSeconds };
  const isTcp = filters.every(({ protocol }) => protocol === 'tcp') && filters.length > 0;
  try {
    if (ports.telemetry === undefined) return succeed(answer(ports, ports.nowSeconds(), span, isTcp, []));
    const instant = await chooseInstant(ports.telemetry, graph.atSeconds, signal);
    if (!instant.ok) return instant;
    const { atSeconds } = instant.value;
    const { telemetry } = ports;
    const readAll = (wanted: typeof filters) =>
      Promise.all(wanted.map((filter) => readByPreference(telemetry, filter, atSeconds, span, signal)));
    const read = await readAll(filters);
    if (part.kind === 'edge' || read.some(hasPoints))
      return succeed(answer(ports, atSeconds, span, isTcp, read));
    // Nobody asks it anything: a database, say, whose traffic is bytes.
    const bytes = await readAll(filters.map((filter) => ({ ...filter, protocol: 'tcp' })));
    return succeed(
      bytes.some(hasPoints)
        ? answer(ports, atSeconds, span, true, bytes)
        : answer(ports, atSeconds, span, isTcp, read),
    );
  } catch (error) {
    if (!isUpstreamFailure(error) || error.kind === 'canceled') throw error;
    return succeed(answer(ports, graph.atSeconds ?? ports.nowSeconds(), span, isTcp, [], error));
  }
}

function hasPoints({ lines }: HistoryReading): boolean {
  return lines.some(({ points }) => points.length > 0);
}

interface Span {
  readonly windowSeconds: number;
  readonly stepSeconds: number;
}

/** The client's view if there is one, else the waypoint's, else the server's: as in the graph. */
async function readByPreference(
  telemetry: TelemetryPort | undefined,
  filter: Omit<CallFilter, 'reporter'>,
  atSeconds: number,
  { windowSeconds, stepSeconds }: Span,
  signal: AbortSignal | undefined,
): Promise<HistoryReading> {
  let reading: HistoryReading = { lines: [], queries: [], warnings: [], skipped: [] };
  for (const reporter of ['source', 'waypoint', 'destination'] as const) {
    const next = await telemetry?.readHistory({
      calls: { ...filter, reporter },
      startSeconds: atSeconds - windowSeconds,
      endSeconds: atSeconds,
      stepSeconds,
      windowSeconds: Math.max(SHORTEST_RATE_SECONDS, stepSeconds * 2),
      ...(signal === undefined ? {} : { signal }),
    });
    if (next === undefined) break;
    reading = { ...next, queries: [...reading.queries, ...next.queries] };
    if (hasPoints(next)) break;
  }
  return reading;
}

function answer(
  ports: MeshPorts,
  atSeconds: number,
  { windowSeconds, stepSeconds }: Span,
  isTcp: boolean,
  readings: readonly HistoryReading[],
  failure?: UpstreamFailure,
): HistoryAnswer {
  const count = Math.floor(windowSeconds / stepSeconds) + 1;
  const timestamps = Array.from({ length: count }, (_, i) => atSeconds - windowSeconds + i * stepSeconds);
  const lines = readings.flatMap((reading) => reading.lines);
  const add = (measures: readonly HistoryLine['measure'][], absent: number | null) =>
    addUp(
      lines.filter(({ measure }) => measures.includes(measure)),
      timestamps,
      stepSeconds,
      absent,
    );
  const rate = add(isTcp ? ['tcpSent', 'tcpReceived'] : ['requests'], null);
  return {
    at: atSeconds,
    windowSeconds,
    stepSeconds,
    unit: isTcp ? 'bytes' : 'requests',
    timestamps,
    series: isTcp
      ? [{ name: 'rate', values: rate }]
      : [
          { name: 'rate', values: rate },
          // Where requests are counted and none failed, the error rate is zero; elsewhere it is not known.
          {
            name: 'errorRate',
            values: add(['errors'], 0).map((value, i) => (rate[i] === null ? null : value)),
          },
        ],
    sources: describeSources(ports, failure),
    warnings: readings.flatMap(({ warnings }) =>
      warnings.map((message) => ({ code: 'prometheus-warning', message })),
    ),
    queries: readings.flatMap(({ queries }) => queries.map((query) => ({ purpose: 'history', ...query }))),
  };
}

function addUp(
  lines: readonly HistoryLine[],
  timestamps: readonly number[],
  stepSeconds: number,
  absent: number | null,
): (number | null)[] {
  const sums = timestamps.map((): number | null => absent);
  const start = timestamps[0] ?? 0;
  for (const { points } of lines) {
    for (const { atSeconds, perSecond } of points) {
      const index = Math.round((atSeconds - start) / stepSeconds);
      if (index >= 0 && index < sums.length) sums[index] = (sums[index] ?? 0) + perSecond;
    }
  }
  return sums;
}
