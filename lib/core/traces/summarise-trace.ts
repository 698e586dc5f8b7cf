import { isBad, outcomeOf, type SpanOutcome } from './span-facts';
import type { Confidence, MatchedSpan } from './match-spans';
import type { Trace, TraceSpan } from './trace';

/** A trace in a line: what it is as a whole, and its request of the edge. */
export interface TraceSummary {
  readonly traceId: string;
  readonly startUs: number;
  readonly durationUs: number;
  readonly spanCount: number;
  readonly serviceCount: number;
  readonly root: { readonly service: string; readonly operation: string };
  readonly hasError: boolean;
  /** The slowest of those that failed or were denied, else the slowest. */
  readonly span: TraceSpan;
  readonly outcome: SpanOutcome;
  readonly confidence: Confidence;
  readonly matchCount: number;
}

/** Undefined for traces that have no request of the edge. */
export function summariseTrace(trace: Trace, matched: readonly MatchedSpan[]): TraceSummary | undefined {
  const told = matched
    .map((match) => ({ ...match, outcome: outcomeOf(match.span) }))
    .sort(
      (a, b) => Number(isBad(b.outcome)) - Number(isBad(a.outcome)) || b.span.durationUs - a.span.durationUs,
    );
  const [worst] = told;
  if (worst === undefined) return undefined;
  const startUs = trace.spans.reduce((least, span) => Math.min(least, span.startUs), Infinity);
  const endUs = trace.spans.reduce((most, span) => Math.max(most, span.startUs + span.durationUs), 0);
  const root = findRoot(trace) ?? worst.span;
  return {
    traceId: trace.traceId,
    startUs,
    durationUs: endUs - startUs,
    spanCount: trace.spans.length,
    serviceCount: new Set(trace.spans.map(({ service }) => service)).size,
    root: { service: root.service, operation: root.operation },
    hasError: trace.spans.some((span) => outcomeOf(span).isFailure),
    span: worst.span,
    outcome: worst.outcome,
    confidence: worst.confidence,
    matchCount: matched.length,
  };
}

/** The first span whose parent is not there: parts of a trace may not have been kept. */
function findRoot({ spans }: Trace): TraceSpan | undefined {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  return spans
    .filter(({ parentId, spanId }) => parentId === undefined || parentId === spanId || !ids.has(parentId))
    .reduce<TraceSpan | undefined>(
      (first, span) => (first === undefined || span.startUs < first.startUs ? span : first),
      undefined,
    );
}
