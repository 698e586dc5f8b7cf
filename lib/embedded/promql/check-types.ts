import { findAggregator } from './aggregator-table';
import { typeOf, type AggregateNode, type BinaryNode, type CallNode, type Expr, type ValueType } from './ast';
import type { SubqueryNode, UnaryNode } from './ast';
import type { TokenCursor } from './token-cursor';

const TYPE_NAMES: Readonly<Record<ValueType, string>> = {
  scalar: 'scalar',
  string: 'string',
  vector: 'instant vector',
  matrix: 'range vector',
};

/** The words Prometheus uses for a type in its messages. */
export function describeType(type: ValueType): string {
  return TYPE_NAMES[type];
}

/** Checks operand types, `bool` and vector matching of a binary expression. Throws `bad_data`. */
export function checkBinary(cursor: TokenCursor, node: BinaryNode): BinaryNode {
  const left = typeOf(node.left);
  const right = typeOf(node.right);
  const isComparison = ['==', '!=', '>', '<', '>=', '<='].includes(node.op);
  const isSetOp = node.op === 'and' || node.op === 'or' || node.op === 'unless';
  const fail = (message: string) => cursor.failAt(node.start, message);
  if (node.returnBool && !isComparison) throw fail('bool modifier can only be used on comparison operators');
  for (const side of [left, right]) {
    if (side !== 'scalar' && side !== 'vector') {
      throw fail('binary expression must contain only scalar and instant vector types');
    }
  }
  if (left === 'vector' && right === 'vector') return node;
  if (node.matching.labels.length > 0 || node.matching.on) {
    throw fail('vector matching only allowed between instant vectors');
  }
  if (isSetOp) throw fail(`set operator "${node.op}" not allowed in binary scalar expression`);
  if (left === 'scalar' && right === 'scalar' && isComparison && !node.returnBool) {
    throw fail('comparisons between scalars must use BOOL modifier');
  }
  return node;
}

export function checkUnary(cursor: TokenCursor, node: UnaryNode): UnaryNode {
  const type = typeOf(node.expr);
  if (type === 'scalar' || type === 'vector') return node;
  throw cursor.failAt(
    node.start,
    `unary expression only allowed on expressions of type scalar or instant vector, got "${describeType(type)}"`,
  );
}

export function checkSubquery(cursor: TokenCursor, node: SubqueryNode): SubqueryNode {
  const type = typeOf(node.expr);
  if (type === 'vector') return node;
  throw cursor.failAt(
    node.start,
    `subquery is only allowed on instant vector, got ${describeType(type)} instead`,
  );
}

/** Checks number and types of the arguments of a function call. Throws `bad_data`. */
export function checkCall(cursor: TokenCursor, node: CallNode): CallNode {
  const { fn, args } = node;
  const least = fn.args.length - fn.optional;
  const count = args.length;
  const fail = (words: string, wanted: number) =>
    cursor.failAt(node.start, `expected ${words}${wanted} argument(s) in call to "${fn.name}", got ${count}`);
  const isFixed = fn.optional === 0 && !fn.repeatLast;
  if (isFixed && count !== least) throw fail('', least);
  if (count < least) throw fail('at least ', least);
  if (!fn.repeatLast && count > fn.args.length) throw fail('at most ', fn.args.length);
  args.forEach((arg, index) => {
    const wanted = fn.args[Math.min(index, fn.args.length - 1)];
    if (wanted !== undefined) expectType(cursor, arg, wanted, `call to function "${fn.name}"`);
  });
  return node;
}

/** Splits the arguments of an aggregation into parameter and vector, and checks both. Throws `bad_data`. */
export function checkAggregate(
  cursor: TokenCursor,
  parts: Omit<AggregateNode, 'kind' | 'expr' | 'param'> & { readonly args: readonly Expr[] },
): AggregateNode {
  const { args, ...rest } = parts;
  const kind = findAggregator(parts.op)?.param ?? 'none';
  const wanted = kind === 'none' ? 1 : 2;
  if (args.length === 0) throw cursor.failAt(parts.start, 'no arguments for aggregate expression provided');
  const expr = args[wanted - 1];
  if (expr === undefined || args.length !== wanted) {
    throw cursor.failAt(
      parts.start,
      `wrong number of arguments for aggregate expression provided, expected ${wanted}, got ${args.length}`,
    );
  }
  expectType(cursor, expr, 'vector', 'aggregation expression');
  const param = kind === 'none' ? undefined : args[0];
  if (param === undefined || kind === 'none') return { kind: 'aggregate', expr, ...rest };
  expectType(cursor, param, kind, 'aggregation parameter');
  return { kind: 'aggregate', expr, param, ...rest };
}

function expectType(cursor: TokenCursor, expr: Expr, wanted: ValueType, context: string): void {
  const type = typeOf(expr);
  if (type === wanted) return;
  throw cursor.failAt(
    expr.start,
    `expected type ${describeType(wanted)} in ${context}, got ${describeType(type)}`,
  );
}
