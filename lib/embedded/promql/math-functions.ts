/** A function of one sample value and up to two scalars; the scalars are NaN when not given. */
export type MathFunction = (value: number, first: number, second: number) => number;

const DEGREES = 180 / Math.PI;

/** Functions applied to every value of a vector, by name. */
export const MATH_FUNCTIONS: ReadonlyMap<string, MathFunction> = new Map<string, MathFunction>([
  ['abs', Math.abs],
  ['ceil', Math.ceil],
  ['floor', Math.floor],
  ['exp', Math.exp],
  ['ln', Math.log],
  ['log2', Math.log2],
  ['log10', Math.log10],
  ['sqrt', Math.sqrt],
  ['sgn', Math.sign],
  ['deg', (value) => value * DEGREES],
  ['rad', (value) => value / DEGREES],
  ['sin', Math.sin],
  ['cos', Math.cos],
  ['tan', Math.tan],
  ['asin', Math.asin],
  ['acos', Math.acos],
  ['atan', Math.atan],
  ['sinh', Math.sinh],
  ['cosh', Math.cosh],
  ['tanh', Math.tanh],
  ['asinh', Math.asinh],
  ['acosh', Math.acosh],
  ['atanh', Math.atanh],
  ['clamp', (value, lowest, highest) => Math.max(lowest, Math.min(highest, value))],
  ['clamp_min', (value, lowest) => Math.max(lowest, value)],
  ['clamp_max', (value, highest) => Math.min(highest, value)],
  ['round', roundTo],
]);

/** Dividing by the inverse instead of multiplying keeps 0.1 and its like exact, as Prometheus does. */
function roundTo(value: number, nearest: number): number {
  const inverse = 1 / nearest;
  return Math.floor(value * inverse + 0.5) / inverse;
}
