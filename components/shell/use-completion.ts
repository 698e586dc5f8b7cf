import { useDeferredValue, useMemo, useState } from 'react';
import { completeAt, type Suggestion } from '@/lib/core/graph/find/complete-at';
import type { FindGraph } from '@/lib/core/graph/find/find-graph';

export interface Completion {
  /** Empty while the list is closed. */
  readonly suggestions: readonly Suggestion[];
  readonly active: number | undefined;
  open(): void;
  close(): void;
  move(step: 1 | -1): void;
}

const EMPTY: FindGraph = { nodes: [], edges: [] };

/** The list below a field: what may be written at the cursor, and which line the arrows are on. */
export function useCompletion(text: string, cursor: number, graph: FindGraph | undefined): Completion {
  const [opened, setOpened] = useState(false);
  const [chosen, choose] = useState<{ text: string; cursor: number; index: number }>();
  const asked = useDeferredValue(graph ?? EMPTY);
  const suggestions = useMemo(
    () => (opened ? completeAt(text, cursor, asked) : []),
    [opened, text, cursor, asked],
  );
  // Another text is another list: nobody stands on its lines yet.
  const active = chosen?.text === text && chosen.cursor === cursor ? chosen.index : undefined;
  return {
    suggestions,
    active: active !== undefined && active < suggestions.length ? active : undefined,
    open: () => setOpened(true),
    close() {
      setOpened(false);
      choose(undefined);
    },
    move(step) {
      const count = suggestions.length;
      if (count === 0) return;
      const from = active ?? (step === 1 ? -1 : count);
      choose({ text, cursor, index: (from + step + count) % count });
    },
  };
}
