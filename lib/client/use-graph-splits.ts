import { useMemo } from 'react';
import { joinSplits, type GraphSplits } from './join-splits';
import type { DrawnGraph } from './drawing';
import type { Scope } from './queries/scope';
import type { RefreshChoice } from './refresh-pace';
import { useRouting } from './use-routing';

export interface KnownSplits {
  /** Undefined while they are not known. */
  readonly splits: GraphSplits | undefined;
  /** Why they are not known, or old. */
  readonly error: unknown;
}

/** The splits of what is drawn. They are asked for only when somebody wants them. */
export function useGraphSplits(
  graph: DrawnGraph | undefined,
  scope: Scope,
  refresh: RefreshChoice,
  isWanted: boolean,
): KnownSplits {
  const { answer, error } = useRouting(scope, refresh, isWanted);
  const splits = useMemo(() => graph && answer && joinSplits(graph, answer), [graph, answer]);
  return { splits, error };
}
