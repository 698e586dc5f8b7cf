import type { Matching } from './ast';
import { keyOfValues, keyWithout, type LabelSet } from './label-set';
import { ofEachSet, rememberSets } from './remember-sets';

const signatures = rememberSets(() => new WeakMap<LabelSet, { readonly found: string }>());

/** The part of a label set both sides of an operation must share, as a key; remembered for every set. */
export function createSignature(matching: Matching): (set: LabelSet) => string {
  // All but the name: a set has that key already.
  if (!matching.on && matching.labels.length === 0) return (set) => set.withoutName().key();
  const excluded = new Set([...matching.labels, '__name__']);
  return ofEachSet(signatures(JSON.stringify([matching.on, matching.labels])), (set) =>
    matching.on ? keyOfValues(set, matching.labels) : keyWithout(set, excluded),
  );
}

/** The same part as labels, for messages. */
export function matchGroup(matching: Matching, set: LabelSet): LabelSet {
  return matching.on ? set.keep(matching.labels) : set.drop([...matching.labels, '__name__']);
}
