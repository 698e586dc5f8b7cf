import { queryOptions } from '@tanstack/react-query';
import { historyAnswerSchema } from '@/lib/contracts/history';
import { fetchJson } from '../fetch-json';
import { paceRefreshMs } from '../refresh-pace';
import { isWorthRetrying } from '../retry-policy';
import type { Selection } from '../selection';
import { type GraphRequest, printGraphRequest, type RefreshOptions } from './graph-request';

/** `GET /api/history`: the selected node or edge over the last window. */
export function historyQuery(
  { quantiles: _ofLatencies, ...request }: GraphRequest,
  selection: Selection,
  options: RefreshOptions,
) {
  const { refresh, enabled = true } = options;
  const live = request.at === null && refresh !== 'off';
  return queryOptions({
    queryKey: ['history', request, selection] as const,
    queryFn: async ({ signal }) => {
      const search = printGraphRequest(request);
      search.set(selection.kind, selection.id);
      const startMs = performance.now();
      const answer = await fetchJson(historyAnswerSchema, `/api/history?${search}`, { signal });
      return { answer, tookMs: performance.now() - startMs };
    },
    select: ({ answer }) => answer,
    enabled,
    refetchInterval: (query) => (live ? paceRefreshMs(refresh, query.state.data?.tookMs) : false),
    refetchOnWindowFocus: live,
    retry: (count, error) => refresh !== 'off' && count < 3 && isWorthRetrying(error),
  });
}
