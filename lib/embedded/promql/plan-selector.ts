import type { RangeNode, SelectorNode } from './ast';
import { setOf, type LabelSet } from './label-set';
import type { LatestSample } from './latest-sample';
import { LatestCursor } from './latest-sample';
import { PACE_MASK, type RangePlan, type Run, type Span, type Vector, type VectorPlan } from './plan';
import { referenceSpan, referenceTime } from './select-time';
import type { Series } from './series-source';
import { SeriesWindow } from './series-window';

/** A vector selector that also tells when its samples were taken, for `timestamp()`. */
export interface SelectorPlan extends VectorPlan {
  timestampsAt(tMs: number): Promise<Vector>;
}

/** Plans an instant vector selector: the newest sample of every series that is not older than the lookback. */
export function planSelector(run: Run, node: SelectorNode, span: Span): SelectorPlan {
  const reference = referenceSpan(run, node, span);
  const cursors = selectOnce(run, node, reference, run.lookbackMs, (set, series) => {
    return new LatestCursor(run, set, series, reference.endMs);
  });
  const read = async (tMs: number, pick: (sample: LatestSample) => number): Promise<Vector> => {
    const refMs = referenceTime(run, node, tMs);
    const vector: Vector = { sets: [], values: [] };
    let count = 0;
    for (const cursor of await cursors()) {
      if ((++count & PACE_MASK) === 0 && run.pacer.due()) await run.pacer.pause();
      const sample = cursor.latest(refMs);
      if (sample === undefined) continue;
      vector.sets.push(cursor.set);
      vector.values.push(pick(sample));
    }
    return vector;
  };
  return {
    distinctWithoutName: hasFixedName(node),
    at: (tMs) => read(tMs, (sample) => sample.value),
    timestampsAt: (tMs) => read(tMs, (sample) => sample.timestampMs / 1000),
  };
}

/** Plans a range selector: the samples of every series in the window that ends at the reference time. */
export function planRangeSelector(run: Run, node: RangeNode, span: Span): RangePlan {
  const reference = referenceSpan(run, node.selector, span);
  const windows = selectOnce(run, node.selector, reference, node.rangeMs, (set, series) => {
    return new SeriesWindow(run, set, series, reference.endMs);
  });
  return {
    distinctWithoutName: hasFixedName(node.selector),
    at: async (tMs) => {
      const endMs = referenceTime(run, node.selector, tMs);
      return { windows: await windows(), startMs: endMs - node.rangeMs, endMs };
    },
  };
}

function selectOnce<T>(
  run: Run,
  node: SelectorNode,
  reference: Span,
  reachMs: number,
  wrap: (set: LabelSet, series: Series) => T,
): () => Promise<readonly T[]> {
  let selected: Promise<readonly T[]> | undefined;
  const select = async (): Promise<readonly T[]> => {
    const wrapped: T[] = [];
    for (const series of run.source.select(node.matchers, reference.startMs - reachMs, reference.endMs)) {
      if ((wrapped.length & PACE_MASK) === 0 && run.pacer.due()) await run.pacer.pause();
      wrapped.push(wrap(setOf(series.labels), series));
    }
    return wrapped;
  };
  return () => (selected ??= select());
}

function hasFixedName(node: SelectorNode): boolean {
  return node.matchers.some((matcher) => matcher.name === '__name__' && matcher.op === '=');
}
