import { queryOptions } from '@tanstack/react-query';
import { traceAnswerSchema } from '@/lib/contracts/trace';
import { fetchJson } from '../fetch-json';
import { isWorthRetrying } from '../retry-policy';

/** `GET /api/traces/ID`. A trace is of the past: it is asked for once. */
export function traceQuery(traceId: string) {
  return queryOptions({
    queryKey: ['trace', traceId] as const,
    queryFn: ({ signal }) =>
      fetchJson(traceAnswerSchema, `/api/traces/${encodeURIComponent(traceId)}`, { signal }),
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    retry: (count, error) => count < 1 && isWorthRetrying(error),
  });
}

/** The page of a trace, with one of its spans opened. */
export function tracePageLink(traceId: string, spanId: string): string {
  return `/traces/${encodeURIComponent(traceId)}?${new URLSearchParams({ span: spanId })}`;
}
