import { useCallback } from 'react';
import { readPlannedRetryMs } from './retry-policy';

/** What a query tells that this is made of; TanStack's own result has all of it. */
interface QueryState<Answer> {
  readonly data: { readonly answer: Answer } | undefined;
  readonly error: unknown;
  readonly failureReason: unknown;
  readonly fetchStatus: 'fetching' | 'paused' | 'idle';
  readonly isPlaceholderData: boolean;
  refetch(): unknown;
}

export interface KeptAnswer<Answer> {
  /** The newest answer; undefined before the first. */
  readonly answer: Answer | undefined;
  /** The newest failure, also while it is being retried; undefined when all is well. */
  readonly error: unknown;
  /** When the failed request is tried again (ms since 1970). */
  readonly retryAtMs: number | undefined;
  /** What is shown answers an earlier question, or is old because the newest request failed. */
  readonly stale: boolean;
  readonly fetching: boolean;
  refreshNow(): void;
}

/** A query's answer with the last one kept while something fails. Nothing is kept of a question that is not asked. */
export function useKeptAnswer<Answer>(query: QueryState<Answer>, enabled: boolean): KeptAnswer<Answer> {
  const error = query.error ?? query.failureReason ?? undefined;
  const { data, refetch } = query;
  const refreshNow = useCallback(() => void refetch(), [refetch]);
  return {
    answer: enabled ? data?.answer : undefined,
    error,
    retryAtMs: error !== undefined && query.fetchStatus !== 'idle' ? readPlannedRetryMs(error) : undefined,
    stale: data !== undefined && (error !== undefined || query.isPlaceholderData),
    fetching: query.fetchStatus !== 'idle',
    refreshNow,
  };
}
