import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { graphAnswerSchema } from '@/lib/contracts/graph';
import { fetchJson } from '../fetch-json';
import { type KeptGraph, keepLastGood } from '../keep-last-good';
import { paceRefreshMs } from '../refresh-pace';
import { isWorthRetrying } from '../retry-policy';
import { type GraphRequest, printGraphRequest, type RefreshOptions } from './graph-request';

/** A graph and how long the browser waited for the newest answer. */
export interface TimedGraph extends KeptGraph {
  readonly tookMs: number;
}

/** `GET /api/graph` of a request. A fixed instant is asked once; a live one as often as `refresh` says. */
export function graphQuery(request: GraphRequest, { refresh, enabled = true }: RefreshOptions) {
  const live = request.at === null && refresh !== 'off';
  const queryKey = ['graph', request] as const;
  return queryOptions({
    queryKey,
    queryFn: async ({ signal, client }): Promise<TimedGraph> => {
      const startMs = performance.now();
      const answer = await fetchJson(graphAnswerSchema, `/api/graph?${printGraphRequest(request)}`, {
        signal,
      });
      const kept = keepLastGood(client.getQueryData<TimedGraph>(queryKey), answer);
      return { ...kept, tookMs: performance.now() - startMs };
    },
    enabled,
    placeholderData: keepPreviousData,
    // Every answer has another instant: comparing thousands of elements would only cost time.
    structuralSharing: false,
    refetchInterval: (query) => (live ? paceRefreshMs(refresh, query.state.data?.tookMs) : false),
    refetchOnWindowFocus: live,
    // Paused means paused: the person asks again when they want to.
    retry: (_count, error) => refresh !== 'off' && isWorthRetrying(error),
  });
}
