import type { ChangeVerdict } from '@/lib/contracts/what-if';
import type { DrawnGraph } from './drawing';
import { changeOrder } from './what-if-words';
import type { WhatIfRow } from './what-if-rows';

/** What becomes of a drawn edge, or of those that it stands for. */
export interface EdgeChangeWords {
  /** The worst of them. */
  readonly verdict: ChangeVerdict;
  readonly rateText: string;
}

/** By the ids of drawn edges. Those that are not in the answer are missing: nothing is told of them. */
export function joinChanges(
  { edges, mergedEdges }: Pick<DrawnGraph, 'edges' | 'mergedEdges'>,
  rows: readonly WhatIfRow[],
): ReadonlyMap<string, EdgeChangeWords> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return new Map(
    edges.flatMap(({ id }): [string, EdgeChangeWords][] => {
      const parts = (mergedEdges.get(id) ?? [id]).flatMap((part) => byId.get(part) ?? []);
      const verdict = changeOrder.find((one) => parts.some((part) => part.verdict === one));
      if (verdict === undefined) return [];
      const [first, other] = parts.filter((part) => part.verdict === verdict);
      return [[id, { verdict, rateText: other === undefined ? (first?.rateText ?? '') : '' }]];
    }),
  );
}
