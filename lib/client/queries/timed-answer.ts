import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type * as z from 'zod';
import { fetchTagged } from '../fetch-json';
import { paceRefreshMs, worthSeconds } from '../refresh-pace';
import { isWorthRetrying } from '../retry-policy';
import type { RefreshOptions } from './graph-request';

/** An answer and how long the browser waited for it. */
export interface TimedAnswer<Answer> {
  readonly answer: Answer;
  /** By which the server knows what the answer said. */
  readonly etag?: string;
  readonly tookMs: number;
}

/** A page's question to our API, asked again at the pace of its answers. The address is all that the answer depends on. */
export function timedAnswerQuery<Answer extends { readonly at: number }>(
  name: string,
  schema: z.ZodType<Answer>,
  address: string,
  { refresh, enabled = true }: RefreshOptions,
) {
  const live = refresh !== 'off';
  const queryKey = [name, address] as const;
  return queryOptions({
    queryKey,
    queryFn: async ({ signal, client }): Promise<TimedAnswer<Answer>> => {
      const startMs = performance.now();
      const state = client.getQueryState<TimedAnswer<Answer>>(queryKey);
      const maxAgeSeconds = worthSeconds(refresh, state?.dataUpdatedAt);
      const told = await fetchTagged(schema, address, { signal, last: state?.data, maxAgeSeconds });
      return { ...told, tookMs: performance.now() - startMs };
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
