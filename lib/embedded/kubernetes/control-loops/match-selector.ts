import { readList, readRecord, readString, readStrings } from '../json-value';

type Labels = Readonly<Record<string, string>>;

function matchExpression(expression: unknown, labels: Labels): boolean {
  const value = labels[readString(expression, 'key')];
  const values = readList(expression, 'values');
  switch (readString(expression, 'operator')) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}

/** Whether every given label is there; an empty selection matches nothing, as for Services. */
export function matchLabels(wanted: Labels, labels: Labels): boolean {
  const entries = Object.entries(wanted);
  return entries.length > 0 && entries.every(([key, value]) => labels[key] === value);
}

/** Whether labels satisfy a LabelSelector (matchLabels and matchExpressions); an empty one matches nothing. */
export function matchSelector(selector: unknown, labels: Labels): boolean {
  const wanted = readStrings(selector, 'matchLabels');
  const expressions = readList(selector, 'matchExpressions');
  if (Object.keys(readRecord(selector, 'matchLabels')).length + expressions.length === 0) return false;
  return (
    Object.entries(wanted).every(([key, value]) => labels[key] === value) &&
    expressions.every((expression) => matchExpression(expression, labels))
  );
}
