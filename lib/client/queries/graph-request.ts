import type { GraphLevel, GraphRates } from '@/lib/contracts/graph';
import { printDuration } from '@/lib/core/mesh/duration';
import type { RefreshChoice } from '../refresh-pace';

/** Everything a graph answer depends on; the same fields make the query key. */
export interface GraphRequest {
  /** Namespace names, or `all` known ones. */
  readonly namespaces: 'all' | readonly string[];
  readonly level: GraphLevel;
  readonly serviceNodes: boolean;
  readonly windowSeconds: number;
  /** Unix seconds of a fixed instant; null follows the present. */
  readonly at: number | null;
  readonly idle: boolean;
  readonly rates: GraphRates;
  /** Waypoints and the transport legs to and from them are drawn. */
  readonly legs: boolean;
  /** Namespaces whose calls have quantiles even where there are too many calls for all to have them. */
  readonly quantiles?: readonly string[];
}

/** How a query behaves, beside what it asks. */
export interface RefreshOptions {
  readonly refresh: RefreshChoice;
  readonly enabled?: boolean;
}

/** The address of a graph, or of what is drawn first of it where it is too large to be read. */
export function printGraphAddress(request: GraphRequest, { overview = false } = {}): string {
  const search = printGraphRequest(request);
  if (request.quantiles !== undefined) search.set('quantiles', request.quantiles.join(','));
  if (overview) search.set('overview', 'true');
  return `/api/graph?${search}`;
}

/** The query string that `GET /api/graph` and `GET /api/history` share. */
export function printGraphRequest(request: GraphRequest): URLSearchParams {
  const search = new URLSearchParams();
  if (request.namespaces !== 'all') search.set('namespaces', request.namespaces.join(','));
  search.set('level', request.level);
  search.set('serviceNodes', String(request.serviceNodes));
  search.set('window', printDuration(request.windowSeconds));
  if (request.at !== null) search.set('at', String(request.at));
  search.set('idle', String(request.idle));
  search.set('rateHttp', request.rates.http);
  search.set('rateGrpc', request.rates.grpc);
  search.set('rateTcp', request.rates.tcp);
  search.set('legs', String(request.legs));
  return search;
}

/** Whether both ask for the same graph, be it with quantiles of other calls. */
export function isSameGraph(asked: GraphRequest | undefined, request: GraphRequest): boolean {
  return asked !== undefined && String(printGraphRequest(asked)) === String(printGraphRequest(request));
}
