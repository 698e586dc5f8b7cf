import type { LabelSet } from './label-set';

/** Questions that are remembered; the oldest leave first. */
const MOST_QUESTIONS = 64;

/**
 * What was found out of label sets for a question that comes again with every refresh of a page, such as the groups of an
 * aggregation: by the text of the question. A set is remembered as long as somebody else holds it.
 */
export function rememberSets<T>(make: () => T): (question: string) => T {
  const remembered = new Map<string, T>();
  return (question) => {
    const known = remembered.get(question) ?? make();
    remembered.delete(question);
    remembered.set(question, known);
    for (const oldest of remembered.keys()) {
      if (remembered.size <= MOST_QUESTIONS) break;
      remembered.delete(oldest);
    }
    return known;
  };
}

/** `find`, asked once of each set. */
export function ofEachSet<V extends object | string>(
  known: WeakMap<LabelSet, { readonly found: V }>,
  find: (set: LabelSet) => V,
): (set: LabelSet) => V {
  return (set) => {
    let entry = known.get(set);
    if (entry === undefined) {
      entry = { found: find(set) };
      known.set(set, entry);
    }
    return entry.found;
  };
}
