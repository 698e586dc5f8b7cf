import type { FindError, FindExpression } from '@/lib/core/graph/find/expression';
import { parseExpression } from '@/lib/core/graph/find/parse-expression';

/** What a find or hide field holds. */
export type ReadExpression =
  | { readonly kind: 'empty' }
  | { readonly kind: 'understood'; readonly expression: FindExpression }
  | { readonly kind: 'faulty'; readonly error: FindError };

export function readExpression(text: string): ReadExpression {
  if (text.trim() === '') return { kind: 'empty' };
  const parsed = parseExpression(text);
  return parsed.ok
    ? { kind: 'understood', expression: parsed.expression }
    : { kind: 'faulty', error: parsed.error };
}

/** Whether the text may only lack its end: whoever is still typing need not be told. */
export function isUnfinished(text: string, { to }: FindError): boolean {
  return to >= text.trimEnd().length;
}
