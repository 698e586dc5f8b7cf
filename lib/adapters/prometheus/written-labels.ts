import { EntryReader, type Cut } from './entry-reader';
import { keyOfLabels } from './label-key';
import type { LabelSet } from './parse-answer';
import { WrittenSet, type WrittenBound, type WrittenEntry } from './written-set';

/** What stands between an entry's labels and its value. A text cannot hold it: its quotes would be escaped. */
const MIDDLE = Buffer.from('},"value":[');
const BOUND = Buffer.from('"le":"');
/** Labels that stand before this one tell of the server, those behind it of the client: either comes in many entries. */
const HALF = Buffer.from('"reporter":"');
const QUOTE = 0x22;
/** Anything else may hold an escaped quote. */
const PLAIN_BOUND = /^[\w.+-]*$/;
/**
 * Bound on what is remembered, in bytes: a mesh of two thousand workloads takes two thirds of it, with 50 000 label sets. One that
 * takes more is parsed anew with each refresh.
 */
const MOST_BYTES = 64_000_000;
/** What a label set and a further bucket of it take beside their texts, about. */
const BYTES_OF_SET = 450;
const BYTES_OF_BUCKET = 100;

/** A text that many entries share. */
interface Part {
  readonly bytes: Buffer;
}

/**
 * Label sets by how answers write them: the same ones come with each refresh, so they are parsed once, and what they are
 * in the words of a mesh can be remembered by the object. A server writes equal label sets alike. Texts are compared and kept as
 * bytes, byte by byte: to make texts of a large answer takes longer than to read it.
 */
export class WrittenLabels {
  /** Latin-1 texts stand for bytes in all keys: one character for each, whatever it means. */
  readonly #parts = new Map<string, Part>();
  readonly #sets = new Map<Part, Map<Part, WrittenSet>>();
  readonly #values = new Map<string, string>();
  readonly #bounds = new Map<string, WrittenBound>();
  readonly #keys = new WeakMap<LabelSet, string>();
  #bytes = 0;

  /** Reads the entries of one answer. */
  samples(): EntryReader {
    return new EntryReader((text, start) => this.#find(text, cutSample(text, start)));
  }

  /** The same where they are buckets of histograms. */
  buckets(): EntryReader {
    return new EntryReader((text, start) => this.#find(text, cutBucket(text, start)));
  }

  /** The key of labels, made once of each. */
  keyOf(labels: LabelSet): string {
    const known = this.#keys.get(labels);
    if (known !== undefined) return known;
    const key = keyOfLabels(labels);
    this.#keys.set(labels, key);
    return key;
  }

  /** Remembers the labels of an entry that was parsed. */
  keepSample(entry: Buffer, labels: LabelSet): void {
    this.#keep(entry, cutSample(entry, 0), labels);
  }

  /** The same of a bucket; `labels` are without `le`. */
  keepBucket(entry: Buffer, labels: LabelSet): void {
    this.#keep(entry, cutBucket(entry, 0), labels);
  }

  #find(text: Buffer, cut: Cut | undefined): WrittenEntry | undefined {
    if (cut === undefined) return undefined;
    const before = this.#parts.get(text.toString('latin1', cut.start, cut.bound));
    const after = this.#parts.get(text.toString('latin1', cut.after, cut.end));
    if (before === undefined || after === undefined) return undefined;
    return this.#sets
      .get(before)
      ?.get(after)
      ?.find(text.toString('latin1', cut.bound, cut.after));
  }

  #keep(text: Buffer, cut: Cut | undefined, labels: LabelSet): void {
    if (cut === undefined) return;
    if (this.#bytes > MOST_BYTES) this.#forget();
    const before = this.#partOf(text.toString('latin1', cut.start, cut.bound));
    const after = this.#partOf(text.toString('latin1', cut.after, cut.end));
    const ofBefore = this.#sets.get(before) ?? new Map<Part, WrittenSet>();
    this.#sets.set(before, ofBefore);
    const bound = this.#boundOf(text.toString('latin1', cut.bound, cut.after));
    const known = ofBefore.get(after);
    this.#bytes += known === undefined ? BYTES_OF_SET : BYTES_OF_BUCKET;
    if (known !== undefined) return known.add(bound);
    this.#shareValues(labels as Record<string, string>);
    ofBefore.set(after, new WrittenSet(before.bytes, after.bytes, labels, bound));
  }

  #partOf(key: string): Part {
    const known = this.#parts.get(key);
    if (known !== undefined) return known;
    const part = { bytes: Buffer.from(key, 'latin1') };
    this.#parts.set(key, part);
    this.#bytes += 2 * key.length;
    return part;
  }

  #boundOf(text: string): WrittenBound {
    const known = this.#bounds.get(text) ?? { text, bytes: Buffer.from(text, 'latin1') };
    this.#bounds.set(text, known);
    return known;
  }

  /** Names come in many label sets: each is held once. */
  #shareValues(labels: Record<string, string>): void {
    for (const [name, value] of Object.entries(labels)) {
      const known = this.#values.get(value);
      if (known !== undefined) labels[name] = known;
      else {
        this.#values.set(value, value);
        this.#bytes += value.length;
      }
    }
  }

  #forget(): void {
    this.#parts.clear();
    this.#sets.clear();
    this.#values.clear();
    this.#bounds.clear();
    this.#bytes = 0;
  }
}

/** Where an entry's labels are cut; undefined where they have no end. */
function cutSample(text: Buffer, start: number): Cut | undefined {
  const middle = text.indexOf(MIDDLE, start);
  if (middle === -1) return undefined;
  const half = text.subarray(start, middle).indexOf(HALF);
  const bound = half === -1 ? middle : start + half;
  return { start, bound, after: bound, end: middle + MIDDLE.length };
}

function cutBucket(text: Buffer, start: number): Cut | undefined {
  const middle = text.indexOf(MIDDLE, start);
  if (middle === -1) return undefined;
  const named = text.subarray(start, middle).indexOf(BOUND);
  if (named === -1) return undefined;
  const bound = start + named + BOUND.length;
  const after = text.indexOf(QUOTE, bound);
  if (after > middle || !PLAIN_BOUND.test(text.toString('latin1', bound, after))) return undefined;
  return { start, bound, after, end: middle + MIDDLE.length };
}
