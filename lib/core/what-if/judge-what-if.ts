import { groupBy } from '../graph/group-by';
import type { MeshGraph } from '../graph/mesh-graph';
import { judgeEdge, type SeenEdge } from '../policy/judge-edge';
import type { PolicyContext } from '../policy/policy-context';
import { compareEdge, type EdgeChange } from './compare-edge';

/** An edge, and what would become of it. */
export interface JudgedEdge extends EdgeChange {
  readonly seen: SeenEdge;
}

/** The edges of a graph with their ends. */
export function seenEdges({ nodes, edges }: MeshGraph): SeenEdge[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return edges.flatMap((edge) => {
    const [source, target] = [byId.get(edge.source), byId.get(edge.target)];
    return source === undefined || target === undefined ? [] : [{ edge, source, target }];
  });
}

/**
 * What would become of what was seen. `isRouted` says of which edges a changed route or subset may have a say: that is
 * not worked out, and so nothing is promised of them.
 */
export function judgeWhatIf(
  now: PolicyContext,
  after: PolicyContext,
  edges: readonly SeenEdge[],
  isRouted: (seen: SeenEdge) => boolean = () => false,
): JudgedEdge[] {
  const byTarget = groupBy(edges, ({ target }) => target.id);
  return edges.map((seen) => {
    const change = judgeOne(now, after, seen, byTarget.get(seen.target.id) ?? []);
    return { seen, ...(change.verdict !== 'breaks' && isRouted(seen) ? withRouting(change) : change) };
  });
}

function judgeOne(
  now: PolicyContext,
  after: PolicyContext,
  seen: SeenEdge,
  others: readonly SeenEdge[],
): EdgeChange {
  const parts = judgeEdge(now, after, seen, others);
  if (parts !== undefined) return compareEdge(seen.edge, parts);
  const state = { state: 'unknown', security: 'unknown' } as const;
  return {
    verdict: 'unaffected',
    today: state,
    after: state,
    rate: seen.edge.rate,
    by: [],
    needs: [],
    reason: 'No workload of this cluster was reached, so that no policy for workloads decides.',
  };
}

function withRouting(change: EdgeChange): EdgeChange {
  return {
    ...change,
    verdict: 'undecidable',
    needs: [...new Set([...change.needs, 'routing' as const])].sort(),
    reason: `A route or subset changes, and what it does to these calls is not worked out. ${change.reason}`,
  };
}
