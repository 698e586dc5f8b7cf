import type { PromqlExpression } from './promql-expression';
import { quoteRegex, quoteString } from './quote';

export type MatcherOperator = '=' | '!=' | '=~' | '!~';

/** One label matcher. `value` is the plain value, or an RE2 expression for `=~` and `!~`. */
export interface Matcher {
  readonly name: string;
  readonly op: MatcherOperator;
  readonly value: string;
}

const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

/** Whether `text` is a label name in Prometheus' classic grammar. */
export function isLabelName(text: string): boolean {
  return LABEL_NAME.test(text);
}

/** Whether `text` is a metric name in Prometheus' classic grammar. */
export function isMetricName(text: string): boolean {
  return METRIC_NAME.test(text);
}

/** `text` if it is a label name. @throws RangeError otherwise: names come from our code or from checked settings. */
export function requireLabelName(text: string): string {
  if (!isLabelName(text)) throw new RangeError('not a Prometheus label name');
  return text;
}

/** A matcher for one of `values`, exact and order-independent; no values match nothing but the absent label. */
export function oneOf(name: string, values: readonly string[]): Matcher {
  const distinct = [...new Set(values)].sort();
  const [only] = distinct;
  if (distinct.length <= 1) return { name, op: '=', value: only ?? '' };
  return { name, op: '=~', value: distinct.map(quoteRegex).join('|') };
}

/** `metric{a="b",c=~"d|e"}`. @throws RangeError when a metric or label name breaks the grammar. */
export function printSelector(metric: string, matchers: readonly Matcher[]): PromqlExpression {
  if (!isMetricName(metric)) throw new RangeError('not a Prometheus metric name');
  return `${metric}${printMatchers(matchers)}` as PromqlExpression;
}

/** `{a="b"}`, or nothing when there are no matchers. @throws RangeError when a label name breaks the grammar. */
export function printMatchers(matchers: readonly Matcher[]): string {
  if (matchers.length === 0) return '';
  const printed = matchers.map(
    ({ name, op, value }) => `${requireLabelName(name)}${op}${quoteString(value)}`,
  );
  return `{${printed.join(',')}}`;
}
