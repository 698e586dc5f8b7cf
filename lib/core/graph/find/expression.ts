/** An expression as it was understood. Aliases, quotes and units are gone: one meaning has one form. */
export type FindExpression =
  /** A bare word: the name holds it. */
  | { readonly kind: 'text'; readonly text: string }
  /** A flag: `idle`. */
  | { readonly kind: 'is'; readonly subject: Subject }
  /** Whether a fact is known at all: `has version`. */
  | { readonly kind: 'has'; readonly subject: Subject }
  | {
      readonly kind: 'compare';
      readonly subject: Subject;
      readonly operator: Operator;
      readonly value: FindValue;
    }
  | { readonly kind: 'not'; readonly of: FindExpression }
  /** Two or more. */
  | { readonly kind: 'and' | 'or'; readonly of: readonly FindExpression[] };

export interface Subject {
  /** The operand's own name, never an alias. */
  readonly operand: string;
  /** Asks about one end of an edge: `source.name`. */
  readonly end?: EdgeEnd;
}

export type EdgeEnd = 'source' | 'target';

export const positiveOperators = ['=', '*=', '^=', '$='] as const;
export const negativeOperators = ['!=', '!*=', '!^=', '!$='] as const;
export const orderOperators = ['>', '>=', '<', '<='] as const;

export type PositiveOperator = (typeof positiveOperators)[number];
export type NegativeOperator = (typeof negativeOperators)[number];
export type OrderOperator = (typeof orderOperators)[number];
export type Operator = PositiveOperator | NegativeOperator | OrderOperator;

export type FindValue =
  | { readonly kind: 'text'; readonly text: string }
  /** In the operand's own unit. `counts` narrows a rate whose unit differs from edge to edge. */
  | { readonly kind: 'number'; readonly number: number; readonly counts?: 'requests' | 'bytes' }
  /** `NaN`: nothing counted, as in `httpin = NaN`. */
  | { readonly kind: 'nothing' };

/** What is wrong with a text, and with which part of it: `from` and `to` count UTF-16 units. */
export interface FindError {
  /** A sentence, safe to show as text. */
  readonly message: string;
  readonly from: number;
  readonly to: number;
}

export type ParsedFind =
  | { readonly ok: true; readonly expression: FindExpression }
  | { readonly ok: false; readonly error: FindError };
