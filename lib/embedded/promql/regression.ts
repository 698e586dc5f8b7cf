import { CompensatedSum } from './compensated-sum';
import type { Window } from './plan';
import type { RangeFunction } from './range-functions';

/** Least squares through the window: value per second, and the value on the line at `originMs`. */
function fitLine(window: Window, originMs: number): { slope: number; intercept: number } {
  const { lo, hi, timestampsMs, values } = window;
  const first = values[lo] ?? 0;
  const sumX = new CompensatedSum();
  const sumY = new CompensatedSum();
  const sumXY = new CompensatedSum();
  const sumXX = new CompensatedSum();
  let isConstant = true;
  for (let index = lo; index < hi; index += 1) {
    const y = values[index] ?? 0;
    const x = ((timestampsMs[index] ?? 0) - originMs) / 1000;
    if (y !== first) isConstant = false;
    sumX.add(x);
    sumY.add(y);
    sumXY.add(x * y);
    sumXX.add(x * x);
  }
  if (isConstant) {
    return Number.isFinite(first)
      ? { slope: 0, intercept: first }
      : { slope: Number.NaN, intercept: Number.NaN };
  }
  const n = hi - lo;
  const covariance = sumXY.value - (sumX.value * sumY.value) / n;
  const spread = sumXX.value - (sumX.value * sumX.value) / n;
  const slope = covariance / spread;
  return { slope, intercept: sumY.value / n - (slope * sumX.value) / n };
}

/** `deriv` and `predict_linear`. */
export const REGRESSION_FUNCTIONS: Readonly<Record<string, RangeFunction>> = {
  deriv: (window, frame) => {
    window.seek(frame.startMs, frame.endMs);
    if (window.hi - window.lo < 2) return undefined;
    // The first sample as origin keeps the numbers small.
    return fitLine(window, window.timestampsMs[window.lo] ?? 0).slope;
  },
  predict_linear: (window, frame, _semantics, seconds, tMs) => {
    window.seek(frame.startMs, frame.endMs);
    if (window.hi - window.lo < 2) return undefined;
    const { slope, intercept } = fitLine(window, tMs);
    return slope * seconds + intercept;
  },
};
