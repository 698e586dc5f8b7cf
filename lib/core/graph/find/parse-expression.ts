import type { FindError, FindExpression, ParsedFind } from './expression';
import type { Operand } from './operand';
import { parseQuantity } from './parse-quantity';
import { operatorsOf, parseValue } from './parse-value';
import {
  describeReserved,
  findSubject,
  type FoundSubject,
  quoteShort,
  resolveSubject,
} from './resolve-subject';
import { scanTokens, type Token } from './scan-tokens';
import { complain, describeMisplaced, describeRest, TokenReader } from './token-reader';

/** UTF-16 units; longer texts would not fit into a link. */
export const LONGEST_EXPRESSION = 1_000;
const DEEPEST_NESTING = 40;

type Parsed = FindExpression | FindError;

/**
 * Reads a find or hide expression. `not` binds tighter than `and`, `and` tighter than `or`. Any text at all gives an
 * expression or an error that points at the word; nothing throws, and the time is linear in the text.
 */
export function parseExpression(text: string): ParsedFind {
  const parsed = parseText(text);
  return isError(parsed) ? { ok: false, error: parsed } : { ok: true, expression: parsed };
}

function isError(parsed: Parsed): parsed is FindError {
  return 'message' in parsed;
}

function parseText(text: string): Parsed {
  if (text.length > LONGEST_EXPRESSION) {
    const message = `An expression is at most ${LONGEST_EXPRESSION} characters long; this one has ${text.length}.`;
    return { message, from: LONGEST_EXPRESSION, to: text.length };
  }
  const reader = new TokenReader(scanTokens(text), text.length);
  if (reader.peek() === undefined)
    return { message: 'There is nothing to look for yet.', from: 0, to: text.length };
  const parsed = parseChain(reader, 'or', 0);
  const rest = reader.peek();
  if (isError(parsed) || rest === undefined) return parsed;
  return complain(rest, describeRest(rest));
}

function parseChain(reader: TokenReader, kind: 'and' | 'or', depth: number): Parsed {
  const parts: FindExpression[] = [];
  do {
    const part = kind === 'or' ? parseChain(reader, 'and', depth) : parseTerm(reader, depth);
    if (isError(part)) return part;
    parts.push(part);
  } while (reader.peek()?.kind === kind && reader.take());
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind, of: parts };
}

function parseTerm(reader: TokenReader, depth: number): Parsed {
  const token = reader.take();
  if (token === undefined)
    return reader.complainAtEnd('The expression ends where one more condition should follow.');
  if (depth >= DEEPEST_NESTING && (token.kind === 'not' || token.kind === 'open')) {
    return complain(token, `Parentheses and “not” may be nested ${DEEPEST_NESTING} deep at most.`);
  }
  switch (token.kind) {
    case 'not':
      return negated(parseTerm(reader, depth + 1));
    case 'open':
      return parseParentheses(reader, token, depth + 1);
    case 'is':
    case 'has':
      return parseQualified(reader, token);
    case 'word':
      return parseWord(token);
    case 'quoted':
      return parseQuoted(token);
    case 'subject':
      return parseComparison(reader, token);
    default:
      return complain(token, describeMisplaced(token));
  }
}

function negated(parsed: Parsed): Parsed {
  return isError(parsed) ? parsed : { kind: 'not', of: parsed };
}

function parseParentheses(reader: TokenReader, open: Token, depth: number): Parsed {
  const inner = parseChain(reader, 'or', depth);
  if (isError(inner)) return inner;
  const close = reader.take();
  if (close === undefined) return complain(open, 'This parenthesis is never closed.');
  return close.kind === 'close' ? inner : complain(close, describeRest(close));
}

/** `has version`, `is not idle`, `has no flag`. */
function parseQualified(reader: TokenReader, qualifier: Token): Parsed {
  const negation = reader.peek();
  const negates =
    negation?.kind === 'not' || (negation?.kind === 'word' && negation.text.toLowerCase() === 'no');
  if (negates) reader.take();
  const token = reader.take();
  if (token?.kind === 'subject')
    return complain(qualifier, `A comparison needs no ${quoteShort(qualifier.text)} before it.`);
  if (token?.kind !== 'word') {
    return complain(
      qualifier,
      `${quoteShort(qualifier.text)} needs an operand after it, such as “idle” or “version”.`,
    );
  }
  const resolved = resolveSubject(token.text);
  if (!resolved.ok) return complain(token, resolved.message);
  const { subject, operand } = resolved;
  const asked: FindExpression = { kind: operand.type === 'flag' ? 'is' : 'has', subject };
  return negates ? { kind: 'not', of: asked } : asked;
}

/** A word alone is a flag, or else a part of a name. */
function parseWord(token: Token): Parsed {
  const found = findSubject(token.text);
  if (found) return parseAlone(token, found);
  const reserved = describeReserved(token.text);
  return reserved === undefined ? { kind: 'text', text: token.text } : complain(token, reserved);
}

function parseAlone(token: Token, { subject, operand }: FoundSubject): Parsed {
  if (operand.type === 'flag') return { kind: 'is', subject };
  if (operand.type === 'text' && operand.alone) return { kind: 'has', subject };
  const example = operand.type === 'number' ? `${token.text} > 1` : `${token.text} = …`;
  return complain(
    token,
    `${quoteShort(token.text)} needs a comparison, such as “${example}”. To look for it in names, put it in quotes.`,
  );
}

function parseQuoted(token: Token): Parsed {
  if (token.open) return complain(token, 'The closing quote is missing.');
  return token.text === ''
    ? complain(token, 'There is nothing between the quotes.')
    : { kind: 'text', text: token.text };
}

function parseComparison(reader: TokenReader, word: Token): Parsed {
  const resolved = resolveSubject(word.text);
  if (!resolved.ok) return complain(word, resolved.message);
  const { subject, operand } = resolved;
  const sign = reader.take();
  if (sign?.operator === undefined) {
    return complain(
      sign ?? word,
      'Regular expressions are not understood here; “*=” finds a part of a text.',
    );
  }
  if (operand.type === 'flag') {
    return complain(
      sign,
      `${quoteShort(word.text)} stands alone: write “${operand.name}” or “not ${operand.name}”.`,
    );
  }
  if (!operatorsOf(operand).includes(sign.operator)) {
    const others = operatorsOf(operand).join(', ');
    return complain(
      sign,
      `${quoteShort(operand.name)} cannot be compared with ${quoteShort(sign.text)}; use one of ${others}.`,
    );
  }
  const value = reader.peek();
  if (value?.kind !== 'value' && value?.kind !== 'quotedValue') {
    return complain(sign, `A value is missing after ${quoteShort(sign.text)}.`);
  }
  reader.take();
  if (value.open) return complain(value, 'The closing quote is missing.');
  const text = value.kind === 'value' ? withUnit(reader, value, operand) : value.text;
  const parsed = parseValue(text, operand, sign.operator);
  if (!parsed.ok) return complain(value, parsed.message);
  return { kind: 'compare', subject, operator: sign.operator, value: parsed.value };
}

/** `250 ms`: the next word belongs to the number when both together make one. */
function withUnit(reader: TokenReader, { text }: Token, operand: Operand): string {
  const next = reader.peek();
  if (operand.type !== 'number' || next?.kind !== 'word' || !/^[+-]?[\d.]+$/.test(text)) return text;
  if (!parseQuantity(text + next.text, operand.measure)) return text;
  reader.take();
  return text + next.text;
}
