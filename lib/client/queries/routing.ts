import { routingAnswerSchema } from '@/lib/contracts/routing';
import { printDuration } from '@/lib/core/mesh/duration';
import type { GraphRequest, RefreshOptions } from './graph-request';
import { timedAnswerQuery } from './timed-answer';

export interface RoutingRequest extends Pick<GraphRequest, 'namespaces' | 'windowSeconds' | 'at'> {
  /** One host alone, with its progress and its objects; null for all. */
  readonly host: string | null;
}

/** `GET /api/routing` of a request: what is declared now, and what was seen in the window. */
export function routingQuery(request: RoutingRequest, options: RefreshOptions) {
  return timedAnswerQuery(
    'routing',
    routingAnswerSchema,
    `/api/routing?${printRoutingRequest(request)}`,
    options,
  );
}

export function printRoutingRequest({ namespaces, windowSeconds, at, host }: RoutingRequest): URLSearchParams {
  const search = new URLSearchParams();
  if (namespaces !== 'all') search.set('namespaces', namespaces.join(','));
  if (host !== null) search.set('host', host);
  search.set('window', printDuration(windowSeconds));
  if (at !== null) search.set('at', String(at));
  return search;
}
