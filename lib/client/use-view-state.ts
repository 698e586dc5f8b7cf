import { useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import type { GraphRequest } from './queries/graph-request';
import { readGraphRequest } from './read-graph-request';
import { viewParsers } from './url-state';

/** The view as the address bar says it, and the way to change it. */
export function useViewState() {
  const [view, setView] = useQueryStates(viewParsers);
  return { view, setView };
}

/** The graph that the address bar asks for. */
export function useGraphRequest(): GraphRequest {
  const { view } = useViewState();
  const {
    namespaces,
    level,
    serviceNodes,
    window: windowSeconds,
    at,
    idle,
    rateGrpc,
    rateTcp,
    legs,
    fold,
    focus,
  } = view;
  return useMemo(
    () =>
      readGraphRequest({
        namespaces,
        level,
        serviceNodes,
        window: windowSeconds,
        at,
        idle,
        rateGrpc,
        rateTcp,
        legs,
        fold,
        focus,
      }),
    [namespaces, level, serviceNodes, windowSeconds, at, idle, rateGrpc, rateTcp, legs, fold, focus],
  );
}
