import type { Run } from './plan';

/** 3.x warns of quantiles that can only be infinite or NaN. */
export function warnQuantile(run: Run, q: number): void {
  if (run.semantics === 'v2' || (q >= 0 && q <= 1)) return;
  run.warnings.add(`PromQL warning: quantile value should be between 0 and 1, got ${q}`);
}
