import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { GraphAnswer } from '@/lib/contracts/graph';
import { graphQuery } from './queries/graph';
import { isSameGraph, type GraphRequest } from './queries/graph-request';
import { paceRefreshMs, type RefreshChoice } from './refresh-pace';
import { readPlannedRetryMs } from './retry-policy';

export interface MeshGraph {
  /** The graph to draw; undefined before it is there. */
  readonly shown: GraphAnswer | undefined;
  /** What is drawn first of a large graph; undefined once there is all of it. */
  readonly overview: GraphAnswer | undefined;
  /** The newest answer; its sources and warnings are the current ones. */
  readonly latest: GraphAnswer | undefined;
  /** The newest failure, also while it is being retried; undefined when all is well. */
  readonly error: unknown;
  /** When the failed request, or the lost source, is tried again (ms since 1970). */
  readonly retryAtMs: number | undefined;
  /** What is drawn is not what was asked for, or not of now. */
  readonly stale: boolean;
  /** What is drawn answers an earlier question; the new one is still open. */
  readonly superseded: boolean;
  readonly fetching: boolean;
  /** When the newest answer arrived (ms since 1970); 0 before. */
  readonly updatedAtMs: number;
  refreshNow(): void;
  cancel(): void;
  /** To be called once something is drawn: what is not urgent is asked for after it. */
  noteDrawn(): void;
}

export interface MeshGraphOptions {
  /** Whether an overview will do at first. Only the first question of a page is asked so: later ones replace a graph. */
  readonly overviewFirst?: boolean;
}

/** The graph that a request asks for, kept fresh, with its last good state while something fails. */
export function useMeshGraph(
  request: GraphRequest,
  refresh: RefreshChoice,
  { overviewFirst = false }: MeshGraphOptions = {},
): MeshGraph {
  const [first] = useState(request);
  const client = useQueryClient();
  const enabled = request.namespaces === 'all' || request.namespaces.length > 0;
  const options = graphQuery(request, {
    refresh,
    enabled,
    overviewFirst: overviewFirst && isSameGraph(first, request),
  });
  const { queryKey } = options;
  const query = useQuery(options);
  const error = query.error ?? query.failureReason ?? undefined;
  const { data, refetch } = query;
  const failing = error !== undefined;
  const superseded = query.isPlaceholderData && !isSameGraph(data?.asked, request);

  const refreshNow = useCallback(() => {
    // A request that waits for its next try is given up: the person does not want to wait.
    const ready = failing ? client.cancelQueries({ queryKey }) : Promise.resolve();
    void ready.then(() => refetch({ cancelRefetch: false }));
  }, [client, failing, queryKey, refetch]);

  const isOverview = data?.overview !== undefined;
  const noteDrawn = useCallback(() => {
    if (isOverview) void refetch({ cancelRefetch: false });
  }, [isOverview, refetch]);

  const lost = data !== undefined && data.latest.sources.prometheus.status === 'unavailable';
  const paceMs = request.at === null ? paceRefreshMs(refresh, data?.tookMs) : false;
  const nextPollMs = lost && paceMs !== false ? query.dataUpdatedAt + paceMs : undefined;

  return {
    shown: data?.shown,
    overview: data?.overview,
    latest: data?.latest,
    error,
    retryAtMs: failing && query.fetchStatus !== 'idle' ? readPlannedRetryMs(error) : nextPollMs,
    stale: data !== undefined && (failing || superseded || data.lost),
    superseded,
    fetching: query.fetchStatus !== 'idle',
    updatedAtMs: query.dataUpdatedAt,
    refreshNow,
    cancel: () => void client.cancelQueries({ queryKey }),
    noteDrawn,
  };
}
