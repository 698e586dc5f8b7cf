import type { GraphAnswer } from '@/lib/contracts/graph';
import type { FindMatches } from '@/lib/core/graph/find/find-matches';
import { nameNodeFully } from './node-words';
import { isSameSelection, type Selection } from './selection';

/** What was found, nodes by their names first, then edges by those of their ends. */
export function listHits(graph: Pick<GraphAnswer, 'nodes' | 'edges'>, found: FindMatches): Selection[] {
  const nameById = new Map(graph.nodes.map((node) => [node.id, nameNodeFully(node)]));
  const nameOf = (id: string) => nameById.get(id) ?? id;
  const nodes = graph.nodes
    .filter(({ id }) => found.nodes.has(id))
    .map(({ id }) => ({ id, label: nameOf(id) }));
  const edges = graph.edges
    .filter(({ id }) => found.edges.has(id))
    .map(({ id, source, target }) => ({ id, label: `${nameOf(source)}\n${nameOf(target)}` }));
  return [
    ...nodes.toSorted(byLabel).map(({ id }) => ({ kind: 'node' as const, id })),
    ...edges.toSorted(byLabel).map(({ id }) => ({ kind: 'edge' as const, id })),
  ];
}

/** The hit after (or before) what is selected, round and round; undefined when there is none. */
export function nextHit(
  hits: readonly Selection[],
  selected: Selection | undefined,
  step: 1 | -1,
): Selection | undefined {
  const at = selected === undefined ? -1 : hits.findIndex((hit) => isSameSelection(hit, selected));
  if (at < 0) return step === 1 ? hits[0] : hits.at(-1);
  return hits[(at + step + hits.length) % hits.length];
}

interface Labelled {
  readonly id: string;
  readonly label: string;
}

function byLabel(one: Labelled, other: Labelled): number {
  if (one.label !== other.label) return one.label < other.label ? -1 : 1;
  return one.id < other.id ? -1 : one.id > other.id ? 1 : 0;
}
