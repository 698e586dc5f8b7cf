import type { CallNode, Expr } from './ast';
import { COUNTER_FUNCTIONS } from './counters';
import { KEEPS_NAME, OVER_TIME_FUNCTIONS } from './over-time';
import { PACE_MASK, type Planner, type Span, type Vector, type VectorPlan } from './plan';
import type { RangeFunction } from './range-functions';
import { REGRESSION_FUNCTIONS } from './regression';
import { rejectDuplicates } from './reject-duplicates';
import { warnQuantile } from './warn-quantile';

const FUNCTIONS = new Map<string, RangeFunction>(
  Object.entries({ ...COUNTER_FUNCTIONS, ...OVER_TIME_FUNCTIONS, ...REGRESSION_FUNCTIONS }),
);

/** Plans a function of one range vector, such as `rate`; undefined when the call is not one. */
export function planRangeFunction(planner: Planner, node: CallNode, span: Span): VectorPlan | undefined {
  const { name } = node.fn;
  const compute = FUNCTIONS.get(name);
  const rangeArg = node.args[node.fn.args.indexOf('matrix')];
  if (compute === undefined || rangeArg === undefined) return undefined;
  const { run } = planner;
  const scalarArg: Expr | undefined = node.args[node.fn.args.indexOf('scalar')];
  const range = planner.range(rangeArg, span);
  const param = scalarArg === undefined ? undefined : planner.scalar(scalarArg, span);
  const keepsName = KEEPS_NAME.has(name);
  // With one instant to answer, no series need keep its samples while the next one is read.
  const isOnlyInstant = span.startMs === span.endMs;
  const mayCollide = !keepsName && !range.distinctWithoutName;

  return {
    distinctWithoutName: range.distinctWithoutName,
    at: async (tMs) => {
      const frame = await range.at(tMs);
      const paramValue = param === undefined ? Number.NaN : await param.at(tMs);
      if (name === 'quantile_over_time') warnQuantile(run, paramValue);
      const vector: Vector = { sets: [], values: [] };
      let count = 0;
      for (const window of frame.windows) {
        if ((++count & PACE_MASK) === 0 && run.pacer.due()) await run.pacer.pause();
        const value = compute(window, frame, run.semantics, paramValue, tMs);
        if (isOnlyInstant) window.release();
        if (value === undefined) continue;
        vector.sets.push(keepsName ? window.set : window.set.withoutName());
        vector.values.push(value);
      }
      if (mayCollide) rejectDuplicates(vector.sets);
      return vector;
    },
  };
}
