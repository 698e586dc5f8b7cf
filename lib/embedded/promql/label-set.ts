import { readLabel } from './matchers';
import type { Labels } from './series-source';

const NAME = '__name__';

/** An object that inherits nothing. One of a class takes a fifth of the memory of one that was created from null. */
class BareLabels {
  [name: string]: string;
}
Object.setPrototypeOf(BareLabels.prototype, null);
Reflect.deleteProperty(BareLabels.prototype, 'constructor');

/**
 * A label set inside the engine: what it derives (names, keys, the set without its name) is computed once and kept.
 * Two sets are equal when their keys are; identity only says "surely equal".
 */
export class LabelSet {
  readonly #labels: Labels;
  readonly #hideName: boolean;
  #names: readonly string[] | undefined;
  #key: string | undefined;
  #withoutName: LabelSet | undefined;

  constructor(labels: Labels, hideName = false) {
    this.#labels = labels;
    this.#hideName = hideName;
  }

  /** The value of a label, empty when it is absent. */
  get(name: string): string {
    if (this.#hideName && name === NAME) return '';
    return readLabel(this.#labels, name);
  }

  /** Names of all labels, sorted. */
  names(): readonly string[] {
    this.#names ??= listNames(this.#labels, this.#hideName);
    return this.#names;
  }

  /** The same text for equal sets only. */
  key(): string {
    this.#key ??= keyOf(this, this.names());
    return this.#key;
  }

  withoutName(): LabelSet {
    if (this.#hideName || readLabel(this.#labels, NAME) === '') return this;
    this.#withoutName ??= new LabelSet(this.#labels, true);
    return this.#withoutName;
  }

  /** Only these labels. */
  keep(names: readonly string[]): LabelSet {
    return fromEntries(names.map((name) => [name, this.get(name)]));
  }

  /** All labels but these. */
  drop(names: readonly string[]): LabelSet {
    return fromEntries(
      this.names().flatMap((name) => (names.includes(name) ? [] : [[name, this.get(name)]])),
    );
  }

  /** A copy with some labels set; an empty value removes the label. */
  with(changes: readonly (readonly [name: string, value: string])[]): LabelSet {
    const entries = new Map(this.names().map((name) => [name, this.get(name)]));
    for (const [name, value] of changes) entries.set(name, value);
    return fromEntries([...entries]);
  }

  /** Labels in the order of their names. */
  toLabels(): Labels {
    const names = this.names();
    // Nearly all are in this order already.
    if (isListOf(names, this.#labels)) return this.#labels;
    const labels: Record<string, string> = new BareLabels();
    for (const name of names) labels[name] = this.get(name);
    return labels;
  }

  /** As messages show it: `{a="1", b="2"}`. */
  toString(): string {
    const pairs = this.names().map((name) => `${name}=${JSON.stringify(this.get(name))}`);
    return `{${pairs.join(', ')}}`;
  }
}

/** The set of a source's labels: the same for the very same labels, with all that was derived from it. */
export function setOf(labels: Labels): LabelSet {
  const known = setsOfLabels.get(labels) ?? new LabelSet(labels);
  setsOfLabels.set(labels, known);
  return known;
}

const setsOfLabels = new WeakMap<Labels, LabelSet>();

export const EMPTY_LABELS = new LabelSet({});

/** A label set from name and value pairs; empty values are left out. */
export function fromEntries(entries: readonly (readonly string[])[]): LabelSet {
  const labels: Record<string, string> = new BareLabels();
  for (const [name, value] of entries) {
    if (name !== undefined && value !== undefined && value !== '') labels[name] = value;
  }
  return new LabelSet(labels);
}

/** A text of the values of `names`, the same for two sets only when all those values are. */
export function keyOfValues(set: LabelSet, names: readonly string[]): string {
  let key = '';
  for (const name of names) key += escapeNul(set.get(name)) + SEPARATOR;
  return key;
}

/** A text of the labels other than `excluded`. */
export function keyWithout(set: LabelSet, excluded: ReadonlySet<string>): string {
  let key = '';
  for (const name of set.names()) {
    if (!excluded.has(name)) key += escapeNul(name) + SEPARATOR + escapeNul(set.get(name)) + SEPARATOR;
  }
  return key;
}

/** Order of label sets by name and value, as Prometheus sorts matrices. */
export function compareLabelSets(left: LabelSet, right: LabelSet): number {
  const leftNames = left.names();
  const rightNames = right.names();
  const length = Math.min(leftNames.length, rightNames.length);
  for (let index = 0; index < length; index += 1) {
    const leftName = leftNames[index] ?? '';
    const rightName = rightNames[index] ?? '';
    if (leftName !== rightName) return leftName < rightName ? -1 : 1;
    const leftValue = left.get(leftName);
    const rightValue = right.get(rightName);
    if (leftValue !== rightValue) return leftValue < rightValue ? -1 : 1;
  }
  return leftNames.length - rightNames.length;
}

const NUL = '\u0000';
const SEPARATOR = `${NUL}${NUL}`;

/** Keeps keys injective even for values that contain the separator. */
function escapeNul(text: string): string {
  return text.includes(NUL) ? text.replaceAll(NUL, `${NUL}\u0001`) : text;
}

function keyOf(set: LabelSet, names: readonly string[]): string {
  let key = '';
  for (const name of names) key += escapeNul(name) + SEPARATOR + escapeNul(set.get(name)) + SEPARATOR;
  return key;
}

function isListOf(names: readonly string[], labels: Labels): boolean {
  let index = 0;
  for (const name in labels) {
    if (names[index] !== name) return false;
    index += 1;
  }
  return index === names.length;
}

function listNames(labels: Labels, hideName: boolean): readonly string[] {
  const names = Object.keys(labels);
  for (let index = 1; index < names.length; index += 1) {
    // Sources usually give labels in order; sorting thousands of sets again would dominate the query.
    if ((names[index - 1] ?? '') > (names[index] ?? '')) {
      names.sort();
      break;
    }
  }
  return hideName ? names.filter((name) => name !== NAME) : names;
}
