import type { GraphAnswer } from '@/lib/contracts/graph';
import { edgeLabel, farEdgeLabel, labelRoom, type EdgeLabels } from './edge-label';
import type { GraphLens } from './graph-lens';
import { farNodeLabel, nodeLabel } from './node-label';

/** What flows, what fails, how slow is it: rates on edges, health in colour and sign. */
export function trafficLens(
  { windowSeconds }: Pick<GraphAnswer, 'windowSeconds'>,
  labels: EdgeLabels,
): GraphLens {
  return {
    node: (node, members) => ({
      label: nodeLabel(node, members),
      farLabel: farNodeLabel(node, members),
      classes: [`health-${node.health.status}`],
    }),
    edge: (edge) => ({
      label: edgeLabel(edge, labels, windowSeconds),
      farLabel: farEdgeLabel(edge, labels, windowSeconds),
      classes: [`protocol-${edge.protocol}`, `health-${edge.health.status}`],
    }),
    needsPerson: ({ health: { status } }) => status !== 'healthy' && status !== 'unknown',
    labelRoom: labelRoom(labels),
  };
}
