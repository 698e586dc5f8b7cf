import type { TraceQuery } from './plan-queries';

/** What people look at decides what is looked for first. */
export interface TraceFilter {
  /** Requests that failed or were denied. */
  readonly errors: boolean;
  /** Spans that took at least this long. */
  readonly minDurationMs?: number;
}

/** How requests were denied, by the status that their spans have; proxies do not mark these as errors. */
export interface Denials {
  readonly http: boolean;
  readonly grpc: boolean;
}

/**
 * A search, or for what failed or was denied several: proxies mark a span as an error where there was no answer or a
 * 5xx, so denials are found by their status. No search can ask for the one or the other.
 */
export function filterQueries(query: TraceQuery, { errors }: TraceFilter, denials: Denials): TraceQuery[] {
  if (!errors) return [query];
  const having = (tags: TraceQuery['tags']) => ({ ...query, tags: { ...query.tags, ...tags } });
  return [
    having({ error: 'true' }),
    ...(denials.http ? [having({ 'http.status_code': '403' })] : []),
    ...(denials.grpc ? [having({ 'grpc.status_code': '7' })] : []),
  ];
}
