import { useMemo } from 'react';
import type { GraphAnswer } from '@/lib/contracts/graph';
import { compileText, type LookedThrough, lookThrough } from './look-through';

/** The answer without what is hidden, and what is found in it. Every answer is looked through anew. */
export function useLookedThrough(
  graph: GraphAnswer | undefined,
  find: string,
  hide: string,
): LookedThrough | undefined {
  const findCompiled = useMemo(() => compileText(find), [find]);
  const hideCompiled = useMemo(() => compileText(hide), [hide]);
  return useMemo(
    () => graph && lookThrough(graph, findCompiled, hideCompiled),
    [graph, findCompiled, hideCompiled],
  );
}
