import type { CallNode } from './ast';
import { DATE_FUNCTIONS } from './date-functions';
import { EMPTY_LABELS } from './label-set';
import { MATH_FUNCTIONS, type MathFunction } from './math-functions';
import type { Planner, Span, Vector, VectorPlan } from './plan';
import { rejectDuplicates } from './reject-duplicates';

/** Plans a function that changes every value and drops the name; undefined when the call is not one. */
export function planMath(planner: Planner, node: CallNode, span: Span): VectorPlan | undefined {
  const { name } = node.fn;
  const compute: MathFunction | undefined = MATH_FUNCTIONS.get(name) ?? DATE_FUNCTIONS.get(name);
  if (compute === undefined) return undefined;
  const [vectorArg, ...scalarArgs] = node.args;
  const inner = vectorArg === undefined ? planNow() : planner.vector(vectorArg, span);
  const scalars = scalarArgs.map((arg) => planner.scalar(arg, span));
  return mapValues(inner, async (tMs) => {
    const [first = name === 'round' ? 1 : Number.NaN, second = Number.NaN] = await Promise.all(
      scalars.map((scalar) => scalar.at(tMs)),
    );
    if (name === 'clamp' && first > second) return undefined;
    return (value) => compute(value, first, second);
  });
}

/** Applies what `prepare` returns for an instant to all values, without names; `undefined` empties the vector. */
export function mapValues(
  inner: VectorPlan,
  prepare: (tMs: number) => Promise<((value: number) => number) | undefined>,
): VectorPlan {
  return {
    distinctWithoutName: inner.distinctWithoutName,
    at: async (tMs) => {
      const { sets, values } = await inner.at(tMs);
      const compute = await prepare(tMs);
      if (compute === undefined) return { sets: [], values: [] };
      const result: Vector = { sets: sets.map((set) => set.withoutName()), values: values.map(compute) };
      if (!inner.distinctWithoutName) rejectDuplicates(result.sets);
      return result;
    },
  };
}

/** Calendar functions without an argument speak of the instant of evaluation. */
function planNow(): VectorPlan {
  return {
    distinctWithoutName: true,
    at: async (tMs) => ({ sets: [EMPTY_LABELS], values: [tMs / 1000] }),
  };
}
