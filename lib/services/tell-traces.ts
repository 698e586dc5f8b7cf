import type { TracesAnswer, TraceSummary } from '@/lib/contracts/traces';
import { pickTraces } from '@/lib/core/traces/pick-traces';
import type { TraceQuery } from '@/lib/core/traces/plan-queries';
import { isBad } from '@/lib/core/traces/span-facts';
import type { TraceSummary as CoreSummary } from '@/lib/core/traces/summarise-trace';
import { searchLink, traceLink, type TraceUi } from '@/lib/core/traces/trace-links';

/** Spans at the edges of a window may reach beyond it; pages of single traces look a little wider. */
const MARGIN_SECONDS = 60;

/** The latest ones in the answer's words, and of the others those that tell most. */
export function tellTraces(
  ui: TraceUi | undefined,
  summaries: readonly CoreSummary[],
  limit: number,
): TraceSummary[] {
  const picks = pickTraces(
    summaries.map(({ span, outcome }) => ({ durationUs: span.durationUs, isFailure: isBad(outcome) })),
  );
  const room = Math.max(0, limit - picks.size);
  let latest = 0;
  return summaries.flatMap((summary, index) => {
    const pick = picks.get(index);
    if (pick === undefined && latest >= room) return [];
    if (pick === undefined) latest += 1;
    return [{ ...tellTrace(ui, summary), ...(pick === undefined ? {} : { pick }) }];
  });
}

function tellTrace(ui: TraceUi | undefined, summary: CoreSummary): TraceSummary {
  const { traceId, startUs, durationUs, spanCount, serviceCount, root, hasError, span, outcome } = summary;
  const startSeconds = startUs / 1e6;
  const around = {
    spanId: span.spanId,
    startSeconds: startSeconds - MARGIN_SECONDS,
    endSeconds: startSeconds + durationUs / 1e6 + MARGIN_SECONDS,
  };
  const url = ui === undefined ? undefined : traceLink(ui, traceId, around);
  return {
    traceId,
    startSeconds,
    durationMs: durationUs / 1000,
    spanCount,
    serviceCount,
    root,
    hasError,
    span: {
      spanId: span.spanId,
      service: span.service,
      operation: span.operation,
      startSeconds: span.startUs / 1e6,
      durationMs: span.durationUs / 1000,
      confidence: summary.confidence,
      ...outcome,
    },
    matchCount: summary.matchCount,
    ...(url === undefined ? {} : { url }),
  };
}

/** The same searches for people, in absolute times. */
export function linkSearches(
  ui: TraceUi | undefined,
  queries: readonly TraceQuery[],
  asked: { atSeconds: number; windowSeconds: number; minDurationMs?: number; limit: number },
): TracesAnswer['links'] {
  if (ui === undefined) return [];
  const { atSeconds, windowSeconds, minDurationMs, limit } = asked;
  return queries.flatMap((query) => {
    const url = searchLink(ui, {
      ...query,
      startSeconds: atSeconds - windowSeconds,
      endSeconds: atSeconds,
      limit,
      ...(minDurationMs === undefined ? {} : { minDurationMs }),
    });
    const cluster = query.tags['upstream_cluster'];
    const place = cluster === undefined ? query.service : `${query.service} → ${cluster}`;
    const label = `${place}${wordOf(query)}`;
    return url === undefined ? [] : [{ label, url }];
  });
}

function wordOf({ tags }: TraceQuery): string {
  if (tags['error'] !== undefined) return ', failed';
  return tags['http.status_code'] === undefined && tags['grpc.status_code'] === undefined ? '' : ', denied';
}
