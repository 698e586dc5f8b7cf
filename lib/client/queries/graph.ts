import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { graphAnswerSchema } from '@/lib/contracts/graph';
import { fetchTagged } from '../fetch-json';
import { type KeptGraph, keepLastGood } from '../keep-last-good';
import { paceRefreshMs, worthSeconds } from '../refresh-pace';
import { isWorthRetrying } from '../retry-policy';
import { type GraphRequest, printGraphAddress, type RefreshOptions } from './graph-request';

/** A graph and how long the browser waited for the newest answer. */
export interface TimedGraph extends KeptGraph {
  readonly asked: GraphRequest;
  /** By which the server knows what `latest` said. */
  readonly etag?: string;
  readonly tookMs: number;
}

const LIVE_FRESH_MS = 2_000;
/** The past does not change, but late samples and what the cluster declares may: in replay nothing is asked twice. */
const PAST_FRESH_MS = 5 * 60_000;

/** By then an overview is drawn, and all of the graph may be asked for. A tab that nobody looks at waits. */
const DRAWN_BY_NOW_MS = 2_000;

export interface GraphQueryOptions extends RefreshOptions {
  /** Whether what is drawn first will do at first, where all of the graph would be too large to be read. */
  readonly overviewFirst?: boolean;
}

/**
 * `GET /api/graph` of a request. A fixed instant is asked once; a live one as often as `refresh` says. An overview is
 * followed by the graph, whatever `refresh` says.
 */
export function graphQuery(
  request: GraphRequest,
  { refresh, enabled = true, overviewFirst = false }: GraphQueryOptions,
) {
  const live = request.at === null && refresh !== 'off';
  const queryKey = ['graph', request] as const;
  return queryOptions({
    queryKey,
    queryFn: async ({ signal, client }): Promise<TimedGraph> => {
      const startMs = performance.now();
      const state = client.getQueryState<TimedGraph>(queryKey);
      const last = state?.data;
      const address = printGraphAddress(request, { overview: overviewFirst && last === undefined });
      const whole = last?.overview === undefined ? last : undefined;
      const { answer, etag } = await fetchTagged(graphAnswerSchema, address, {
        signal,
        last: whole && { answer: whole.latest, ...(whole.etag === undefined ? {} : { etag: whole.etag }) },
        maxAgeSeconds: worthSeconds(refresh, state?.dataUpdatedAt),
      });
      const kept = keepLastGood(last, answer);
      const tag = etag === undefined ? {} : { etag };
      return { ...kept, ...tag, asked: request, tookMs: performance.now() - startMs };
    },
    enabled,
    staleTime: ({ state }) => {
      if (isFollowed(state)) return 0;
      return request.at !== null && isAnswered(state.data) ? PAST_FRESH_MS : LIVE_FRESH_MS;
    },
    placeholderData: keepPreviousData,
    // Every answer has another instant: comparing thousands of elements would only cost time.
    structuralSharing: false,
    refetchInterval: ({ state }) => {
      if (isFollowed(state)) return DRAWN_BY_NOW_MS;
      return live ? paceRefreshMs(refresh, state.data?.tookMs) : false;
    },
    refetchOnWindowFocus: live,
    // Paused means paused: the person asks again when they want to.
    retry: (_count, error) => refresh !== 'off' && isWorthRetrying(error),
  });
}

/** There is only an overview, and nothing is known against asking for the graph. */
function isFollowed({
  data,
  error,
}: {
  readonly data: TimedGraph | undefined;
  readonly error: unknown;
}): boolean {
  return data?.overview !== undefined && !data.lost && error === null;
}

function isAnswered(data: TimedGraph | undefined): boolean {
  const status = data?.latest.sources.prometheus.status;
  return status === 'ok' || status === 'degraded';
}
