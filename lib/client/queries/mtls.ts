import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { mtlsAnswerSchema, type MtlsAnswer } from '@/lib/contracts/mtls';
import { printDuration } from '@/lib/core/mesh/duration';
import { fetchJson } from '../fetch-json';
import { paceRefreshMs } from '../refresh-pace';
import { isWorthRetrying } from '../retry-policy';
import type { GraphRequest, RefreshOptions } from './graph-request';

/** Everything an answer depends on; the same fields make the query key. */
export type MtlsRequest = Pick<GraphRequest, 'namespaces' | 'windowSeconds' | 'at'>;

/** An answer and how long the browser waited for it. */
export interface TimedMtls {
  readonly answer: MtlsAnswer;
  readonly tookMs: number;
}

/** `GET /api/mtls` of a request: what is declared now, and what was seen in the window. */
export function mtlsQuery(request: MtlsRequest, { refresh, enabled = true }: RefreshOptions) {
  const live = refresh !== 'off';
  return queryOptions({
    queryKey: ['mtls', request] as const,
    queryFn: async ({ signal }): Promise<TimedMtls> => {
      const startMs = performance.now();
      const answer = await fetchJson(mtlsAnswerSchema, `/api/mtls?${printMtlsRequest(request)}`, { signal });
      return { answer, tookMs: performance.now() - startMs };
    },
    enabled,
    placeholderData: keepPreviousData,
    // Every answer has another instant: comparing all of it would only cost time.
    structuralSharing: false,
    refetchInterval: (query) => (live ? paceRefreshMs(refresh, query.state.data?.tookMs) : false),
    refetchOnWindowFocus: live,
    // Paused means paused: the person asks again when they want to.
    retry: (_count, error) => live && isWorthRetrying(error),
  });
}

export function printMtlsRequest({ namespaces, windowSeconds, at }: MtlsRequest): URLSearchParams {
  const search = new URLSearchParams();
  if (namespaces !== 'all') search.set('namespaces', namespaces.join(','));
  search.set('window', printDuration(windowSeconds));
  if (at !== null) search.set('at', String(at));
  return search;
}
