import { requireLabelName } from './matcher';
import type { PromqlExpression } from './promql-expression';
import { quoteString } from './quote';

/** A duration literal such as `300s`. @throws RangeError unless finite and at least one millisecond. */
export function printDuration(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000);
  if (!Number.isFinite(milliseconds) || milliseconds < 1)
    throw new RangeError('a window must be a positive duration');
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}

/** `rate(selector[window])`: per-second growth of a counter over the window. */
export function rate(selector: PromqlExpression, windowSeconds: number): PromqlExpression {
  return `rate(${selector}[${printDuration(windowSeconds)}])` as PromqlExpression;
}

/** `increase(selector[window])`: growth of a counter, stretched to the whole window. */
export function increase(selector: PromqlExpression, windowSeconds: number): PromqlExpression {
  return `increase(${selector}[${printDuration(windowSeconds)}])` as PromqlExpression;
}

/** `count_over_time(selector[window])`: how many samples the window holds. */
export function countOverTime(selector: PromqlExpression, windowSeconds: number): PromqlExpression {
  return `count_over_time(${selector}[${printDuration(windowSeconds)}])` as PromqlExpression;
}

/** `sum_over_time(selector[window])`: all samples of each series added up. */
export function sumOverTime(selector: PromqlExpression, windowSeconds: number): PromqlExpression {
  return `sum_over_time(${selector}[${printDuration(windowSeconds)}])` as PromqlExpression;
}

/** `min_over_time(selector[window])`: the least sample of each series. */
export function minOverTime(selector: PromqlExpression, windowSeconds: number): PromqlExpression {
  return `min_over_time(${selector}[${printDuration(windowSeconds)}])` as PromqlExpression;
}

/** `max_over_time(selector[window])`: the greatest sample of each series. */
export function maxOverTime(selector: PromqlExpression, windowSeconds: number): PromqlExpression {
  return `max_over_time(${selector}[${printDuration(windowSeconds)}])` as PromqlExpression;
}

/** `max by (labels) (expression)`. */
export function maxBy(labels: readonly string[], expression: PromqlExpression): PromqlExpression {
  return `max by (${labels.map(requireLabelName).join(', ')}) (${expression})` as PromqlExpression;
}

/** `min by (labels) (expression)`. */
export function minBy(labels: readonly string[], expression: PromqlExpression): PromqlExpression {
  return `min by (${labels.map(requireLabelName).join(', ')}) (${expression})` as PromqlExpression;
}

/** `dividend / scalar(max(divisor))`: each value by one number, the greatest; not a number where there is none. */
export function dividedByMax(dividend: PromqlExpression, divisor: PromqlExpression): PromqlExpression {
  return `${dividend} / scalar(max(${divisor}))` as PromqlExpression;
}

/** `quantile(0.5, expression)`: the middle of all values. */
export function median(expression: PromqlExpression): PromqlExpression {
  return `quantile(0.5, ${expression})` as PromqlExpression;
}

/** `count(expression)`: how many series; nothing where there are none. */
export function count(expression: PromqlExpression): PromqlExpression {
  return `count(${expression})` as PromqlExpression;
}

/** `sum by (labels) (expression)`; without labels a total of everything. */
export function sumBy(labels: readonly string[], expression: PromqlExpression): PromqlExpression {
  if (labels.length === 0) return `sum(${expression})` as PromqlExpression;
  return `sum by (${labels.map(requireLabelName).join(', ')}) (${expression})` as PromqlExpression;
}

/** `a or b or c`: the union of label sets, the first operand winning. @throws RangeError without operands. */
export function or(...expressions: readonly PromqlExpression[]): PromqlExpression {
  if (expressions.length === 0) throw new RangeError('a union needs at least one operand');
  return expressions.join(' or ') as PromqlExpression;
}

/** The same series with one more label, so that a union of several measures can be taken apart again. */
export function tag(expression: PromqlExpression, label: string, value: string): PromqlExpression {
  return `label_replace(${expression}, ${quoteString(requireLabelName(label))}, ${quoteString(value)}, "", "")` as PromqlExpression;
}

/** The server's evaluation time as a scalar. */
export const TIME_EXPRESSION = 'time()' as PromqlExpression;
