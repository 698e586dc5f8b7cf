import { useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import type { GraphRequest } from './queries/graph-request';
import { viewParsers } from './url-state';

/** The view as the address bar says it, and the way to change it. */
export function useViewState() {
  const [view, setView] = useQueryStates(viewParsers);
  return { view, setView };
}

/** The graph that the address bar asks for. */
export function useGraphRequest(): GraphRequest {
  const { view } = useViewState();
  const { namespaces, level, serviceNodes, window: windowSeconds, at, idle } = view;
  return useMemo(
    () => ({ namespaces, level, serviceNodes, windowSeconds, at, idle }),
    [namespaces, level, serviceNodes, windowSeconds, at, idle],
  );
}
