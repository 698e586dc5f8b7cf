import type { SentQuery, Warning } from '@/lib/contracts/source-status';
import type { TracesAnswer } from '@/lib/contracts/traces';
import type { TracesRequest } from '@/lib/contracts/traces-request';
import type { ClusterFacts } from '@/lib/core/graph/cluster-facts';
import { printDuration } from '@/lib/core/mesh/duration';
import { succeed, type Outcome } from '@/lib/core/mesh/problem';
import { inDomain } from '@/lib/core/traces/cluster-domain';
import { filterQueries } from '@/lib/core/traces/filter-queries';
import { matchSpans } from '@/lib/core/traces/match-spans';
import { planQueries, type TracePlan, type TraceQuery } from '@/lib/core/traces/plan-queries';
import { summariseTrace, type TraceSummary } from '@/lib/core/traces/summarise-trace';
import { isBad, outcomeOf } from '@/lib/core/traces/span-facts';
import type { Trace, TraceSpan } from '@/lib/core/traces/trace';
import { traceEnd } from '@/lib/core/traces/trace-ends';
import { reachOf, type TraceQuestion } from '@/lib/core/traces/trace-question';
import type { TraceFacts } from '@/lib/core/traces/trace-facts';
import { countRequests, type CountedRequests } from './count-requests';
import { describeSources } from './describe-sources';
import { noteTracing } from './describe-tracing';
import type { MeshPorts } from './mesh-ports';
import type { TraceReading, TracingPort } from './ports';
import { readClusterFacts } from './read-cluster-facts';
import { readTraceFacts } from './read-trace-facts';
import { linkSearches, tellTraces } from './tell-traces';
import { isUpstreamFailure, type UpstreamFailure } from './upstream-failure';

/** Spans that have to be looked at may turn out to be of other edges: so more are asked for than are shown. */
const SEARCH_LIMIT = 100;

/**
 * Traces of an edge or a node. A backend that fails takes away the traces, and leaves the links: they are only
 * addresses. Only a request that cannot be meant is a problem.
 */
export async function getTraces(
  ports: MeshPorts,
  request: TracesRequest,
  signal?: AbortSignal,
): Promise<Outcome<TracesAnswer>> {
  const counted = await countRequests(ports, request, signal);
  if (!counted.ok) return counted;
  const { atSeconds, requests, warnings, queries, failure } = counted.value;
  const facts = readClusterFacts(ports);
  const found = await findTraces(ports, { ...request, ...counted.value }, facts, signal);
  const { windowSeconds, errors, minDurationMs } = request;
  const { summaries, plan, isCut } = found;
  const told = tellTraces(ports.traceUi, summaries, request.limit);
  const confidence = weakest(summaries) ?? (plan.queries.length > 0 ? plan.confidence : undefined);
  const reason = found.failure === undefined && summaries.length === 0 ? whyNothing(ports, found) : undefined;
  return succeed({
    at: atSeconds,
    window: printDuration(windowSeconds),
    windowSeconds,
    filter: { errors, ...(minDurationMs === undefined ? {} : { minDurationMs }) },
    ...(confidence === undefined ? {} : { confidence }),
    ...(ports.traceUi === undefined ? {} : { ui: ports.traceUi.kind }),
    links: linkSearches(ports.traceUi, found.sent, { ...request, atSeconds }),
    traces: told,
    sampled: summaries.length,
    isSampledAtLeast: isCut,
    ...(requests === undefined ? {} : { requests }),
    ...(reason === undefined ? {} : { reason }),
    sources: {
      ...describeSources(ports, failure),
      ...(found.isAsked ? { tracing: noteTracing(ports, found.failure) } : {}),
    },
    warnings: [...warnings, ...warnOfTraces(found), ...facts.warnings],
    queries: [...queries, ...found.queries],
  });
}

interface Found {
  readonly plan: TracePlan;
  /** Searches with what people look at. */
  readonly sent: readonly TraceQuery[];
  readonly summaries: readonly TraceSummary[];
  readonly queries: readonly SentQuery[];
  /** Whether there may be more. */
  readonly isCut: boolean;
  readonly isAsked: boolean;
  readonly skipped: number;
  readonly failure?: UpstreamFailure;
}

