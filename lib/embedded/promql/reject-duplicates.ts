import { PromqlError } from './errors';
import type { LabelSet } from './label-set';

/** Throws `execution` when two label sets of one vector are equal, as after dropping their names. */
export function rejectDuplicates(sets: readonly LabelSet[]): void {
  if (sets.length < 2) return;
  const seen = new Set<string>();
  for (const set of sets) seen.add(set.key());
  if (seen.size < sets.length) {
    throw new PromqlError('execution', 'vector cannot contain metrics with the same labelset');
  }
}
