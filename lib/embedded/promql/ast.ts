import type { FunctionSignature } from './function-table';
import type { Matcher } from './series-source';

export type ValueType = 'scalar' | 'string' | 'vector' | 'matrix';

export type ArithmeticOp = '+' | '-' | '*' | '/' | '%' | '^' | 'atan2';
export type ComparisonOp = '==' | '!=' | '>' | '<' | '>=' | '<=';
export type SetOp = 'and' | 'or' | 'unless';
export type BinaryOp = ArithmeticOp | ComparisonOp | SetOp;

/** The `@` modifier: a fixed instant, or the first or last instant of the whole query. */
export type AtModifier =
  | { readonly kind: 'time'; readonly atMs: number }
  | { readonly kind: 'start' | 'end' };

/** `start` is the UTF-16 offset in the query text; `depth` the height of the tree below, kept to bound recursion. */
interface NodeBase {
  readonly start: number;
  readonly depth: number;
}

export interface NumberNode extends NodeBase {
  readonly kind: 'number';
  readonly value: number;
}

export interface StringNode extends NodeBase {
  readonly kind: 'string';
  readonly value: string;
}

export interface SelectorNode extends NodeBase {
  readonly kind: 'selector';
  readonly matchers: readonly Matcher[];
  readonly offsetMs?: number;
  readonly at?: AtModifier;
}

export interface RangeNode extends NodeBase {
  readonly kind: 'range';
  readonly selector: SelectorNode;
  readonly rangeMs: number;
}

export interface SubqueryNode extends NodeBase {
  readonly kind: 'subquery';
  readonly expr: Expr;
  readonly rangeMs: number;
  readonly stepMs?: number;
  readonly offsetMs?: number;
  readonly at?: AtModifier;
}

export interface ParenNode extends NodeBase {
  readonly kind: 'paren';
  readonly expr: Expr;
}

export interface UnaryNode extends NodeBase {
  readonly kind: 'unary';
  readonly op: '+' | '-';
  readonly expr: Expr;
}

/** How the two sides of a vector operation find each other. */
export interface Matching {
  readonly cardinality: 'one-to-one' | 'many-to-one' | 'one-to-many' | 'many-to-many';
  readonly on: boolean;
  readonly labels: readonly string[];
  readonly include: readonly string[];
}

export interface BinaryNode extends NodeBase {
  readonly kind: 'binary';
  readonly op: BinaryOp;
  readonly left: Expr;
  readonly right: Expr;
  readonly returnBool: boolean;
  readonly matching: Matching;
}

export interface AggregateNode extends NodeBase {
  readonly kind: 'aggregate';
  readonly op: string;
  readonly expr: Expr;
  readonly param?: Expr;
  readonly labels: readonly string[];
  readonly without: boolean;
}

export interface CallNode extends NodeBase {
  readonly kind: 'call';
  readonly fn: FunctionSignature;
  readonly args: readonly Expr[];
}

export type Expr =
  | NumberNode
  | StringNode
  | SelectorNode
  | RangeNode
  | SubqueryNode
  | ParenNode
  | UnaryNode
  | BinaryNode
  | AggregateNode
  | CallNode;

/** Removes the parentheses around an expression. */
export function unwrapParens(expr: Expr): Expr {
  let inner = expr;
  while (inner.kind === 'paren') inner = inner.expr;
  return inner;
}

/** The static type of an expression; parsing has already checked that its parts fit together. */
export function typeOf(expr: Expr): ValueType {
  let inner = expr;
  while (inner.kind === 'paren' || inner.kind === 'unary') inner = inner.expr;
  switch (inner.kind) {
    case 'number':
      return 'scalar';
    case 'string':
      return 'string';
    case 'selector':
    case 'aggregate':
      return 'vector';
    case 'range':
    case 'subquery':
      return 'matrix';
    case 'call':
      return inner.fn.returns;
    case 'binary':
      return typeOf(inner.left) === 'scalar' && typeOf(inner.right) === 'scalar' ? 'scalar' : 'vector';
  }
}
