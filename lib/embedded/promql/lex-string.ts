import { parseError } from './errors';

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

const BYTE = /\\(?:x([0-9a-fA-F]{2})|([0-7]{3}))/y;
const CODE_POINT = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/y;

/** Reads the quoted string that starts at `start`; `end` is the offset behind its closing quote. */
export function readString(text: string, start: number): { value: string; end: number } {
  const quote = text[start] ?? '';
  if (quote === '`') {
    const close = text.indexOf('`', start + 1);
    if (close < 0) throw parseError(text, start, 'unterminated raw string');
    return { value: text.slice(start + 1, close), end: close + 1 };
  }
  let value = '';
  let position = start + 1;
  for (;;) {
    const character = text[position];
    if (character === undefined || character === '\n') {
      throw parseError(text, start, 'unterminated quoted string');
    }
    if (character === quote) return { value, end: position + 1 };
    if (character !== '\\') {
      value += character;
      position += 1;
      continue;
    }
    const escape = readEscape(text, position, quote);
    value += escape.value;
    position = escape.end;
  }
}

function readEscape(text: string, position: number, quote: string): { value: string; end: number } {
  const next = text[position + 1] ?? '';
  const simple = next === quote ? quote : SIMPLE[next];
  if (simple !== undefined) return { value: simple, end: position + 2 };

  // Byte escapes spell UTF-8, so neighbours are decoded together.
  const bytes: number[] = [];
  let end = position;
  for (;;) {
    BYTE.lastIndex = end;
    const match = BYTE.exec(text);
    if (match === null) break;
    const byte = match[1] === undefined ? Number.parseInt(match[2] ?? '', 8) : Number.parseInt(match[1], 16);
    if (byte > 255) throw parseError(text, end, 'escape sequence is larger than a byte');
    bytes.push(byte);
    end += match[0].length;
  }
  if (bytes.length > 0) return { value: new TextDecoder().decode(Uint8Array.from(bytes)), end };

  CODE_POINT.lastIndex = position;
  const match = CODE_POINT.exec(text);
  if (match === null) throw parseError(text, position, `unknown escape sequence U+${hex(next)} '${next}'`);
  const codePoint = Number.parseInt(match[1] ?? match[2] ?? '', 16);
  if (codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint < 0xe000)) {
    throw parseError(text, position, 'escape sequence is an invalid Unicode code point');
  }
  return { value: String.fromCodePoint(codePoint), end: position + match[0].length };
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
