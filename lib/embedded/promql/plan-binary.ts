import type { BinaryNode } from './ast';
import { dropsName, findArithmetic, findComparison } from './binary-operators';
import { notSupported } from './errors';
import type { Planner, ScalarPlan, Span, Vector, VectorPlan } from './plan';
import { planSetOperation } from './plan-set-operation';
import { planVectorMatch } from './plan-vector-match';
import { rejectDuplicates } from './reject-duplicates';

/** What an operation makes of two values: a number, or undefined when a filter drops the sample. */
type Combine = (left: number, right: number) => number | undefined;

/** `kept` says which side a passing comparison returns: always the vector's, or the left one of two vectors. */
function createCombine(node: BinaryNode, kept: 'left' | 'right'): Combine {
  const arithmetic = findArithmetic(node.op);
  if (arithmetic !== undefined) return arithmetic;
  const compare = findComparison(node.op);
  if (compare === undefined) throw notSupported(`the operator ${node.op}`);
  if (node.returnBool) return (left, right) => Number(compare(left, right));
  return (left, right) => (compare(left, right) ? (kept === 'left' ? left : right) : undefined);
}

/** Plans a binary expression with at least one vector. */
export function planBinary(planner: Planner, node: BinaryNode, span: Span): VectorPlan {
  const leftIsScalar = planner.typeOf(node.left) === 'scalar';
  const rightIsScalar = planner.typeOf(node.right) === 'scalar';
  if (!leftIsScalar && !rightIsScalar) {
    if (node.matching.cardinality === 'many-to-many') return planSetOperation(planner, node, span);
    return planVectorMatch(planner, node, span, createCombine(node, 'left'));
  }
  const vector = planner.vector(leftIsScalar ? node.right : node.left, span);
  const scalar = planner.scalar(leftIsScalar ? node.left : node.right, span);
  const combine = createCombine(node, leftIsScalar ? 'right' : 'left');
  const keepsName = !dropsName(node, planner.run.semantics);
  return {
    distinctWithoutName: vector.distinctWithoutName,
    at: async (tMs) => {
      const { sets, values } = await vector.at(tMs);
      const other = await scalar.at(tMs);
      const result: Vector = { sets: [], values: [] };
      sets.forEach((set, index) => {
        const own = values[index] ?? Number.NaN;
        const value = leftIsScalar ? combine(other, own) : combine(own, other);
        if (value === undefined) return;
        result.sets.push(keepsName ? set : set.withoutName());
        result.values.push(value);
      });
      if (!keepsName && !vector.distinctWithoutName) rejectDuplicates(result.sets);
      return result;
    },
  };
}

/** Plans a binary expression of two scalars; comparisons there always have `bool`. */
export function planScalarBinary(planner: Planner, node: BinaryNode, span: Span): ScalarPlan {
  const left = planner.scalar(node.left, span);
  const right = planner.scalar(node.right, span);
  const combine = createCombine(node, 'left');
  return { at: async (tMs) => combine(await left.at(tMs), await right.at(tMs)) ?? Number.NaN };
}
