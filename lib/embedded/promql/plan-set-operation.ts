import type { BinaryNode } from './ast';
import { createSignature } from './match-signature';
import type { Planner, Span, Vector, VectorPlan } from './plan';

/** Plans `and`, `or` and `unless`, which match many to many and keep samples as they are. */
export function planSetOperation(planner: Planner, node: BinaryNode, span: Span): VectorPlan {
  const left = planner.vector(node.left, span);
  const right = planner.vector(node.right, span);
  const signature = createSignature(node.matching);
  return {
    distinctWithoutName: node.op !== 'or' && left.distinctWithoutName,
    at: async (tMs) => {
      const leftVector = await left.at(tMs);
      const rightVector = await right.at(tMs);
      if (node.op === 'or') {
        const seen = new Set(leftVector.sets.map(signature));
        return append(
          leftVector,
          filter(rightVector, (key) => !seen.has(key), signature),
        );
      }
      const seen = new Set(rightVector.sets.map(signature));
      return filter(leftVector, (key) => seen.has(key) === (node.op === 'and'), signature);
    },
  };
}

function filter(
  vector: Vector,
  keep: (key: string) => boolean,
  signature: ReturnType<typeof createSignature>,
): Vector {
  const result: Vector = { sets: [], values: [] };
  vector.sets.forEach((set, index) => {
    if (!keep(signature(set))) return;
    result.sets.push(set);
    result.values.push(vector.values[index] ?? Number.NaN);
  });
  return result;
}

function append(first: Vector, second: Vector): Vector {
  return { sets: first.sets.concat(second.sets), values: first.values.concat(second.values) };
}
