import type { KnownCalls } from './known-calls';
import { keyOfLabels } from './label-key';
import type { LabelSet } from './parse-answer';

/** A call between namespaces of two queries is in both answers, with the same value at the same time: it is kept once. */
export function distinctByLabels<T extends { readonly labels: LabelSet }>(
  lists: readonly (readonly T[])[],
  calls: KnownCalls,
): readonly T[] {
  // No answer says the same twice.
  const filled = lists.filter((list) => list.length > 0);
  const [only = []] = filled;
  if (filled.length <= 1) return only;
  const seen = new Set<LabelSet>();
  const byLabels = new Map<string, T>();
  for (const one of filled.flat()) {
    // The very labels of another answer need no key.
    if (seen.has(one.labels)) continue;
    seen.add(one.labels);
    const { key } = calls.once('key', one.labels, withKey);
    if (!byLabels.has(key)) byLabels.set(key, one);
  }
  return [...byLabels.values()];
}

function withKey(labels: LabelSet): { readonly key: string } {
  return { key: keyOfLabels(labels) };
}
