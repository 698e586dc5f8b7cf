import { groupBy } from '../mesh/group-by';
import type { MeshGraph } from '../graph/mesh-graph';
import { judgeEdge, type SeenEdge } from '../policy/judge-edge';
import type { PolicyContext } from '../policy/policy-context';
import { compareEdge, type EdgeChange } from './compare-edge';
import type { RouteProjection } from './project-routes';

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

/** Of which edges a change may have a say in ways that are not worked out. */
export interface WhatIfDoubts {
  /** A changed route or subset. */
  readonly isRouted: (seen: SeenEdge) => boolean;
  /** What is expected of it, where that can be worked out. */
  readonly project?: (seen: SeenEdge) => RouteProjection;
  /** Anything, where what is called is not known. */
  readonly isConcerned: (seen: SeenEdge) => boolean;
}

const NO_DOUBTS: WhatIfDoubts = { isRouted: () => false, isConcerned: () => true };

/** What would become of what was seen. Where something may have a say that is not worked out, nothing is promised. */
export function judgeWhatIf(
  now: PolicyContext,
  after: PolicyContext,
  edges: readonly SeenEdge[],
  { isRouted, isConcerned, project }: WhatIfDoubts = NO_DOUBTS,
): JudgedEdge[] {
  const byTarget = groupBy(edges, ({ target }) => target.id);
  return edges.map((seen) => {
    const parts = judgeEdge(now, after, seen, byTarget.get(seen.target.id) ?? []);
    const change =
      parts === undefined ? judgeUnknown(seen, isConcerned(seen)) : compareEdge(seen.edge, parts);
    if (change.verdict === 'breaks' || !isRouted(seen)) return { seen, ...change };
    return { seen, ...withRouting(change, seen, project?.(seen)) };
  });
}

/** An edge to a host outside, to nobody, or to a workload that the cluster does not show. */
function judgeUnknown({ edge, target }: SeenEdge, isConcerned: boolean): EdgeChange {
  const state = { state: 'unknown', security: 'unknown' } as const;
  const base = { today: state, after: state, rate: edge.rate, by: [] };
  if (isConcerned && target.kind === 'workload') {
    const reason = 'The cluster does not show what is called, nor whether a proxy stands before it.';
    return { ...base, verdict: 'undecidable', needs: ['proxy'], reason };
  }
  if (isConcerned) {
    const reason = 'A DestinationRule is about this host, and what lies outside the mesh may take it or not.';
    return { ...base, verdict: 'undecidable', needs: ['connection'], reason };
  }
  const reason = 'No workload of this cluster was reached, and nothing that changes is about it.';
  return { ...base, verdict: 'unaffected', needs: [], reason };
}

function withRouting(
  change: EdgeChange,
  { edge }: SeenEdge,
  projection: RouteProjection = { kind: 'unknown', reason: 'Routes cannot be read.' },
): EdgeChange {
  if (projection.kind === 'same') return change;
  if (projection.kind === 'unknown')
    return {
      ...change,
      verdict: 'undecidable',
      needs: [...new Set([...change.needs, 'routing' as const])].sort(),
      reason: `A route or subset changes, and what it does to these calls is not worked out. ${projection.reason} ${change.reason}`,
    };
  const { reason, by } = projection;
  // Who is refused today loses nothing.
  if (projection.kind === 'dead' && change.today.state !== 'refused')
    return {
      ...change,
      verdict: 'breaks',
      after: { state: 'refused', security: 'broken' },
      rate: edge.rate,
      by,
      needs: [],
      reason,
    };
  // Worse than other shares is what policies or TLS make of them.
  if (change.verdict !== 'unaffected') return { ...change, reason: `${change.reason} ${reason}` };
  return { ...change, verdict: 'projected', by, reason };
}
