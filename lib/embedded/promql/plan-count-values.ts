import type { AggregateNode } from './ast';
import { PromqlError } from './errors';
import { formatPlain } from './format-value';
import { Grouping } from './grouping';
import type { Vector, VectorPlan } from './plan';

/** Plans `count_values("label", v)`: one result for every distinct value, which becomes the label. */
export function planCountValues(inner: VectorPlan, node: AggregateNode, label: string): VectorPlan {
  if (label === '') throw new PromqlError('execution', 'invalid label name ""');
  const labels = node.without || node.labels.includes(label) ? node.labels : [...node.labels, label];
  return {
    distinctWithoutName: true,
    at: async (tMs) => {
      const { sets, values } = await inner.at(tMs);
      // Values rarely come back at the next step, so nothing is worth remembering between steps.
      const grouping = new Grouping(labels, node.without);
      const counts: number[] = [];
      sets.forEach((set, position) => {
        const text = formatPlain(values[position] ?? Number.NaN);
        const { index } = grouping.groupOf(set.with([[label, text]]));
        counts[index] = (counts[index] ?? 0) + 1;
      });
      const result: Vector = { sets: grouping.groups.map((group) => group.set), values: counts };
      return result;
    },
  };
}
