import { parseValue, type LabelSet } from './parse-answer';
import { readPlainNumber } from './plain-number';
import type { WrittenEntry } from './written-set';

/** Where the labels of an entry are cut: from `bound` to `after` stands what differs among the buckets of a histogram. */
export interface Cut {
  readonly start: number;
  readonly bound: number;
  readonly after: number;
  /** Where its instant begins. */
  readonly end: number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BRACKET = 0x5d;
const BRACE = 0x7d;

/**
 * Reads the entries of one answer of a vector one after another, as far as their labels were read before. It is asked tens of
 * thousands of times: what an entry says is in the reader itself, until it reads the next one.
 */
export class EntryReader {
  labels: LabelSet = {};
  /** A bucket's bound as it is written. */
  bound = '';
  atSeconds = 0;
  value = 0;
  /** Where the entry ends in the text. */
  end = 0;
  #last: WrittenEntry | undefined;
  #instant = Buffer.alloc(0);
  #instantSeconds = 0;

  constructor(private readonly find: (text: Buffer, start: number) => WrittenEntry | undefined) {}

  /** Whether it could read the entry that begins at `start`: not where its labels are new, or anything about it is unusual. */
  read(text: Buffer, start: number): boolean {
    const expected = this.#last?.next;
    let entry = expected;
    let at = entry === undefined ? -1 : endOf(entry, text, start);
    if (at === -1) {
      entry = this.find(text, start);
      if (entry !== undefined) at = endOf(entry, text, start);
    }
    if (entry === undefined || at === -1) return false;
    if (this.#last !== undefined && entry !== expected) this.#last.next = entry;
    this.#last = entry;
    if (!this.#readInstant(text, at) || !this.#readValue(text, at + this.#instant.length)) return false;
    this.labels = entry.set.labels;
    this.bound = entry.bound.text;
    return true;
  }

  /** All entries of an answer are of one instant. */
  #readInstant(text: Buffer, at: number): boolean {
    const instant = this.#instant;
    if (instant.length === 0 || !isAt(text, at, instant)) {
      const comma = text.indexOf(COMMA, at);
      const written = comma === -1 ? '' : text.toString('latin1', at, comma);
      if (!/^(0|[1-9]\d*)(\.\d+)?$/.test(written) || text[comma + 1] !== QUOTE) return false;
      this.#instant = Buffer.from(text.subarray(at, comma + 2));
      this.#instantSeconds = Number(written);
    }
    this.atSeconds = this.#instantSeconds;
    return true;
  }

  #readValue(text: Buffer, at: number): boolean {
    const quote = text.indexOf(QUOTE, at);
    if (quote === -1 || text[quote + 1] !== BRACKET || text[quote + 2] !== BRACE) return false;
    const value = readPlainNumber(text, at, quote) ?? parseValue(text.toString('latin1', at, quote));
    if (value === undefined) return false;
    this.value = value;
    this.end = quote + 3;
    return this.end === text.length || text[this.end] === COMMA;
  }
}

/** Where the instant of an entry begins that is written at `start`; -1 where something else is. */
function endOf({ set: { before, after }, bound }: WrittenEntry, text: Buffer, start: number): number {
  const boundAt = start + before.length;
  const afterAt = boundAt + bound.bytes.length;
  const end = afterAt + after.length;
  if (end > text.length) return -1;
  const isIt =
    isAt(text, boundAt, bound.bytes) &&
    text.compare(before, 0, before.length, start, boundAt) === 0 &&
    text.compare(after, 0, after.length, afterAt, end) === 0;
  return isIt ? end : -1;
}

/** For short parts: what is compared in one piece costs more to call. */
function isAt(text: Buffer, at: number, part: Buffer): boolean {
  for (let i = 0; i < part.length; i += 1) if (text[at + i] !== part[i]) return false;
  return true;
}
