/** Adds a value to the set of a key, and makes the set when there is none yet. */
export function addToSet(sets: Map<string, Set<string>>, key: string, value: string): void {
  const known = sets.get(key);
  if (known === undefined) sets.set(key, new Set([value]));
  else known.add(value);
}
