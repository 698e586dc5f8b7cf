import type { LabelSet } from './parse-answer';

/** The same text for equal labels, whatever their order. */
export function keyOfLabels(labels: LabelSet): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}
