import type { Labels } from '../promql/series-source';

/** Bound on all that is remembered, in characters: the graph of two thousand workloads takes half of it. */
const MOST_CHARACTERS = 64_000_000;

const written = new Map<Labels, string>();
let characters = 0;

/**
 * A label set as JSON. The engine hands out the same sets with every refresh of a page, and to write them takes longer than to find
 * out their values: so the text of each is remembered.
 */
export function writeLabels(labels: Labels): string {
  const known = written.get(labels);
  if (known !== undefined) return known;
  const text = JSON.stringify(labels);
  if (characters + text.length > MOST_CHARACTERS) {
    written.clear();
    characters = 0;
  }
  characters += text.length;
  written.set(labels, text);
  return text;
}
