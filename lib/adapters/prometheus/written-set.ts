import type { LabelSet } from './parse-answer';

/** A bucket's bound as it is written; empty for any other sample. */
export interface WrittenBound {
  readonly text: string;
  readonly bytes: Buffer;
}

export interface WrittenEntry {
  readonly set: WrittenSet;
  readonly bound: WrittenBound;
  /** What came behind it last: most servers answer in the same order again. */
  next: WrittenEntry | undefined;
}

/** How the labels of some entries are written: all before the bound of a bucket, and all behind it as far as the value. */
export class WrittenSet {
  readonly #first: WrittenEntry;
  /** Only buckets have others than the first. */
  #others: Map<string, WrittenEntry> | undefined;

  constructor(
    readonly before: Buffer,
    readonly after: Buffer,
    /** Of a bucket without `le`. */
    readonly labels: LabelSet,
    bound: WrittenBound,
  ) {
    this.#first = { set: this, bound, next: undefined };
  }

  find(bound: string): WrittenEntry | undefined {
    return bound === this.#first.bound.text ? this.#first : this.#others?.get(bound);
  }

  add(bound: WrittenBound): void {
    if (this.find(bound.text) !== undefined) return;
    this.#others ??= new Map();
    this.#others.set(bound.text, { set: this, bound, next: undefined });
  }
}
