import { unwrapParens, type CallNode } from './ast';
import { notSupported } from './errors';
import { EMPTY_LABELS } from './label-set';
import type { Planner, ScalarPlan, Span, Vector, VectorPlan } from './plan';
import { planAbsent } from './plan-absent';
import { planHistogramQuantile } from './plan-histogram-quantile';
import { planLabels } from './plan-labels';
import { mapValues, planMath } from './plan-math';
import { planRangeFunction } from './plan-range-function';
import { planSelector } from './plan-selector';

/** Plans a call that returns a vector. Throws `execution` for functions this engine leaves out. */
export function planCall(planner: Planner, node: CallNode, span: Span): VectorPlan {
  if (!node.fn.supported) throw notSupported(`the function ${node.fn.name}()`);
  const plan =
    planRangeFunction(planner, node, span) ??
    planMath(planner, node, span) ??
    planLabels(planner, node, span) ??
    planAbsent(planner, node, span) ??
    planHistogramQuantile(planner, node, span) ??
    planOther(planner, node, span);
  if (plan === undefined) throw notSupported(`the function ${node.fn.name}()`);
  return plan;
}

/** Plans a call that returns a scalar. */
export function planScalarCall(planner: Planner, node: CallNode, span: Span): ScalarPlan {
  const [arg] = node.args;
  if (node.fn.name === 'time') return { at: async (tMs) => tMs / 1000 };
  if (node.fn.name === 'pi') return { at: async () => Math.PI };
  if (node.fn.name !== 'scalar' || arg === undefined) throw notSupported(`the function ${node.fn.name}()`);
  const inner = planner.vector(arg, span);
  return {
    at: async (tMs) => {
      const { values } = await inner.at(tMs);
      return values.length === 1 ? (values[0] ?? Number.NaN) : Number.NaN;
    },
  };
}

function planOther(planner: Planner, node: CallNode, span: Span): VectorPlan | undefined {
  const [arg] = node.args;
  if (arg === undefined) return undefined;
  switch (node.fn.name) {
    case 'vector': {
      const scalar = planner.scalar(arg, span);
      return {
        distinctWithoutName: true,
        at: async (tMs) => ({ sets: [EMPTY_LABELS], values: [await scalar.at(tMs)] }),
      };
    }
    case 'sort':
    case 'sort_desc':
      return planSort(planner.vector(arg, span), node.fn.name === 'sort');
    case 'timestamp': {
      const inner = unwrapParens(arg);
      if (inner.kind !== 'selector') {
        return mapValues(planner.vector(inner, span), async (tMs) => () => tMs / 1000);
      }
      const selector = planSelector(planner.run, inner, span);
      const { distinctWithoutName } = selector;
      return mapValues({ distinctWithoutName, at: selector.timestampsAt }, async () => (value) => value);
    }
    default:
      return undefined;
  }
}

/** Orders the samples of an instant query by value, NaN last in both directions. */
function planSort(inner: VectorPlan, ascending: boolean): VectorPlan {
  return {
    distinctWithoutName: inner.distinctWithoutName,
    at: async (tMs) => {
      const { sets, values } = await inner.at(tMs);
      const order = values.map((value, index) => ({ value, index }));
      order.sort((left, right) => {
        if (Number.isNaN(left.value) || Number.isNaN(right.value)) {
          return Number(Number.isNaN(left.value)) - Number(Number.isNaN(right.value));
        }
        if (left.value === right.value) return 0;
        return left.value < right.value === ascending ? -1 : 1;
      });
      const result: Vector = { sets: [], values: [] };
      for (const { value, index } of order) {
        const set = sets[index];
        if (set === undefined) continue;
        result.sets.push(set);
        result.values.push(value);
      }
      return result;
    },
  };
}
