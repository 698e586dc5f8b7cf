import { CompensatedSum } from './compensated-sum';
import { quantileOf } from './quantile';
import type { RangeFunction } from './range-functions';

type Reducer = (values: ArrayLike<number>, lo: number, hi: number, param: number) => number;

/** Lifts a reducer of at least one value to a range function. */
function overTime(reduce: Reducer): RangeFunction {
  return (window, frame, _semantics, param) => {
    window.seek(frame.startMs, frame.endMs);
    if (window.hi === window.lo) return undefined;
    return reduce(window.values, window.lo, window.hi, param);
  };
}

const sum: Reducer = (values, lo, hi) => {
  const total = new CompensatedSum();
  for (let index = lo; index < hi; index += 1) total.add(values[index] ?? 0);
  return total.value;
};

const mean: Reducer = (values, lo, hi) => {
  const total = sum(values, lo, hi, 0);
  if (Number.isFinite(total)) return total / (hi - lo);
  // The sum overflowed or holds an infinity: a running mean tells the two apart.
  let running = 0;
  for (let index = lo; index < hi; index += 1) {
    const value = values[index] ?? 0;
    const count = index - lo + 1;
    const keepsInfinity = !Number.isFinite(running) && (running === value || Number.isFinite(value));
    if (!keepsInfinity) running += value / count - running / count;
  }
  return running;
};

const pick =
  (isBetter: (value: number, best: number) => boolean): Reducer =>
  (values, lo, hi) => {
    let best = values[lo] ?? 0;
    for (let index = lo + 1; index < hi; index += 1) {
      const value = values[index] ?? 0;
      if (isBetter(value, best) || Number.isNaN(best)) best = value;
    }
    return best;
  };

const variance: Reducer = (values, lo, hi) => {
  const average = mean(values, lo, hi, 0);
  const squares = new CompensatedSum();
  for (let index = lo; index < hi; index += 1) squares.add(((values[index] ?? 0) - average) ** 2);
  return squares.value / (hi - lo);
};

const slice = (values: ArrayLike<number>, lo: number, hi: number): number[] =>
  Array.prototype.slice.call(values, lo, hi);

const medianDeviation: Reducer = (values, lo, hi) => {
  const all = slice(values, lo, hi);
  const median = quantileOf(0.5, all);
  return quantileOf(
    0.5,
    all.map((value) => Math.abs(value - median)),
  );
};

/** The `…_over_time` functions, by name. */
export const OVER_TIME_FUNCTIONS: Readonly<Record<string, RangeFunction>> = {
  sum_over_time: overTime(sum),
  avg_over_time: overTime(mean),
  min_over_time: overTime(pick((value, best) => value < best)),
  max_over_time: overTime(pick((value, best) => value > best)),
  count_over_time: overTime((_values, lo, hi) => hi - lo),
  last_over_time: overTime((values, _lo, hi) => values[hi - 1] ?? 0),
  first_over_time: overTime((values, lo) => values[lo] ?? 0),
  present_over_time: overTime(() => 1),
  stdvar_over_time: overTime(variance),
  stddev_over_time: overTime((values, lo, hi) => Math.sqrt(variance(values, lo, hi, 0))),
  mad_over_time: overTime(medianDeviation),
  quantile_over_time: overTime((values, lo, hi, q) => quantileOf(q, slice(values, lo, hi))),
};

/** Those that answer with a sample as it was, and therefore keep the metric name. */
export const KEEPS_NAME: ReadonlySet<string> = new Set(['last_over_time', 'first_over_time']);
