import type { GraphAnswer } from '@/lib/contracts/graph';
import type { TraceAnswer, TraceHop } from '@/lib/contracts/trace';
import { placeHops } from '@/lib/core/traces/place-hops';
import type { MarkedSpots } from './found-in-drawing';

/** The path of a trace in a graph, and what of it is not there. */
export interface MarkedPath extends MarkedSpots {
  readonly failing: ReadonlySet<string>;
  readonly calls: number;
  /** Calls that the graph does not show. */
  readonly missing: number;
}

/** Where a trace went in an answer, with the call marked at which it failed or was denied. */
export function markPath({ hops, causeId }: TraceAnswer, graph: GraphAnswer): MarkedPath {
  const { nodes, edges, edgesOf, missing } = placeHops(hops, graph);
  const cause = hops.find((hop) => causeId !== undefined && isOf(hop, causeId));
  const failing = new Set(cause === undefined ? [] : edgesOf.get(cause.spanId));
  return { nodes, edges, failing, missing, calls: hops.length };
}

function isOf({ spanId, serverIds }: TraceHop, wanted: string): boolean {
  return spanId === wanted || serverIds.includes(wanted);
}

/** Time for a request's numbers to get into the graph: its proxies are scraped every so often. */
const COUNTED_SECONDS = 45;

/** The graph of the time and the namespaces of a trace, with its path marked. */
export function traceGraphLink(
  { traceId, startSeconds, durationMs, hops }: TraceAnswer,
  nowMs: number,
): string {
  const parties = hops.flatMap(({ source, targets }) => [
    ...(source === undefined ? [] : [source]),
    ...targets,
  ]);
  const namespaces = [...new Set(parties.map(({ namespace }) => namespace))].toSorted();
  const at = Math.floor(Math.min(startSeconds + durationMs / 1000 + COUNTED_SECONDS, nowMs / 1000 - 1));
  const search = new URLSearchParams({ trace: traceId, at: String(at) });
  if (namespaces.length > 0) search.set('namespaces', namespaces.join(','));
  return `/graph?${search}`;
}
