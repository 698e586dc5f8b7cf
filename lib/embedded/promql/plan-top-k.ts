import type { AggregateNode } from './ast';
import { PromqlError } from './errors';
import { Grouping } from './grouping';
import type { ScalarPlan, Vector, VectorPlan } from './plan';

/** Plans `topk` and `bottomk`: the k largest or smallest of each group with all their labels, NaN last. */
export function planTopK(inner: VectorPlan, node: AggregateNode, param: ScalarPlan | undefined): VectorPlan {
  const grouping = new Grouping(node.labels, node.without);
  const sign = node.op === 'topk' ? -1 : 1;
  return {
    distinctWithoutName: inner.distinctWithoutName,
    at: async (tMs) => {
      const vector = await inner.at(tMs);
      const k = toCount(param === undefined ? Number.NaN : await param.at(tMs));
      const result: Vector = { sets: [], values: [] };
      if (k < 1) return result;
      const members: number[][] = [];
      vector.sets.forEach((set, position) => {
        const { index } = grouping.groupOf(set);
        (members[index] ??= []).push(position);
      });
      members.forEach((positions) => {
        positions.sort((left, right) => compare(vector.values[left] ?? 0, vector.values[right] ?? 0, sign));
        for (const position of positions.slice(0, k)) {
          const set = vector.sets[position];
          if (set === undefined) continue;
          result.sets.push(set);
          result.values.push(vector.values[position] ?? Number.NaN);
        }
      });
      return result;
    },
  };
}

function compare(left: number, right: number, sign: number): number {
  if (Number.isNaN(left) || Number.isNaN(right))
    return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
  if (left === right) return 0;
  return left < right === (sign === 1) ? -1 : 1;
}

function toCount(value: number): number {
  if (!(Math.abs(value) < 2 ** 63)) {
    throw new PromqlError('execution', `Scalar value ${value} overflows int64`);
  }
  return Math.trunc(value);
}
