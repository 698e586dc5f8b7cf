import { labelOf, type Labels } from './field-reader';

/** Whether `labels` carry everything `selector` asks for. An empty selector matches everything. */
export function matchesLabels(selector: Labels, labels: Labels): boolean {
  return Object.entries(selector).every(([name, value]) => labelOf(labels, name) === value);
}
