import { setImmediate } from 'node:timers/promises';
import { UpstreamError } from '@/lib/adapters/http/upstream-error';
import { parseEnvelope, type Envelope } from './parse-answer';

/** What is read at a stretch: some milliseconds where all of it is new. */
const BATCH_BYTES = 96 * 1024;

/**
 * What is kept because no entry of a result ends in it. Lists of names stay far below, and larger results than this are
 * written by nobody in a way that cannot be read while they come in.
 */
const MOST_BYTES_AT_ONCE = 4 * 1024 * 1024;

/**
 * What begins every entry of a result but the first. Nowhere else in an answer is it possible: inside of a text the quote
 * would be escaped, and nothing else in an answer is a list of objects that begin like this.
 */
const SEPARATOR = Buffer.from(',{"metric":');

/** What begins the first one, as long as the other. */
const START = Buffer.from('[{"metric":');

/**
 * Reads an answer of the query API while it comes in: its result's entries are handed on in batches, as they are written, and
 * other work has its turn in between. What is left, with the last entries, is in the envelope that is returned. An answer
 * that is written in another way is in there whole.
 * @throws UpstreamError `empty`, `notJson`, `malformed`, `tooLarge`, or what the pieces or `onEntries` threw
 */
export async function readResult(
  pieces: AsyncIterable<Buffer>,
  onEntries: (entries: Buffer) => void,
): Promise<Envelope> {
  let head: Buffer | undefined;
  // What came before and has no known end.
  let kept: Buffer = Buffer.alloc(0);
  for await (const batch of inBatches(pieces)) {
    // No copy where nothing was kept: the batch is as large as all that is looked at.
    let text = kept.length === 0 ? batch : Buffer.concat([kept, batch]);
    const isFound = text.includes(
      head === undefined ? START : SEPARATOR,
      Math.max(0, kept.length - SEPARATOR.length),
    );
    kept = text;
    if (!isFound) {
      if (kept.length > MOST_BYTES_AT_ONCE)
        throw new UpstreamError('prometheus', 'tooLarge', { status: 200 });
      continue;
    }
    if (head === undefined) {
      const start = text.indexOf(START) + 1;
      head = Buffer.from(text.subarray(0, start));
      text = text.subarray(start);
    }
    const end = text.lastIndexOf(SEPARATOR);
    if (end > 0) {
      onEntries(text.subarray(0, end));
      text = text.subarray(end + 1);
    }
    kept = text;
    if (end > 0) await setImmediate();
  }
  const start = head === undefined ? kept.indexOf(START) + 1 : 0;
  const end = kept.lastIndexOf(SEPARATOR);
  if ((head === undefined && start === 0) || end <= start) return parseEnvelope(join(head, kept));
  onEntries(kept.subarray(start, end));
  return parseEnvelope(join(head ?? kept.subarray(0, start), kept.subarray(end + 1)));
}

/** Small pieces together, large ones in parts. */
async function* inBatches(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let [waiting, waitingBytes]: [Buffer[], number] = [[], 0];
  for await (const piece of pieces) {
    if (waitingBytes + piece.length < BATCH_BYTES) {
      waiting.push(piece);
      waitingBytes += piece.length;
      continue;
    }
    const all = waitingBytes === 0 ? piece : Buffer.concat([...waiting, piece]);
    [waiting, waitingBytes] = [[], 0];
    for (let at = 0; at < all.length; at += BATCH_BYTES) yield all.subarray(at, at + BATCH_BYTES);
  }
  if (waitingBytes > 0) yield Buffer.concat(waiting);
}

function join(head: Buffer | undefined, rest: Buffer): string {
  return (head === undefined ? rest : Buffer.concat([head, rest])).toString();
}

/** The entry that begins at `start` among several. */
export function nextEntry(entries: Buffer, start: number): Buffer {
  const end = entries.indexOf(SEPARATOR, start);
  return entries.subarray(start, end === -1 ? entries.length : end);
}

/** Entries that `readResult` handed on. @throws UpstreamError `malformed` */
export function parseEntries(entries: Buffer): unknown[] {
  try {
    return JSON.parse(`[${entries.toString()}]`) as unknown[];
  } catch {
    throw new UpstreamError('prometheus', 'malformed', { status: 200, detail: 'the JSON is broken' });
  }
}
