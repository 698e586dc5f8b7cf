import { EMPTY_LABELS, keyOfValues, keyWithout, type LabelSet } from './label-set';

export interface Group {
  /** Position in the order of first appearance. */
  readonly index: number;
  readonly set: LabelSet;
}

/** Assigns label sets to groups by (or without) some labels, and remembers the answer for every set it has seen. */
export class Grouping {
  readonly groups: Group[] = [];
  readonly #labels: readonly string[];
  readonly #excluded: ReadonlySet<string> | undefined;
  readonly #bySet = new Map<LabelSet, Group>();
  readonly #byKey = new Map<string, Group>();

  constructor(labels: readonly string[], without: boolean) {
    this.#labels = labels;
    this.#excluded = without ? new Set([...labels, '__name__']) : undefined;
  }

  groupOf(set: LabelSet): Group {
    const known = this.#bySet.get(set);
    if (known !== undefined) return known;
    const key =
      this.#excluded === undefined ? keyOfValues(set, this.#labels) : keyWithout(set, this.#excluded);
    let group = this.#byKey.get(key);
    if (group === undefined) {
      group = { index: this.groups.length, set: this.#groupLabels(set) };
      this.groups.push(group);
      this.#byKey.set(key, group);
    }
    this.#bySet.set(set, group);
    return group;
  }

  #groupLabels(set: LabelSet): LabelSet {
    if (this.#excluded !== undefined) return set.drop([...this.#excluded]);
    return this.#labels.length === 0 ? EMPTY_LABELS : set.keep(this.#labels);
  }
}
