import type { AuthorizationRuleView, RuleTest } from '../kubernetes/authorization-rule-view';
import { listSome } from './applied-policy';

/** A rule in a line: `from namespaces payments; to ports 5432; when request.headers[x] is 1`. */
export function printRule({ from, to, when }: AuthorizationRuleView): string {
  const parts = [
    ...(from.length > 0 ? [`from ${printEach(from, 'anybody')}`] : []),
    ...(to.length > 0 ? [`to ${printEach(to, 'anything')}`] : []),
    ...when.map(({ key, values, notValues }) => `when ${printWhen(key, values, notValues)}`),
  ];
  return parts.length === 0 ? 'everything' : parts.join('; ');
}

function printEach(all: readonly (readonly RuleTest[])[], none: string): string {
  return all.map((tests) => (tests.length === 0 ? none : tests.map(printTest).join(' and '))).join(', or ');
}

function printTest({ field, values, notValues }: RuleTest): string {
  const name = field.startsWith('not') ? `${field.charAt(3).toLowerCase()}${field.slice(4)}` : field;
  return [
    ...(values.length > 0 ? [`${name} ${listSome(values)}`] : []),
    ...(notValues.length > 0 ? [`${name} other than ${listSome(notValues)}`] : []),
  ].join(' and ');
}

function printWhen(key: string, values: readonly string[], notValues: readonly string[]): string {
  return [
    ...(values.length > 0 ? [`${key} is ${listSome(values)}`] : []),
    ...(notValues.length > 0 ? [`${key} is not ${listSome(notValues)}`] : []),
  ].join(' and ');
}
