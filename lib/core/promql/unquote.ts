/** Reading of a string literal: its value and the position after it, or why it cannot be read. */
export type Unquoted =
  | { readonly ok: true; readonly value: string; readonly end: number }
  | { readonly ok: false; readonly reason: string; readonly position: number };

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

const NUMERIC: Readonly<Record<string, { readonly digits: number; readonly skip: number }>> = {
  x: { digits: 2, skip: 1 },
  u: { digits: 4, skip: 1 },
  U: { digits: 8, skip: 1 },
};

/**
 * Reads a PromQL string literal (Go's rules) that starts at `start`: double, single or back quotes.
 * Byte escapes above 0x7f are refused: they may spell invalid UTF-8, which no label value holds.
 */
export function unquoteString(text: string, start: number): Unquoted {
  const quote = text[start];
  if (quote !== '"' && quote !== "'" && quote !== '`') return refuse('expected a quoted value', start);
  let value = '';
  let at = start + 1;
  while (at < text.length) {
    const character = text[at];
    if (character === quote) return { ok: true, value, end: at + 1 };
    if (quote !== '`' && character === '\n') return refuse('a quoted value may not span lines', at);
    if (quote === '`' || character !== '\\') {
      value += character;
      at += 1;
      continue;
    }
    const escape = readEscape(text, at, quote);
    if (!escape.ok) return escape;
    value += escape.value;
    at = escape.end;
  }
  return refuse('the quote is never closed', start);
}

function readEscape(text: string, at: number, quote: string): Unquoted {
  const kind = text[at + 1] ?? '';
  const simple = kind === quote ? quote : Object.hasOwn(SIMPLE, kind) ? SIMPLE[kind] : undefined;
  if (simple !== undefined) return { ok: true, value: simple, end: at + 2 };
  if (/[0-7]/.test(kind)) return readNumber(text, at, at + 1, 3, 8, 0x7f);
  const numeric = Object.hasOwn(NUMERIC, kind) ? NUMERIC[kind] : undefined;
  if (numeric === undefined) return refuse('unknown escape', at);
  return readNumber(text, at, at + 2, numeric.digits, 16, kind === 'x' ? 0x7f : 0x10ffff);
}

function readNumber(
  text: string,
  at: number,
  from: number,
  digits: number,
  base: 8 | 16,
  max: number,
): Unquoted {
  const spelled = text.slice(from, from + digits);
  const grammar = base === 8 ? /^[0-7]+$/ : /^[0-9a-fA-F]+$/;
  if (spelled.length < digits || !grammar.test(spelled)) return refuse('incomplete escape', at);
  const codePoint = Number.parseInt(spelled, base);
  if (codePoint > max || (codePoint >= 0xd800 && codePoint < 0xe000))
    return refuse('escape out of range', at);
  return { ok: true, value: String.fromCodePoint(codePoint), end: from + digits };
}

function refuse(reason: string, position: number): Unquoted {
  return { ok: false, reason, position };
}
