import type { AtModifier } from './ast';
import { MAX_DURATION_MS } from './durations';
import { notSupported } from './errors';
import type { TokenCursor } from './token-cursor';

/** `(a, "b.c", …)` after `by`, `on`, `group_left` and their like. */
export function parseLabelList(cursor: TokenCursor): readonly string[] {
  cursor.expect('(', 'grouping opts');
  const labels: string[] = [];
  while (!cursor.accept(')')) {
    const token = cursor.peek();
    const isLabel = token.kind === 'string' || (token.kind === 'name' && !token.text.includes(':'));
    if (!isLabel || token.text === '') throw cursor.unexpected('grouping opts', 'label');
    cursor.next();
    if (!labels.includes(token.text)) labels.push(token.text);
    if (!cursor.isOp(')')) cursor.expect(',', 'grouping opts');
  }
  return labels;
}

/** The length inside `[ ]`, in milliseconds: a duration, or a bare number of seconds; always positive. */
export function parseDurationHere(cursor: TokenCursor): number {
  const token = cursor.peek();
  if (token.kind === 'op' && ['-', '+', '('].includes(token.text))
    throw notSupported('arithmetic on durations');
  if (token.kind !== 'duration' && token.kind !== 'number') throw cursor.unexpected('range', 'duration');
  cursor.next();
  if (/^[-+*/%^]$/.test(cursor.peek().text)) throw notSupported('arithmetic on durations');
  const durationMs = Math.round(token.value * 1000);
  if (durationMs <= 0) throw cursor.failAt(token.start, 'duration must be greater than 0');
  if (durationMs > MAX_DURATION_MS) throw cursor.failAt(token.start, 'duration out of range');
  return durationMs;
}

/** The length after `offset`, in milliseconds, which may look into the future. */
export function parseSignedDurationMs(cursor: TokenCursor): number {
  const sign = cursor.accept('-') ? -1 : 1;
  if (sign === 1) cursor.accept('+');
  if (cursor.isOp('(')) throw notSupported('arithmetic on durations');
  const token = cursor.peek();
  if (token.kind !== 'duration' && token.kind !== 'number') throw cursor.unexpected('offset', 'duration');
  cursor.next();
  const durationMs = Math.round(token.value * 1000);
  if (durationMs > MAX_DURATION_MS) throw cursor.failAt(token.start, 'duration out of range');
  return sign * durationMs;
}

/** What follows `@`: Unix seconds, `start()` or `end()`. */
export function parseAtModifier(cursor: TokenCursor): AtModifier {
  if (cursor.isKeyword('start') || cursor.isKeyword('end')) {
    const kind = cursor.next().text.toLowerCase() === 'start' ? 'start' : 'end';
    cursor.expect('(', '@');
    cursor.expect(')', '@');
    return { kind };
  }
  const sign = cursor.accept('-') ? -1 : 1;
  if (sign === 1) cursor.accept('+');
  const token = cursor.peek();
  const word = token.text.toLowerCase();
  const isNumber = token.kind === 'number' || token.kind === 'duration';
  if (!isNumber && word !== 'inf' && word !== 'nan') throw cursor.unexpected('@', 'timestamp');
  const atMs = isNumber ? Math.round(sign * token.value * 1000) : Number.NaN;
  if (!(Math.abs(atMs) <= 8.64e15))
    throw cursor.failAt(token.start, 'timestamp out of bounds for @ modifier');
  cursor.next();
  return { kind: 'time', atMs };
}
