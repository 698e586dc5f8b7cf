import type { SubqueryNode } from './ast';
import type { LabelSet } from './label-set';
import type { Planner, RangePlan, Span, Window } from './plan';
import { referenceSpan, referenceTime } from './select-time';
import { SlidingIndexes } from './sliding-indexes';

/** Plans `expr[range:step]`: the expression at every multiple of the step inside the window. */
export function planSubquery(planner: Planner, node: SubqueryNode, span: Span): RangePlan {
  const { run } = planner;
  const closed = run.semantics === 'v2';
  const stepMs = node.stepMs ?? run.subqueryStepMs;
  const reference = referenceSpan(run, node, span);
  const inner = planner.vector(node.expr, {
    startMs: reference.startMs - node.rangeMs,
    endMs: reference.endMs,
  });
  const windows = new Map<string, SubqueryWindow>();
  const bySet = new Map<LabelSet, SubqueryWindow>();
  let nextMs: number | undefined;

  const append = async (tMs: number): Promise<void> => {
    const { sets, values } = await inner.at(tMs);
    run.budget.take(sets.length);
    sets.forEach((set, index) => {
      let window = bySet.get(set);
      if (window === undefined) {
        window = windows.get(set.key()) ?? new SubqueryWindow(set, closed);
        windows.set(set.key(), window);
        bySet.set(set, window);
      }
      window.append(tMs, values[index] ?? Number.NaN);
    });
  };

  return {
    distinctWithoutName: inner.distinctWithoutName,
    at: async (tMs) => {
      const endMs = referenceTime(run, node, tMs);
      const startMs = endMs - node.rangeMs;
      let firstMs = Math.ceil(startMs / stepMs) * stepMs;
      if (firstMs === startMs && !closed) firstMs += stepMs;
      nextMs = nextMs === undefined ? firstMs : Math.max(nextMs, firstMs);
      for (; nextMs <= endMs; nextMs += stepMs) {
        if (run.pacer.due()) await run.pacer.pause();
        await append(nextMs);
      }
      return { windows: [...windows.values()], startMs, endMs };
    },
  };
}

class SubqueryWindow implements Window {
  readonly set: LabelSet;
  readonly timestampsMs: number[] = [];
  readonly values: number[] = [];
  readonly #indexes: SlidingIndexes;

  constructor(set: LabelSet, closed: boolean) {
    this.set = set;
    this.#indexes = new SlidingIndexes(closed);
  }

  get lo(): number {
    return this.#indexes.lo;
  }

  get hi(): number {
    return this.#indexes.hi;
  }

  append(tMs: number, value: number): void {
    this.timestampsMs.push(tMs);
    this.values.push(value);
  }

  seek(startMs: number, endMs: number): void {
    this.#indexes.seek(this.timestampsMs, startMs, endMs);
  }

  counter(): undefined {
    return undefined;
  }

  /** Steps are evaluated once and cannot be fetched again. */
  release(): void {}
}