async function findTraces(
  ports: MeshPorts,
  request: TracesRequest & Pick<CountedRequests, 'atSeconds' | 'denials' | 'domain'>,
  cluster: ClusterFacts,
  signal: AbortSignal | undefined,
): Promise<Found> {
  const { tracing, traceNaming: naming } = ports;
  const { atSeconds, denials } = request;
  const facts = inDomain(readTraceFacts(ports, cluster), request.domain);
  const question = askFor(request, facts);
  const options = naming === undefined ? {} : { naming };
  const planFor = (known: ReadonlySet<string> | undefined) => {
    const plan = planQueries(question, facts, { known, ...options });
    return { plan, sent: plan.queries.flatMap((query) => filterQueries(query, request, denials)) };
  };
  const nothing = { summaries: [], queries: [], isCut: false, skipped: 0 };
  if (tracing === undefined) return { ...planFor(undefined), ...nothing, isAsked: false };
  try {
    const { plan, sent } = planFor(new Set(await tracing.services(signal)));
    const span = { startSeconds: atSeconds - request.windowSeconds, endSeconds: atSeconds };
    const readings = await search(tracing, sent, { ...request, ...span }, signal);
    const traces = distinct(readings.flatMap((reading) => reading.traces));
    const summaries = traces
      .flatMap((trace) => summariseTrace(trace, matchFiltered(trace, question, facts, request)) ?? [])
      .sort((a, b) => b.startUs - a.startUs);
    return {
      plan,
      sent,
      summaries,
      isAsked: true,
      isCut: readings.some((reading) => reading.traces.length >= SEARCH_LIMIT),
      skipped: readings.reduce((sum, { skipped }) => sum + skipped, 0),
      queries: readings.map(({ query }) => ({ purpose: 'traces', ...query })),
    };
  } catch (error) {
    if (!isUpstreamFailure(error) || error.kind === 'canceled') throw error;
    return { ...planFor(undefined), ...nothing, isAsked: true, failure: error };
  }
}

function askFor({ part, ...drawn }: TracesRequest, facts: TraceFacts): TraceQuestion {
  if (part.kind === 'node') return { kind: 'node', target: traceEnd(part.node, facts) };
  return {
    kind: 'edge',
    source: traceEnd(part.source, facts),
    target: traceEnd(part.target, facts),
    reach: reachOf(part.target, drawn),
  };
}

/** Of a trace that was found by one span, others that are of the edge may be none of those that were asked for. */
function matchFiltered(
  trace: Trace,
  question: TraceQuestion,
  facts: TraceFacts,
  { errors, minDurationMs = 0 }: TracesRequest,
) {
  return matchSpans(trace, question, facts).filter(
    ({ span }) => span.durationUs >= Math.floor(minDurationMs * 1000) && (!errors || isBadSpan(span)),
  );
}

/** As the search finds them: by the proxy's own mark, or by the status. */
function isBadSpan(span: TraceSpan): boolean {
  return span.isError || isBad(outcomeOf(span));
}

function search(
  tracing: TracingPort,
  queries: readonly TraceQuery[],
  {
    startSeconds,
    endSeconds,
    minDurationMs,
  }: { startSeconds: number; endSeconds: number; minDurationMs?: number },
  signal: AbortSignal | undefined,
): Promise<TraceReading[]> {
  return Promise.all(
    queries.map((query) =>
      tracing.search({
        ...query,
        startSeconds,
        endSeconds,
        limit: SEARCH_LIMIT,
        ...(minDurationMs === undefined ? {} : { minDurationMs }),
        ...(signal === undefined ? {} : { signal }),
      }),
    ),
  );
}

/** One trace may be found by several searches. */
function distinct(traces: readonly Trace[]): Trace[] {
  return [...new Map(traces.map((trace) => [trace.traceId, trace])).values()];
}

const WEAKEST_FIRST = ['byService', 'byParentChild', 'exact'] as const;

function weakest(summaries: readonly TraceSummary[]): TraceSummary['confidence'] | undefined {
  return WEAKEST_FIRST.find((one) => summaries.some(({ confidence }) => confidence === one));
}

function whyNothing({ tracing }: MeshPorts, { plan, queries }: Found): string {
  if (tracing === undefined)
    return 'No tracing backend is configured: set TELLTALE_JAEGER_URL or TELLTALE_TEMPO_URL.';
  if (plan.nothing !== undefined) return plan.nothing;
  return queries.length === 0
    ? 'There is nothing to search for.'
    : 'No trace of it was kept in this window. Only a sample of requests is traced.';
}

/** Some of the fixed sentences end with a question. */
function endSentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}

function warnOfTraces({ failure, skipped }: Found): Warning[] {
  if (failure !== undefined)
    return [
      { code: 'traces-unavailable', message: `Traces are missing: ${endSentence(failure.publicMessage)}` },
    ];
  if (skipped === 0) return [];
  const message = `${skipped} traces or spans could not be read and were left out.`;
  return [{ code: 'traces-incomplete', message }];
}
