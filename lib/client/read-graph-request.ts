import type { inferParserType } from 'nuqs/server';
import { DEFAULT_RATES } from '@/lib/core/graph/mesh-graph';
import { openedNamespaces } from './opened-namespaces';
import type { GraphRequest } from './queries/graph-request';
import type { viewParsers } from './url-state';

type View = inferParserType<typeof viewParsers>;

/** What of the view decides which graph is asked for. */
type AskedView = Pick<
  View,
  | 'namespaces'
  | 'level'
  | 'serviceNodes'
  | 'window'
  | 'at'
  | 'idle'
  | 'rateGrpc'
  | 'rateTcp'
  | 'legs'
  | 'fold'
  | 'focus'
>;

/** The graph that a view asks for: the same on the server, which lets the browser ask early, and in the browser. */
export function readGraphRequest(view: AskedView): GraphRequest {
  const { namespaces, level, serviceNodes, window: windowSeconds, at, idle, rateGrpc, rateTcp, legs } = view;
  const quantiles = openedNamespaces(view);
  return {
    namespaces,
    level,
    serviceNodes,
    windowSeconds,
    at,
    idle,
    rates: { ...DEFAULT_RATES, grpc: rateGrpc, tcp: rateTcp },
    legs,
    ...(quantiles === undefined ? {} : { quantiles }),
  };
}
