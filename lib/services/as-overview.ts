import type { GraphAnswer } from '@/lib/contracts/graph';
import { nothingFolded } from '@/lib/core/graph/fold-choice';
import type { MeshGraph } from '@/lib/core/graph/mesh-graph';
import { foldByItself, simplifyGraphInSteps } from '@/lib/core/graph/simplify-graph';
import type { Steps } from '@/lib/core/steps/steps';

/** As much of a graph as is drawn first: what is too large to be read is folded, and the least busy lines left out. */
export function* asOverview(whole: GraphAnswer): Steps<GraphAnswer> {
  const { nodes, edges } = whole;
  // The contract lets absent fields be undefined as well, which core does not tell apart.
  const graph = { nodes, edges } as MeshGraph;
  const fold = foldByItself(graph) ?? nothingFolded;
  const { groups, mergedEdges, shown, leftOut, lines, ...simple } = yield* simplifyGraphInSteps(graph, fold);
  return {
    ...whole,
    ...simple,
    overview: {
      total: nodes.length,
      shown,
      leftOut,
      lines,
      boxes: [...groups].map(([node, { id, members, innerEdges, inner }]) => ({
        node,
        box: id,
        members: [...members],
        innerEdges: [...innerEdges],
        inner,
      })),
      mergedEdges: simple.edges.flatMap(({ id }) => {
        const parts = mergedEdges.get(id);
        return parts === undefined ? [] : [{ id, edges: [...parts] }];
      }),
    },
  };
}
