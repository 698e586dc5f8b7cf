import { parseDurationMs } from './durations';
import { parseError } from './errors';
import { readString } from './lex-string';

export type TokenKind = 'number' | 'duration' | 'string' | 'name' | 'op' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** As written, except for strings, where it is the unquoted value. */
  readonly text: string;
  /** Numbers: the value. Durations: seconds. */
  readonly value: number;
  readonly start: number;
}

const SPACE_OR_COMMENT = /(?:\s+|#[^\n]*)+/y;
const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const PLAIN_NAME = /[a-zA-Z_][a-zA-Z0-9_]*/y;
const DURATION = /(?:\d+(?:ms|[smhdwy]))+(?![a-zA-Z0-9_.])/y;
const NUMBER = /(?:0[xX][0-9a-fA-F_]+|(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?![a-zA-Z0-9_.])/y;
const BAD_NUMBER = /[a-zA-Z0-9_.]+/y;
const OPERATOR = /=~|!~|==|!=|>=|<=|[-+*/%^()[\]{},=<>@:]/y;

const PARTNER: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
const BRACKET_NAME: Readonly<Record<string, string>> = {
  '(': 'parenthesis',
  ')': 'parenthesis',
  '[': 'bracket',
  ']': 'bracket',
  '{': 'brace',
  '}': 'brace',
};

/** Splits a query into tokens, the last one of kind `end`. Throws `bad_data` on characters PromQL does not have. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const open: string[] = [];
  let position = 0;

  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = position;
    return pattern.exec(text)?.[0];
  };
  const push = (kind: TokenKind, length: number, value = 0): void => {
    tokens.push({ kind, text: text.slice(position, position + length), value, start: position });
    position += length;
  };

  for (;;) {
    position += match(SPACE_OR_COMMENT)?.length ?? 0;
    const character = text[position];
    if (character === undefined) break;

    if (character === '"' || character === "'" || character === '`') {
      const { value, end } = readString(text, position);
      tokens.push({ kind: 'string', text: value, value: 0, start: position });
      position = end;
      continue;
    }
    // Inside [ ] a colon separates range and step; elsewhere it may be part of a metric name.
    const inBrackets = open.at(-1) === '[';
    const name = match(inBrackets ? PLAIN_NAME : NAME);
    if (name !== undefined) {
      push('name', name.length);
      continue;
    }
    if (/[0-9]/.test(character) || (character === '.' && /[0-9]/.test(text[position + 1] ?? ''))) {
      lexNumber();
      continue;
    }
    const operator = match(OPERATOR);
    if (operator === undefined) {
      throw parseError(
        text,
        position,
        `unexpected character: '${String.fromCodePoint(text.codePointAt(position) ?? 0)}'`,
      );
    }
    trackBrackets(operator);
    push('op', operator.length);
  }

  const unclosed = open.at(-1);
  if (unclosed !== undefined)
    throw parseError(text, text.length, `unclosed left ${BRACKET_NAME[unclosed] ?? ''}`);
  tokens.push({ kind: 'end', text: '', value: 0, start: text.length });
  return tokens;

  function lexNumber(): void {
    const duration = match(DURATION);
    if (duration !== undefined) {
      const durationMs = parseDurationMs(duration);
      if (durationMs === undefined)
        throw parseError(text, position, `not a valid duration string: "${duration}"`);
      push('duration', duration.length, durationMs / 1000);
      return;
    }
    const number = match(NUMBER);
    const value = number === undefined ? Number.NaN : parseNumber(number);
    if (number === undefined || Number.isNaN(value)) {
      throw parseError(text, position, `bad number or duration syntax: "${match(BAD_NUMBER) ?? ''}"`);
    }
    push('number', number.length, value);
  }

  function trackBrackets(operator: string): void {
    if (operator === '(' || operator === '[' || operator === '{') open.push(operator);
    const partner = PARTNER[operator];
    if (partner === undefined) return;
    if (open.pop() !== partner) {
      throw parseError(text, position, `unexpected right ${BRACKET_NAME[operator] ?? ''} '${operator}'`);
    }
  }
}

/** Go's rules: 0x is hexadecimal and a leading zero octal where all digits allow it; `_` separates digits. */
function parseNumber(text: string): number {
  if (text.includes('__') || text.endsWith('_')) return Number.NaN;
  const digits = text.replaceAll('_', '');
  if (/^0[0-7]+$/.test(digits)) return Number.parseInt(digits, 8);
  return Number(digits);
}
