import type { FindExpression, FindValue, Subject } from './expression';
import { readKeyword } from './scan-tokens';

/** The expression as text, which reads back as the same expression. */
export function printExpression(expression: FindExpression): string {
  switch (expression.kind) {
    case 'text':
      return quote(expression.text);
    case 'is':
      return printSubject(expression.subject);
    case 'has':
      return `has ${printSubject(expression.subject)}`;
    case 'compare':
      return `${printSubject(expression.subject)} ${expression.operator} ${printValue(expression.value)}`;
    case 'not':
      return `not ${inParentheses(expression.of, expression.of.kind === 'and' || expression.of.kind === 'or')}`;
    default: {
      const { kind, of } = expression;
      return of
        .map((part) => inParentheses(part, part.kind === kind || part.kind === 'or'))
        .join(` ${kind} `);
    }
  }
}

function inParentheses(expression: FindExpression, needed: boolean): string {
  return needed ? `(${printExpression(expression)})` : printExpression(expression);
}

function printSubject({ operand, end }: Subject): string {
  return end === undefined ? operand : `${end}.${operand}`;
}

function printValue(value: FindValue): string {
  if (value.kind === 'nothing') return 'NaN';
  if (value.kind === 'text') return printText(value.text);
  const unit = value.counts === undefined ? '' : value.counts === 'bytes' ? 'B' : 'rps';
  return `${value.number}${unit}`;
}

/** A value as it can be written after an operator: in quotes only where it needs them. */
export function printText(text: string): string {
  return /^[\p{L}\p{N}._/:%-]+$/u.test(text) && readKeyword(text) === undefined ? text : quote(text);
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
