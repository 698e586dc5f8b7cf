import type { FindMatches } from '@/lib/core/graph/find/find-matches';
import type { DrawnGraph } from './drawing';

/** What is marked in a graph while the rest fades. */
export interface MarkedSpots extends FindMatches {
  /** Edges where it failed. */
  readonly failing?: ReadonlySet<string>;
}

/** What was found, as it is drawn: a folded box stands for the hits inside it. */
export function foundInDrawing(
  found: MarkedSpots | undefined,
  { groups, mergedEdges }: Pick<DrawnGraph, 'groups' | 'mergedEdges'>,
): MarkedSpots | undefined {
  if (found === undefined || groups.size === 0) return found;
  const nodes = new Set(found.nodes);
  const edges = new Set(found.edges);
  const failing = new Set(found.failing);
  for (const [id, { members, innerEdges }] of groups) {
    const isHit = members.some((member) => found.nodes.has(member));
    if (isHit || innerEdges.some((edge) => found.edges.has(edge))) nodes.add(id);
  }
  for (const [id, parts] of mergedEdges) {
    if (parts.some((edge) => found.edges.has(edge))) edges.add(id);
    if (parts.some((edge) => found.failing?.has(edge))) failing.add(id);
  }
  return { nodes, edges, ...(found.failing === undefined ? {} : { failing }) };
}
