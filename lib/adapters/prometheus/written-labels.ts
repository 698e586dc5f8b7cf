import { keyOfLabels } from './label-key';
import { parseValue, type LabelSet } from './parse-answer';
import { SEPARATOR } from './read-result';

/** What stands between an entry's labels and its value. A text cannot hold it: its quotes would be escaped. */
const MIDDLE = '},"value":[';
const BOUND = '"le":"';
/** Anything else may hold an escaped quote. */
const PLAIN_BOUND = /^[\w.+-]*$/;
/** Bound on remembered text: that of some 25 000 label sets. */
const MOST_CHARACTERS = 16_000_000;

/** An entry of a vector whose labels were read before. */
export interface KnownEntry {
  /** Of a bucket without `le`. */
  readonly labels: LabelSet;
  /** A bucket's bound as it is written. */
  readonly bound: string | undefined;
  readonly atSeconds: number;
  readonly value: number;
  /** Where the entry ends in the text. */
  readonly end: number;
}

/**
 * Label sets by how answers write them: the same ones come with each refresh, so they are parsed once, and what they are
 * in the words of a mesh can be remembered by the object. A server writes equal label sets alike.
 */
export class WrittenLabels {
  readonly #whole = new Map<string, LabelSet>();
  /** By what stands before `le` and what stands behind its bound. */
  readonly #around = new Map<string, Map<string, LabelSet>>();
  readonly #keys = new WeakMap<LabelSet, string>();
  #characters = 0;
  #lastInstant = '';
  #lastSeconds: number | undefined;
  #lastBefore = '';
  #lastAfters: Map<string, LabelSet> | undefined;

  /** The entry that begins at `start`; undefined where its labels are new, or anything about it is unusual. */
  readSample(text: string, start: number): KnownEntry | undefined {
    const middle = text.indexOf(MIDDLE, start);
    if (middle === -1) return undefined;
    const labels = this.#whole.get(text.slice(start, middle));
    return labels && this.#readValue(text, middle, labels, undefined);
  }

  /** The same for a bucket of a histogram. */
  readBucket(text: string, start: number): KnownEntry | undefined {
    const before = text.indexOf(BOUND, start);
    if (before === -1) return undefined;
    const after = text.indexOf('"', before + BOUND.length);
    const middle = text.indexOf(MIDDLE, after);
    if (after === -1 || middle === -1) return undefined;
    const bound = text.slice(before + BOUND.length, after);
    if (!PLAIN_BOUND.test(bound)) return undefined;
    const labels = this.#aftersOf(text.slice(start, before))?.get(text.slice(after, middle));
    return labels && this.#readValue(text, middle, labels, bound);
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
  keepSample(entry: string, labels: LabelSet): void {
    const middle = entry.indexOf(MIDDLE);
    if (middle === -1) return;
    this.#makeRoom(middle);
    this.#whole.set(copyOf(entry.slice(0, middle)), labels);
  }

  /** The same of a bucket; `labels` are without `le`. */
  keepBucket(entry: string, labels: LabelSet): void {
    const [before, middle] = [entry.indexOf(BOUND), entry.indexOf(MIDDLE)];
    const after = entry.indexOf('"', before + BOUND.length);
    if (before === -1 || after === -1 || middle < after) return;
    if (!PLAIN_BOUND.test(entry.slice(before + BOUND.length, after))) return;
    this.#makeRoom(middle);
    const known = this.#aftersOf(entry.slice(0, before));
    const afters = known ?? new Map<string, LabelSet>();
    if (known === undefined) this.#around.set(copyOf(entry.slice(0, before)), afters);
    afters.set(copyOf(entry.slice(after, middle)), labels);
    this.#lastAfters = undefined;
  }

  /** Buckets that come one after another often differ in what stands behind their bounds alone. */
  #aftersOf(before: string): Map<string, LabelSet> | undefined {
    if (this.#lastAfters !== undefined && before === this.#lastBefore) return this.#lastAfters;
    this.#lastBefore = before;
    this.#lastAfters = this.#around.get(before);
    return this.#lastAfters;
  }

  #readValue(
    text: string,
    middle: number,
    labels: LabelSet,
    bound: string | undefined,
  ): KnownEntry | undefined {
    const found = text.indexOf(SEPARATOR, middle);
    const end = found === -1 ? text.length : found;
    const at = middle + MIDDLE.length;
    const comma = text.indexOf(',', at);
    const atSeconds = this.#readInstant(text.slice(at, comma));
    if (!text.startsWith(',"', comma) || !text.startsWith('"]}', end - 3)) return undefined;
    const value = parseValue(text.slice(comma + 2, end - 3));
    if (atSeconds === undefined || value === undefined) return undefined;
    return { labels, bound, atSeconds, value, end };
  }

  /** All entries of an answer are of one instant. */
  #readInstant(text: string): number | undefined {
    if (text !== this.#lastInstant) {
      this.#lastInstant = text;
      this.#lastSeconds = /^(0|[1-9]\d*)(\.\d+)?$/.test(text) ? Number(text) : undefined;
    }
    return this.#lastSeconds;
  }

  #makeRoom(characters: number): void {
    this.#characters += characters;
    if (this.#characters <= MOST_CHARACTERS) return;
    this.#whole.clear();
    this.#around.clear();
    this.#lastAfters = undefined;
    this.#characters = characters;
  }
}

/** A part of a text that does not keep all of it in memory. */
function copyOf(part: string): string {
  return Buffer.from(part).toString();
}
