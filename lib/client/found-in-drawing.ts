import type { FindMatches } from '@/lib/core/graph/find/find-matches';
import type { DrawnGraph } from './drawing';

/** What was found, as it is drawn: a folded box stands for the hits inside it. */
export function foundInDrawing(
  found: FindMatches | undefined,
  { groups, mergedEdges }: Pick<DrawnGraph, 'groups' | 'mergedEdges'>,
): FindMatches | undefined {
  if (found === undefined || groups.size === 0) return found;
  const nodes = new Set(found.nodes);
  const edges = new Set(found.edges);
  for (const [id, { members, innerEdges }] of groups) {
    const isHit = members.some((member) => found.nodes.has(member));
    if (isHit || innerEdges.some((edge) => found.edges.has(edge))) nodes.add(id);
  }
  for (const [id, parts] of mergedEdges) if (parts.some((edge) => found.edges.has(edge))) edges.add(id);
  return { nodes, edges };
}
