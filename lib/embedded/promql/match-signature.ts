import type { Matching } from './ast';
import { keyOfValues, keyWithout, type LabelSet } from './label-set';

/** The part of a label set both sides of an operation must share, as a key; remembered for every set. */
export function createSignature(matching: Matching): (set: LabelSet) => string {
  const known = new Map<LabelSet, string>();
  const excluded = new Set([...matching.labels, '__name__']);
  return (set) => {
    let key = known.get(set);
    if (key === undefined) {
      key = matching.on ? keyOfValues(set, matching.labels) : keyWithout(set, excluded);
      known.set(set, key);
    }
    return key;
  };
}

/** The same part as labels, for messages. */
export function matchGroup(matching: Matching, set: LabelSet): LabelSet {
  return matching.on ? set.keep(matching.labels) : set.drop([...matching.labels, '__name__']);
}
