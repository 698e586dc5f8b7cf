import type { GraphElements } from './elements';

/** How many of the nodes came or went, as a share of both. */
export function changedShare(before: ReadonlySet<string>, { nodes }: GraphElements): number {
  const stayed = nodes.filter(({ id }) => before.has(id)).length;
  const all = before.size + nodes.length - stayed;
  return all === 0 ? 0 : 1 - stayed / all;
}

/** The same nodes and edges in the same order, whatever their numbers. */
export function isSameTopology(a: GraphElements, b: GraphElements): boolean {
  return (
    a.nodes.length === b.nodes.length &&
    a.edges.length === b.edges.length &&
    a.nodes.every(({ id }, index) => id === b.nodes[index]?.id) &&
    a.edges.every((edge, index) => {
      const other = b.edges[index];
      return edge.id === other?.id && edge.source === other.source && edge.target === other.target;
    })
  );
}
