import { EMPTY_LABELS, keyOfValues, keyWithout, type LabelSet } from './label-set';
import { rememberSets } from './remember-sets';

export interface Group {
  /** Position in the order of first appearance. */
  readonly index: number;
  readonly set: LabelSet;
}

/** The labels of groups, by a clause: of each set, and by their keys. */
interface KnownGroups {
  readonly bySet: WeakMap<LabelSet, LabelSet>;
  readonly byKey: Map<string, LabelSet>;
}

const groupsOf = rememberSets((): { known: KnownGroups } => ({ known: noGroups() }));
/** With more groups than these in a clause all are found anew. */
const MOST_GROUPS = 100_000;

function noGroups(): KnownGroups {
  return { bySet: new WeakMap(), byKey: new Map() };
}

/** Assigns label sets to groups by (or without) some labels, and remembers the answer for every set it has seen. */
export class Grouping {
  readonly groups: Group[] = [];
  readonly #labels: readonly string[];
  readonly #excluded: ReadonlySet<string> | undefined;
  readonly #known: KnownGroups;
  readonly #bySet = new Map<LabelSet, Group>();
  readonly #byGroup = new Map<LabelSet, Group>();

  constructor(labels: readonly string[], without: boolean) {
    // Sorted, so that the labels of a group are made in the order in which they are written.
    this.#labels = [...labels].sort();
    this.#excluded = without ? new Set([...labels, '__name__']) : undefined;
    const memory = groupsOf(JSON.stringify([without, this.#labels]));
    // Who has begun goes on with those that were known then: equal groups must be one.
    if (memory.known.byKey.size > MOST_GROUPS) memory.known = noGroups();
    this.#known = memory.known;
  }

  groupOf(set: LabelSet): Group {
    const seen = this.#bySet.get(set);
    if (seen !== undefined) return seen;
    const labels = this.#known.bySet.get(set) ?? this.#findLabels(set);
    let group = this.#byGroup.get(labels);
    if (group === undefined) {
      group = { index: this.groups.length, set: labels };
      this.groups.push(group);
      this.#byGroup.set(labels, group);
    }
    this.#bySet.set(set, group);
    return group;
  }

  #findLabels(set: LabelSet): LabelSet {
    const key =
      this.#excluded === undefined ? keyOfValues(set, this.#labels) : keyWithout(set, this.#excluded);
    const labels = this.#known.byKey.get(key) ?? this.#groupLabels(set);
    this.#known.byKey.set(key, labels);
    this.#known.bySet.set(set, labels);
    return labels;
  }

  #groupLabels(set: LabelSet): LabelSet {
    if (this.#excluded !== undefined) return set.drop([...this.#excluded]);
    return this.#labels.length === 0 ? EMPTY_LABELS : set.keep(this.#labels);
  }
}
