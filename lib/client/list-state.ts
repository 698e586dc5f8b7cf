/** Why there is no list. */
export type ListState =
  | { readonly kind: 'nothingSelected' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'empty'; readonly reason: string };

export interface ListQuestion<Answer> {
  readonly namespaces: 'all' | readonly string[];
  readonly answer: Answer | undefined;
  readonly error: unknown;
  /** Rows that there are without filters. */
  readonly total: number;
  /** Why an answer holds none. */
  readonly explainEmpty: (answer: Answer) => string;
}

/** What stands in a list's place; undefined where the list does. */
export function chooseListState<Answer>(question: ListQuestion<Answer>): ListState | undefined {
  const { namespaces, answer, error, total, explainEmpty } = question;
  if (namespaces !== 'all' && namespaces.length === 0) return { kind: 'nothingSelected' };
  if (answer === undefined) return error === undefined ? { kind: 'loading' } : { kind: 'failed', error };
  return total === 0 ? { kind: 'empty', reason: explainEmpty(answer) } : undefined;
}
