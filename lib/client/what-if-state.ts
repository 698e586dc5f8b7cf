import type { WhatIfState } from './use-what-if';

/** What stands in the place of the edges; undefined where they do. */
export type WhatIfPlace =
  | { readonly kind: 'nothingSelected' }
  | { readonly kind: 'intro' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: unknown }
  /** No document can be used, or none changes anything. */
  | { readonly kind: 'nothingGiven' }
  | { readonly kind: 'noEdges' };

/** Why there are no edges to show. */
export function chooseWhatIfPlace(
  namespaces: 'all' | readonly string[],
  { answered, error, asking }: WhatIfState,
): WhatIfPlace | undefined {
  if (namespaces !== 'all' && namespaces.length === 0) return { kind: 'nothingSelected' };
  if (answered === undefined) {
    if (asking) return { kind: 'loading' };
    return error === undefined ? { kind: 'intro' } : { kind: 'failed', error };
  }
  // An older answer would stand for a text that has none.
  if (error !== undefined && !asking) return { kind: 'failed', error };
  const { summary, edges } = answered.answer;
  if (summary.objects.length === 0) return { kind: 'nothingGiven' };
  return edges.length === 0 ? { kind: 'noEdges' } : undefined;
}
