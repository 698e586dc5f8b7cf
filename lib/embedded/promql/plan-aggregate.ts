import { findAggregator } from './aggregator-table';
import type { AggregateNode } from './ast';
import { AGGREGATIONS, type Accumulator } from './aggregate';
import { notSupported } from './errors';
import { Grouping } from './grouping';
import type { Planner, ScalarPlan, Span, Vector, VectorPlan } from './plan';
import { planCountValues } from './plan-count-values';
import { planTopK } from './plan-top-k';
import { warnQuantile } from './warn-quantile';

/** Plans an aggregation such as `sum by (a) (…)`. Throws `execution` for operators this engine leaves out. */
export function planAggregate(planner: Planner, node: AggregateNode, span: Span): VectorPlan {
  if (findAggregator(node.op)?.supported !== true) throw notSupported(`the aggregation ${node.op}`);
  const inner = planner.vector(node.expr, span);
  if (node.op === 'count_values') return planCountValues(inner, node, planner.text(node.param));
  const param: ScalarPlan | undefined =
    node.param === undefined ? undefined : planner.scalar(node.param, span);
  if (node.op === 'topk' || node.op === 'bottomk') return planTopK(inner, node, param);

  const create = AGGREGATIONS.get(node.op);
  if (create === undefined) throw notSupported(`the aggregation ${node.op}`);
  const grouping = new Grouping(node.labels, node.without);
  return {
    distinctWithoutName: !node.labels.includes('__name__'),
    at: async (tMs) => {
      const { sets, values } = await inner.at(tMs);
      const paramValue = param === undefined ? Number.NaN : await param.at(tMs);
      if (node.op === 'quantile') warnQuantile(planner.run, paramValue);
      const accumulators: (Accumulator | undefined)[] = [];
      for (const [position, set] of sets.entries()) {
        if ((position & 255) === 255 && planner.run.pacer.due()) await planner.run.pacer.pause();
        const { index } = grouping.groupOf(set);
        const accumulator = (accumulators[index] ??= create());
        accumulator.add(values[position] ?? Number.NaN);
      }
      const result: Vector = { sets: [], values: [] };
      accumulators.forEach((accumulator, index) => {
        const group = grouping.groups[index];
        if (accumulator === undefined || group === undefined) return;
        result.sets.push(group.set);
        result.values.push(accumulator.result(paramValue));
      });
      return result;
    },
  };
}
