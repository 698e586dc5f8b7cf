import { useDebouncedValue } from '@mantine/hooks';
import { useQueryStates } from 'nuqs';
import { createContext, use, useMemo } from 'react';
import type { GraphRequest } from './queries/graph-request';
import { readGraphRequest } from './read-graph-request';
import { viewParsers } from './url-state';

type ViewState = ReturnType<typeof useAddressView>;

/** Set once for all that a page holds. */
export const ViewStateContext = createContext<ViewState | undefined>(undefined);

/** Reads the address bar, which takes as long as it has parameters: once a page, for `ViewStateContext`. */
export function useAddressView() {
  const [view, setView] = useQueryStates(viewParsers);
  return useMemo(() => ({ view, setView }), [view, setView]);
}

/** The view as the address bar says it, and the way to change it. */
export function useViewState(): ViewState {
  const state = use(ViewStateContext);
  if (state === undefined) throw new Error('Nothing above this component reads the address bar.');
  return state;
}

/** While a box opens nothing is asked for: its latencies can wait until it stands there. */
const FOLD_SETTLES_MS = 300;

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
    focus,
  } = view;
  const [fold] = useDebouncedValue(view.fold, FOLD_SETTLES_MS);
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
