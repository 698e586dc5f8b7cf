import type { BinaryNode } from './ast';
import { dropsName } from './binary-operators';
import { PromqlError } from './errors';
import type { LabelSet } from './label-set';
import { createSignature, matchGroup } from './match-signature';
import type { Planner, Span, Vector, VectorPlan } from './plan';

type Combine = (left: number, right: number) => number | undefined;

/** Plans an arithmetic operation or comparison between two vectors, one-to-one or with `group_left`/`group_right`. */
export function planVectorMatch(
  planner: Planner,
  node: BinaryNode,
  span: Span,
  combine: Combine,
): VectorPlan {
  const { matching } = node;
  const left = planner.vector(node.left, span);
  const right = planner.vector(node.right, span);
  const manyIsRight = matching.cardinality === 'one-to-many';
  const isOneToOne = matching.cardinality === 'one-to-one';
  const signature = createSignature(matching);
  const resultOf = createResultLabels(node, planner.run.semantics);

  return {
    distinctWithoutName: false,
    at: async (tMs) => {
      const leftVector = await left.at(tMs);
      const rightVector = await right.at(tMs);
      const result: Vector = { sets: [], values: [] };
      if (leftVector.sets.length === 0 || rightVector.sets.length === 0) return result;
      const many = manyIsRight ? rightVector : leftVector;
      const one = manyIsRight ? leftVector : rightVector;

      const oneByKey = new Map<string, number>();
      one.sets.forEach((set, index) => {
        const key = signature(set);
        const earlier = one.sets[oneByKey.get(key) ?? -1];
        if (earlier !== undefined) throw duplicateOnOneSide(node, earlier, set);
        oneByKey.set(key, index);
      });

      const taken = new Set<string>();
      many.sets.forEach((set, index) => {
        const key = signature(set);
        const partner = oneByKey.get(key);
        const partnerSet = one.sets[partner ?? -1];
        if (partner === undefined || partnerSet === undefined) return;
        const own = many.values[index] ?? Number.NaN;
        const other = one.values[partner] ?? Number.NaN;
        const value = manyIsRight ? combine(other, own) : combine(own, other);
        if (value === undefined) return;
        const labels = resultOf(set, partnerSet);
        const identity = isOneToOne ? key : labels.key();
        if (taken.has(identity)) throw multipleMatches(isOneToOne);
        taken.add(identity);
        result.sets.push(labels);
        result.values.push(value);
      });
      return result;
    },
  };
}

/** Labels of a result: what was matched on, or the many side's with the included ones taken from the one side. */
function createResultLabels(
  node: BinaryNode,
  semantics: 'v2' | 'v3',
): (many: LabelSet, one: LabelSet) => LabelSet {
  const { cardinality, on, labels, include } = node.matching;
  const nameless = dropsName(node, semantics);
  const known = new Map<LabelSet, { one: LabelSet; result: LabelSet }>();
  const build = (many: LabelSet, one: LabelSet): LabelSet => {
    const base = nameless ? many.withoutName() : many;
    if (cardinality !== 'one-to-one') {
      return include.length === 0 ? base : base.with(include.map((name) => [name, one.get(name)]));
    }
    if (on) return base.keep(labels);
    return labels.length === 0 ? base : base.drop(labels);
  };
  return (many, one) => {
    const last = known.get(many);
    if (last?.one === one) return last.result;
    const result = build(many, one);
    known.set(many, { one, result });
    return result;
  };
}

function duplicateOnOneSide(node: BinaryNode, first: LabelSet, second: LabelSet): PromqlError {
  const side = node.matching.cardinality === 'one-to-many' ? 'left' : 'right';
  return new PromqlError(
    'execution',
    `found duplicate series for the match group ${matchGroup(node.matching, first)} on the ${side} hand-side of ` +
      `the operation: [${second}, ${first}];many-to-many matching not allowed: matching labels must be unique on one side`,
  );
}

function multipleMatches(isOneToOne: boolean): PromqlError {
  const reason = isOneToOne
    ? 'many-to-one matching must be explicit (group_left/group_right)'
    : 'grouping labels must ensure unique matches';
  return new PromqlError('execution', `multiple matches for labels: ${reason}`);
}
