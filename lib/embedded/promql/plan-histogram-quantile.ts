import type { CallNode } from './ast';
import { Grouping } from './grouping';
import { histogramQuantile, type Bucket } from './histogram-quantile';
import type { LabelSet } from './label-set';
import type { Planner, Span, Vector, VectorPlan } from './plan';
import { warnQuantile } from './warn-quantile';

/** Plans `histogram_quantile(q, buckets)`; undefined when the call is another one. */
export function planHistogramQuantile(planner: Planner, node: CallNode, span: Span): VectorPlan | undefined {
  const [quantileArg, vectorArg] = node.args;
  if (node.fn.name !== 'histogram_quantile' || quantileArg === undefined || vectorArg === undefined)
    return undefined;
  const { run } = planner;
  const quantile = planner.scalar(quantileArg, span);
  const inner = planner.vector(vectorArg, span);
  const grouping = new Grouping(['le'], true);
  const bounds = new Map<LabelSet, number>();
  const boundOf = (set: LabelSet): number => {
    let bound = bounds.get(set);
    if (bound === undefined) {
      bound = parseBound(set.get('le'));
      bounds.set(set, bound);
    }
    return bound;
  };

  return {
    distinctWithoutName: true,
    at: async (tMs) => {
      const q = await quantile.at(tMs);
      const { sets, values } = await inner.at(tMs);
      warnQuantile(run, q);
      const histograms: (Bucket[] | undefined)[] = [];
      for (const [position, set] of sets.entries()) {
        if ((position & 255) === 255 && run.pacer.due()) await run.pacer.pause();
        const upperBound = boundOf(set);
        if (Number.isNaN(upperBound)) continue;
        const { index } = grouping.groupOf(set);
        (histograms[index] ??= []).push({ upperBound, count: values[position] ?? Number.NaN });
      }
      const result: Vector = { sets: [], values: [] };
      for (let index = 0; index < histograms.length; index += 1) {
        if ((index & 63) === 0 && run.pacer.due()) await run.pacer.pause();
        const buckets = histograms[index];
        const group = grouping.groups[index];
        if (buckets === undefined || group === undefined) continue;
        result.sets.push(group.set);
        result.values.push(histogramQuantile(q, buckets, run.semantics));
      }
      return result;
    },
  };
}

/** A series whose `le` is no number is no bucket: NaN. */
function parseBound(text: string): number {
  if (/^[+]?inf(inity)?$/i.test(text)) return Number.POSITIVE_INFINITY;
  if (/^-inf(inity)?$/i.test(text)) return Number.NEGATIVE_INFINITY;
  return text.trim() === '' ? Number.NaN : Number(text);
}
