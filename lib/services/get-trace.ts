import type { TraceAnswer } from '@/lib/contracts/trace';
import { compareText } from '@/lib/core/mesh/compare-text';
import { fail, succeed, type Outcome } from '@/lib/core/mesh/problem';
import { arrangeTrace, type ArrangedSpan } from '@/lib/core/traces/arrange-trace';
import { domainOfTrace, inDomain } from '@/lib/core/traces/cluster-domain';
import { explainTrace, type TraceFinding } from '@/lib/core/traces/explain-trace';
import { traceHops, type TraceHop } from '@/lib/core/traces/trace-hops';
import { traceLink } from '@/lib/core/traces/trace-links';
import { describeSources } from './describe-sources';
import { noteTracing } from './describe-tracing';
import type { MeshPorts } from './mesh-ports';
import { readClusterFacts } from './read-cluster-facts';
import { readTraceFacts } from './read-trace-facts';
import { isUpstreamFailure, type UpstreamFailure } from './upstream-failure';

/** One trace with all its spans. A backend that fails, or has forgotten the trace, is a problem: there is nothing else. */
export async function getTrace(
  ports: MeshPorts,
  traceId: string,
  signal?: AbortSignal,
): Promise<Outcome<TraceAnswer>> {
  const { tracing } = ports;
  if (tracing === undefined)
    return fail(
      'traces-unavailable',
      'No tracing backend is configured: set TELLTALE_JAEGER_URL or TELLTALE_TEMPO_URL.',
    );
  let failure: UpstreamFailure | undefined;
  const trace = await tracing.trace(traceId, signal).catch((error: unknown) => {
    if (!isUpstreamFailure(error) || error.kind === 'canceled') throw error;
    failure = error;
    return undefined;
  });
  const source = noteTracing(ports, failure);
  if (failure !== undefined)
    return fail('traces-unavailable', `The trace cannot be read: ${failure.publicMessage}.`);
  if (trace === undefined)
    return fail('trace-not-found', 'The tracing backend has no trace of this id, or not any more.');
  const arranged = arrangeTrace(trace);
  const { startUs, durationUs, spans, causeId } = arranged;
  const facts = readTraceFacts(ports, readClusterFacts(ports));
  const hops = traceHops(trace, inDomain(facts, domainOfTrace(trace)));
  const around = { startSeconds: startUs / 1e6 - 60, endSeconds: (startUs + durationUs) / 1e6 + 60 };
  const url = ports.traceUi === undefined ? undefined : traceLink(ports.traceUi, trace.traceId, around);
  return succeed({
    traceId: trace.traceId,
    startSeconds: startUs / 1e6,
    durationMs: durationUs / 1000,
    spans: spans.map((span) => tellSpan(span, startUs)),
    hops: hops.map(tellHop),
    findings: explainTrace(arranged, hops).map(tellFinding),
    ...(causeId === undefined ? {} : { causeId }),
    ...(url === undefined || ports.traceUi === undefined ? {} : { url, ui: ports.traceUi.kind }),
    sources: { ...describeSources(ports, undefined), tracing: source },
    warnings: [],
  });
}

function tellHop({ spanId, serverIds, source, targets, host, isReached, outcome }: TraceHop) {
  const { isFailure, isDenied } = outcome;
  return {
    spanId,
    serverIds: [...serverIds],
    ...(source === undefined ? {} : { source }),
    targets: [...targets],
    ...(host === undefined ? {} : { host }),
    isReached,
    isFailure,
    isDenied,
  };
}

function tellFinding({ outcome, ownUs, ...finding }: TraceFinding): TraceAnswer['findings'][number] {
  return { ...finding, ...outcome, ...(ownUs === undefined ? {} : { ownMs: ownUs / 1000 }) };
}

function tellSpan(
  { span, depth, outcome, ownUs }: ArrangedSpan,
  startUs: number,
): TraceAnswer['spans'][number] {
  const { spanId, service, operation, kind } = span;
  return {
    spanId,
    depth,
    service,
    operation,
    kind,
    offsetMs: (span.startUs - startUs) / 1000,
    durationMs: span.durationUs / 1000,
    ownMs: ownUs / 1000,
    ...outcome,
    tags: Object.entries(span.tags)
      .map(([name, value]) => ({ name, value }))
      .sort((a, b) => compareText(a.name, b.name)),
  };
}
