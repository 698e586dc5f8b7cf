import type { GraphSplits } from '@/lib/client/join-splits';
import type { GraphAnswer, GraphEdge } from '@/lib/contracts/graph';
import { edgeLabel, farEdgeLabel, labelRoom, type EdgeLabels } from '../edge-label';
import type { GraphLens } from './graph-lens';
import { farNodeLabel, nodeLabel } from '../node-label';
import { splitText } from './split-text';

/** What flows, what fails, how slow is it: rates on edges, health in colour and sign. */
export function trafficLens(
  { windowSeconds }: Pick<GraphAnswer, 'windowSeconds'>,
  labels: EdgeLabels,
  splits: GraphSplits | undefined,
): GraphLens {
  const shareOf = (edge: GraphEdge) => {
    const split = labels.includes('split') ? splits?.edges.get(edge.id) : undefined;
    return split === undefined ? '' : splitText(split);
  };
  return {
    node: (node, members) => ({
      label: nodeLabel(node, members),
      farLabel: farNodeLabel(node, members),
      classes: [`health-${node.health.status}`],
    }),
    edge: (edge) => ({
      label: [edgeLabel(edge, labels, windowSeconds), shareOf(edge)].filter(Boolean).join('\n'),
      farLabel: farEdgeLabel(edge, labels, windowSeconds) || shareOf(edge),
      classes: [`protocol-${edge.protocol}`, `health-${edge.health.status}`],
    }),
    needsPerson: ({ health: { status } }) => status !== 'healthy' && status !== 'unknown',
    labelRoom: labelRoom(labels),
  };
}
