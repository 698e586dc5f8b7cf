import type { EdgeCurve } from './edge-curve';
import type { LayoutNode, Point } from './layout-types';
import { placeLabels, type LabelRoom, type LabelSpot } from './place-labels';
import { placeNodes, type PlaceOptions } from './place-nodes';
import { routeEdges, type RoutedEdge } from './route-edges';

/** Everything that decides where nodes stand and edges run: plain data, to be sent to a worker. */
export interface ArrangeTask extends PlaceOptions {
  nodes: LayoutNode[];
  edges: RoutedEdge[];
  /** Room that the label of every edge needs. */
  labelRoom: LabelRoom;
}

export interface Arrangement {
  positions: Map<string, Point>;
  curves: Map<string, EdgeCurve>;
  labels: Map<string, LabelSpot>;
  /** All nodes were placed anew: there is nothing left that the eye could hold on to. */
  anew: boolean;
  /** The viewer changed what is drawn, so that all of it should be seen. */
  steady: boolean;
}

/** Places nodes and routes edges. Pure: the same task gives the same picture, in the worker and out of it. */
export function arrange(task: ArrangeTask): Arrangement {
  const { nodes, edges } = task;
  const { positions, anew } = placeNodes(nodes, edges, task);
  return { positions, anew, steady: task.steady, ...drawLines(edges, nodes, positions, task.labelRoom) };
}

/** Routes edges between nodes that stand, and finds room for their labels. */
export function drawLines(
  edges: readonly RoutedEdge[],
  nodes: readonly LayoutNode[],
  positions: ReadonlyMap<string, Point>,
  room: LabelRoom,
): Pick<Arrangement, 'curves' | 'labels'> {
  const curves = routeEdges(edges, nodes, positions);
  return { curves, labels: placeLabels(edges, nodes, positions, curves, room) };
}
