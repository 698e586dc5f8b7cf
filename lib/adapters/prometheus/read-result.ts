import { setImmediate } from 'node:timers/promises';
import { UpstreamError } from '@/lib/adapters/http/upstream-error';
import { parseEnvelope, type Envelope } from './parse-answer';

/** Text that is looked at together: longer ones would be memory of their own, which costs more than what they hold. */
const BATCH_CHARACTERS = 48 * 1024;
/** Text that is parsed at a stretch: some milliseconds. */
const TURN_CHARACTERS = 256 * 1024;

/**
 * What begins every entry of a result but the first. Nowhere else in an answer is it possible: inside of a text the quote
 * would be escaped, and nothing else in an answer is a list of objects that begin like this.
 */
export const SEPARATOR = ',{"metric":';
const FIRST = '[{"metric":';

/**
 * Reads an answer of the query API while it comes in: the texts of its result's entries are handed on in batches, and
 * other work has its turn in between. What is left, with the last entries, is in the envelope that is returned. An answer
 * that is written in another way is in there whole.
 * @throws UpstreamError `empty`, `notJson`, `malformed`, or what the pieces or `onEntries` threw
 */
export async function readResult(
  pieces: AsyncIterable<string>,
  onEntries: (text: string) => void,
): Promise<Envelope> {
  let head: string | undefined;
  let rest = '';
  let waiting: string[] = [];
  let [length, sinceTurn, wanted] = [0, 0, BATCH_CHARACTERS];
  for await (const piece of pieces) {
    waiting.push(piece);
    length += piece.length;
    if (length < wanted) continue;
    rest += waiting.join('');
    sinceTurn += length;
    [waiting, length] = [[], 0];
    // What has no end yet is looked through again only once there is as much more of it.
    wanted = Math.max(BATCH_CHARACTERS, rest.length);
    if (head === undefined) {
      const start = rest.indexOf(FIRST) + 1;
      if (start === 0) continue;
      head = rest.slice(0, start);
      rest = rest.slice(start);
    }
    const end = rest.lastIndexOf(SEPARATOR);
    if (end <= 0) continue;
    onEntries(rest.slice(0, end));
    rest = rest.slice(end + 1);
    wanted = BATCH_CHARACTERS;
    if (sinceTurn < TURN_CHARACTERS) continue;
    sinceTurn = 0;
    await setImmediate();
  }
  rest += waiting.join('');
  const start = head === undefined ? rest.indexOf(FIRST) + 1 : 0;
  const end = rest.lastIndexOf(SEPARATOR);
  if ((head === undefined && start === 0) || end <= start) return parseEnvelope((head ?? '') + rest);
  onEntries(rest.slice(start, end));
  return parseEnvelope((head ?? rest.slice(0, start)) + rest.slice(end + 1));
}

/** The entry that begins at `start` in a text of several. */
export function nextEntry(text: string, start: number): string {
  const end = text.indexOf(SEPARATOR, start);
  return text.slice(start, end === -1 ? text.length : end);
}

/** The entries that a text of `readResult` holds. @throws UpstreamError `malformed` */
export function parseEntries(text: string): unknown[] {
  try {
    return JSON.parse(`[${text}]`) as unknown[];
  } catch {
    throw new UpstreamError('prometheus', 'malformed', { status: 200, detail: 'the JSON is broken' });
  }
}
