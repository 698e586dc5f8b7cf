import type { Operator } from './expression';
import { scanOperatorWord, scanSymbol } from './operators';
import { findSubject } from './resolve-subject';

export interface Token {
  readonly kind:
    | 'open'
    | 'close'
    | 'and'
    | 'or'
    | 'not'
    /** `is` or `has` before another word. */
    | 'is'
    | 'has'
    /** Stands where a term may stand, with no operator after it. */
    | 'word'
    | 'quoted'
    /** A word with an operator after it. */
    | 'subject'
    | 'operator'
    /** What follows an operator. */
    | 'value'
    | 'quotedValue';
  readonly from: number;
  readonly to: number;
  /** The text without its quotes. */
  readonly text: string;
  /** Only of operators; undefined for one that this language does not have. */
  readonly operator?: Operator | undefined;
  /** A text whose closing quote is missing. */
  readonly open?: boolean;
}

/** Cuts any text into tokens, from left to right in linear time. What they mean together is the parser's matter. */
export function scanTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const expectsValue = tokens.at(-1)?.kind === 'operator';
    const found = expectsValue ? scanValue(text, at) : scanTerm(text, at);
    tokens.push(...found);
    at = skipSpace(text, found.at(-1)?.to ?? text.length);
  }
  return tokens;
}

/** `and`, `or` or `not`, in whatever case; undefined for every other word. */
export function readKeyword(word: string): 'and' | 'or' | 'not' | undefined {
  const lower = word.toLowerCase();
  return lower === 'and' || lower === 'or' || lower === 'not' ? lower : undefined;
}

function scanTerm(text: string, at: number): readonly Token[] {
  const sign = scanSign(text, at);
  if (sign) return [sign];
  const to = endOfWord(text, at);
  const word = text.slice(at, to);
  const lower = word.toLowerCase();
  const keyword = readKeyword(word);
  if (keyword) return [{ kind: keyword, from: at, to, text: word }];
  const joined = splitAtColon(word, at);
  if (joined) return joined;
  const next = skipSpace(text, to);
  if (scanSymbol(text, next) ?? scanOperatorWord(text, next)) {
    return [{ kind: 'subject', from: at, to, text: word }, scanOperator(text, next)];
  }
  const qualifies = (lower === 'is' || lower === 'has') && beginsWord(text, next);
  if (qualifies) return [{ kind: lower, from: at, to, text: word }];
  return [{ kind: 'word', from: at, to, text: word }];
}

function scanOperator(text: string, at: number): Token {
  const { operator, to } = scanSymbol(text, at) ??
    scanOperatorWord(text, at) ?? { operator: undefined, to: at };
  return { kind: 'operator', from: at, to, text: text.slice(at, to), operator };
}

function scanSign(text: string, at: number): Token | undefined {
  const sign = text[at] ?? '';
  const one = { from: at, to: at + 1, text: sign };
  if (sign === '(') return { kind: 'open', ...one };
  if (sign === ')') return { kind: 'close', ...one };
  if (sign === "'" || sign === '"') return scanQuoted(text, at, 'quoted');
  if (text.startsWith('&&', at)) return { kind: 'and', from: at, to: at + 2, text: '&&' };
  if (text.startsWith('||', at)) return { kind: 'or', from: at, to: at + 2, text: '||' };
  if (scanSymbol(text, at)) return scanOperator(text, at);
  return sign === '!' ? { kind: 'not', ...one } : undefined;
}

function scanValue(text: string, at: number): readonly Token[] {
  const sign = text[at] ?? '';
  if (sign === "'" || sign === '"') return [scanQuoted(text, at, 'quotedValue')];
  let to = at;
  while (to < text.length && !endsValue(text, to)) to += 1;
  const value = text.slice(at, to);
  // A keyword or a parenthesis where a value should stand: the value is missing.
  if (to === at || readKeyword(value)) return scanTerm(text, at);
  return [{ kind: 'value', from: at, to, text: value }];
}

/** A backslash makes the next character an ordinary one. */
function scanQuoted(text: string, at: number, kind: 'quoted' | 'quotedValue'): Token {
  const quote = text[at];
  let content = '';
  let to = at + 1;
  while (to < text.length && text[to] !== quote) {
    if (text[to] === '\\' && to + 1 < text.length) to += 1;
    content += text[to];
    to += 1;
  }
  const open = to >= text.length;
  return { kind, from: at, to: open ? to : to + 1, text: content, open };
}

/** `flag:UH` is short for `flag = UH`. Addresses such as `http://` are left alone. */
function splitAtColon(word: string, at: number): readonly Token[] | undefined {
  const first = word.indexOf(':');
  // The first colon of a label belongs to its name: `label:team:checkout`.
  const colon = /(?:^|\.)label$/i.test(word.slice(0, Math.max(0, first)))
    ? word.indexOf(':', first + 1)
    : first;
  if (colon <= 0 || word.startsWith('//', colon + 1)) return undefined;
  const head = word.slice(0, colon);
  if (findSubject(head) === undefined) return undefined;
  const from = at + colon;
  return [
    { kind: 'subject', from: at, to: from, text: head },
    { kind: 'operator', from, to: from + 1, text: ':', operator: '=' },
  ];
}

export function endOfWord(text: string, at: number): number {
  let to = at;
  while (to < text.length && !endsValue(text, to) && !scanSymbol(text, to) && text[to] !== '!') to += 1;
  return to;
}

function endsValue(text: string, at: number): boolean {
  const sign = text[at] ?? '';
  if (/[\s()'"]/.test(sign)) return true;
  return text.startsWith('&&', at) || text.startsWith('||', at);
}

function beginsWord(text: string, at: number): boolean {
  const word = text.slice(at, endOfWord(text, at));
  return word !== '' && (readKeyword(word) ?? 'not') === 'not';
}

function skipSpace(text: string, at: number): number {
  let to = at;
  while (to < text.length && /\s/.test(text[to] ?? '')) to += 1;
  return to;
}
