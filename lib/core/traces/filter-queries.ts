import type { TraceQuery } from './plan-queries';

/** What people look at decides what is looked for first. */
export interface TraceFilter {
  readonly errors: boolean;
  /** Spans that took at least this long. */
  readonly minDurationMs?: number;
}

/** The same search for failures only. Proxies mark a span as an error where there was no answer, or a 5xx. */
export function filterQuery(query: TraceQuery, { errors }: TraceFilter): TraceQuery {
  return errors ? { ...query, tags: { ...query.tags, error: 'true' } } : query;
}
