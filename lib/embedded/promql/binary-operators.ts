import type { BinaryNode, BinaryOp } from './ast';

type Arithmetic = (left: number, right: number) => number;
type Comparison = (left: number, right: number) => boolean;

const ARITHMETIC = new Map<BinaryOp, Arithmetic>([
  ['+', (left, right) => left + right],
  ['-', (left, right) => left - right],
  ['*', (left, right) => left * right],
  ['/', (left, right) => left / right],
  ['%', (left, right) => left % right],
  ['^', power],
  ['atan2', Math.atan2],
]);

const COMPARISONS = new Map<BinaryOp, Comparison>([
  ['==', (left, right) => left === right],
  ['!=', (left, right) => left !== right],
  ['>', (left, right) => left > right],
  ['<', (left, right) => left < right],
  ['>=', (left, right) => left >= right],
  ['<=', (left, right) => left <= right],
]);

export function findArithmetic(op: BinaryOp): Arithmetic | undefined {
  return ARITHMETIC.get(op);
}

/** Whether the result of an operation loses the metric name. 2.x forgot `atan2` among the arithmetic ones. */
export function dropsName(node: BinaryNode, semantics: 'v2' | 'v3'): boolean {
  if (node.returnBool) return true;
  return ARITHMETIC.has(node.op) && !(node.op === 'atan2' && semantics === 'v2');
}

export function findComparison(op: BinaryOp): Comparison | undefined {
  return COMPARISONS.get(op);
}

/** IEEE pow, where 1 to any power and ±1 to an infinite one is 1; JavaScript says NaN. */
function power(base: number, exponent: number): number {
  if (base === 1) return 1;
  if (base === -1 && !Number.isFinite(exponent) && !Number.isNaN(exponent)) return 1;
  return base ** exponent;
}
