import type { GraphEdge, GraphNode } from './mesh-graph';

/** Its health says that somebody has to look at it. */
export function isUnwell({ health: { status } }: Pick<GraphNode, 'health'>): boolean {
  return status === 'failing' || status === 'degraded' || status === 'notReady';
}

/** It fails, carries plaintext or is counted differently by its reporters. */
export function edgeNeedsPerson(edge: GraphEdge): boolean {
  return isUnwell(edge) || edge.mtls.plaintext > 0 || edge.disagreement !== undefined;
}

/** A split is read by its weights: more than one destination gets some. */
export function hasWeightedRoute({ config = [] }: GraphNode): boolean {
  return config.some(({ destinations = [] }) => destinations.filter(({ weight }) => weight > 0).length > 1);
}
