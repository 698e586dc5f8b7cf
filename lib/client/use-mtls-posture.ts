import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { MtlsAnswer } from '@/lib/contracts/mtls';
import { mtlsQuery, type MtlsRequest } from './queries/mtls';
import type { RefreshChoice } from './refresh-pace';
import { readPlannedRetryMs } from './retry-policy';

export interface MtlsPosture {
  /** The newest answer; undefined before the first. */
  readonly answer: MtlsAnswer | undefined;
  /** The newest failure, also while it is being retried; undefined when all is well. */
  readonly error: unknown;
  /** When the failed request is tried again (ms since 1970). */
  readonly retryAtMs: number | undefined;
  /** What is shown answers an earlier question, or is old because the newest request failed. */
  readonly stale: boolean;
  readonly fetching: boolean;
  refreshNow(): void;
}

/** Mutual TLS as a request asks for it, kept fresh, with the last answer while something fails. */
export function useMtlsPosture(request: MtlsRequest, refresh: RefreshChoice): MtlsPosture {
  const enabled = request.namespaces === 'all' || request.namespaces.length > 0;
  const query = useQuery(mtlsQuery(request, { refresh, enabled }));
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
