import {
  type FindValue,
  negativeOperators,
  type Operator,
  orderOperators,
  positiveOperators,
} from './expression';
import { nearestWord } from './nearest-word';
import type { Operand, TextOperand } from './operand';
import { isOrder } from './operators';
import { measureExamples, parseQuantity } from './parse-quantity';
import { quoteShort } from './resolve-subject';

export type ParsedValue =
  | { readonly ok: true; readonly value: FindValue }
  | { readonly ok: false; readonly message: string };

/** The operators that an operand can be compared with. */
export function operatorsOf(operand: Operand): readonly Operator[] {
  if (operand.type === 'flag') return [];
  if (operand.type === 'number') return ['=', '!=', ...orderOperators];
  const ofText = [...positiveOperators, ...negativeOperators];
  return operand.ordered ? [...ofText, ...orderOperators] : ofText;
}

/** Reads the text after an operator as what the operand is compared with. */
export function parseValue(text: string, operand: Operand, operator: Operator): ParsedValue {
  if (text === '') return { ok: false, message: 'There is nothing between the quotes.' };
  if (operand.type === 'number') {
    if (text.toLowerCase() === 'nan') return parseNothing(operator);
    const quantity = parseQuantity(text, operand.measure);
    if (quantity) return { ok: true, value: { kind: 'number', ...quantity } };
    const examples = measureExamples[operand.measure];
    return {
      ok: false,
      message: `${quoteShort(operand.name)} is a number, such as ${examples}; ${quoteShort(text)} is not.`,
    };
  }
  if (isOrder(operator)) {
    const quantity = parseQuantity(text, 'count');
    if (quantity) return { ok: true, value: { kind: 'number', ...quantity } };
    return { ok: false, message: `${operator} compares with a number; ${quoteShort(text)} is not one.` };
  }
  return operand.type === 'text'
    ? parseText(text, operand, operator)
    : { ok: true, value: { kind: 'text', text } };
}

function parseNothing(operator: Operator): ParsedValue {
  if (operator === '=' || operator === '!=') return { ok: true, value: { kind: 'nothing' } };
  return { ok: false, message: 'NaN means that nothing was counted; only = and != go with it.' };
}

/** Where all values are known, a whole one must be among them. */
function parseText(
  text: string,
  { name, values, valueAliases }: TextOperand,
  operator: Operator,
): ParsedValue {
  if (values === undefined || (operator !== '=' && operator !== '!=')) {
    return { ok: true, value: { kind: 'text', text } };
  }
  const lower = text.toLowerCase();
  const meant = valueAliases && Object.hasOwn(valueAliases, lower) ? valueAliases[lower] : lower;
  const value = values.find((candidate) => candidate.toLowerCase() === meant);
  if (value !== undefined) return { ok: true, value: { kind: 'text', text: value } };
  const nearest = nearestWord(lower, values);
  const hint = nearest === undefined ? '' : ` Did you mean ${quoteShort(nearest)}?`;
  return {
    ok: false,
    message: `${quoteShort(name)} is never ${quoteShort(text)}; it is one of ${values.join(', ')}.${hint}`,
  };
}
