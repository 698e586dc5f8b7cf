import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { tracesAnswerSchema, type TracesAnswer } from '@/lib/contracts/traces';
import { printDuration } from '@/lib/core/mesh/duration';
import { fetchJson } from '../fetch-json';
import { paceRefreshMs } from '../refresh-pace';
import { isWorthRetrying } from '../retry-policy';
import type { GraphRequest, RefreshOptions } from './graph-request';

/** Everything an answer depends on; the same fields make the query key. */
export interface TracesRequest extends Pick<GraphRequest, 'level' | 'serviceNodes' | 'windowSeconds' | 'at'> {
  /** Ids of nodes in the graph. */
  readonly part: { readonly source: string; readonly target: string } | { readonly node: string };
  readonly errors: boolean;
  readonly minDurationMs?: number;
}

/** What the keys of all searches for traces begin with. */
export const TRACES_KEY = ['traces'] as const;

/** Tracing backends are slower than Prometheus, and traces change less: they are asked less often than the graph. */
const LEAST_PACE_MS = 30_000;

/** `GET /api/traces` of a request. */
export function tracesQuery(request: TracesRequest, { refresh, enabled = true }: RefreshOptions) {
  const live = request.at === null && refresh !== 'off';
  return queryOptions({
    queryKey: [...TRACES_KEY, request] as const,
    queryFn: ({ signal }): Promise<TracesAnswer> =>
      fetchJson(tracesAnswerSchema, `/api/traces?${printTracesRequest(request)}`, { signal }),
    enabled,
    placeholderData: keepPreviousData,
    refetchInterval: live ? Math.max(LEAST_PACE_MS, paceRefreshMs(refresh, undefined) || 0) : false,
    refetchOnWindowFocus: false,
    retry: (count, error) => refresh !== 'off' && count < 1 && isWorthRetrying(error),
  });
}

export function printTracesRequest(request: TracesRequest): URLSearchParams {
  const { part, errors, minDurationMs, level, serviceNodes, windowSeconds, at } = request;
  const search = new URLSearchParams(part);
  if (errors) search.set('errors', 'true');
  if (minDurationMs !== undefined) search.set('minDurationMs', String(minDurationMs));
  search.set('level', level);
  search.set('serviceNodes', String(serviceNodes));
  search.set('window', printDuration(windowSeconds));
  if (at !== null) search.set('at', String(at));
  return search;
}
