import { createParser } from 'nuqs/server';

/** What can be written on edges, in the order in which it is. */
export const edgeLabelChoices = [
  'rate',
  'errors',
  'p50',
  'p95',
  'p99',
  'throughput',
  'split',
  'mtls',
] as const;
export type EdgeLabel = (typeof edgeLabelChoices)[number];

/** One name of earlier links. */
const LATENCY = 'latency';
const NONE = 'none';

/** `rate,p95`; `none` for nothing. Undefined when a name is none of the choices. */
export function parseEdgeLabels(text: string): readonly EdgeLabel[] | undefined {
  if (text === NONE) return [];
  const names = text.split(',').map((name) => (name === LATENCY ? 'p95' : name));
  const labels = edgeLabelChoices.filter((label) => names.includes(label));
  return names.every((name) => labels.some((label) => label === name)) ? labels : undefined;
}

export function printEdgeLabels(labels: readonly EdgeLabel[]): string {
  return edgeLabelChoices.filter((label) => labels.includes(label)).join(',') || NONE;
}

export const parseAsEdgeLabels = createParser<readonly EdgeLabel[]>({
  parse: (text) => parseEdgeLabels(text) ?? null,
  serialize: printEdgeLabels,
  eq: (one, other) => printEdgeLabels(one) === printEdgeLabels(other),
});
