import { setImmediate } from 'node:timers/promises';
import { UpstreamError } from '@/lib/adapters/http/upstream-error';
import { parseEnvelope, type Envelope } from './parse-answer';

/**
 * Text that is parsed at a stretch: some milliseconds. Anything longer than 128 KiB would go where V8 cleans up late, and an hour of
 * such garbage is kept in memory.
 */
const BATCH_CHARACTERS = 96 * 1024;

/**
 * Text that is kept because no entry of a result ends in it. Lists of names stay far below, and larger results than this are
 * written by nobody in a way that cannot be read while they come in.
 */
const MOST_CHARACTERS_AT_ONCE = 4 * 1024 * 1024;

/**
 * What begins every entry of a result but the first. Nowhere else in an answer is it possible: inside of a text the quote
 * would be escaped, and nothing else in an answer is a list of objects that begin like this.
 */
export const SEPARATOR = ',{"metric":';

/** What begins the first one, as long as the other. */
const START = '[{"metric":';

/**
 * Reads an answer of the query API while it comes in: the texts of its result's entries are handed on in batches, and
 * other work has its turn in between. What is left, with the last entries, is in the envelope that is returned. An answer
 * that is written in another way is in there whole.
 * @throws UpstreamError `empty`, `notJson`, `malformed`, `tooLarge`, or what the pieces or `onEntries` threw
 */
export async function readResult(
  pieces: AsyncIterable<string>,
  onEntries: (text: string) => void,
): Promise<Envelope> {
  let head: string | undefined;
  let [waiting, waitingLength]: [string[], number] = [[], 0];
  // What came before and has no known end: it is put together no sooner than there is one.
  let [kept, keptLength]: [string[], number] = [[], 0];
  for await (const piece of pieces) {
    waiting.push(piece);
    waitingLength += piece.length;
    if (waitingLength < BATCH_CHARACTERS) continue;
    const batch = waiting.join('');
    const searched = (kept.at(-1) ?? '').slice(-SEPARATOR.length) + batch;
    [waiting, waitingLength] = [[], 0];
    kept.push(batch);
    keptLength += batch.length;
    if (!searched.includes(head === undefined ? START : SEPARATOR)) {
      if (keptLength > MOST_CHARACTERS_AT_ONCE)
        throw new UpstreamError('prometheus', 'tooLarge', { status: 200 });
      continue;
    }
    let text = kept.join('');
    if (head === undefined) {
      const start = text.indexOf(START) + 1;
      head = text.slice(0, start);
      text = text.slice(start);
    }
    const end = text.lastIndexOf(SEPARATOR);
    if (end > 0) {
      onEntries(text.slice(0, end));
      text = text.slice(end + 1);
    }
    [kept, keptLength] = [[text], text.length];
    if (end > 0) await setImmediate();
  }
  const rest = [...kept, ...waiting].join('');
  const start = head === undefined ? rest.indexOf(START) + 1 : 0;
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
