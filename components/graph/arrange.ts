import type { EdgeCurve } from './edge-curve';
import type { LayoutNode, Point } from './layout-types';
import { placeNodes, type PlaceOptions } from './place-nodes';
import { routeEdges, type RoutedEdge } from './route-edges';

/** Everything that decides where nodes stand and edges run: plain data, to be sent to a worker. */
export interface ArrangeTask extends PlaceOptions {
  nodes: LayoutNode[];
  edges: RoutedEdge[];
}

export interface Arrangement {
  positions: Map<string, Point>;
  curves: Map<string, EdgeCurve>;
  /** All nodes were placed anew: there is nothing left that the eye could hold on to. */
  anew: boolean;
  /** The viewer changed what is drawn, so that all of it should be seen. */
  steady: boolean;
}

/** Places nodes and routes edges. Pure: the same task gives the same picture, in the worker and out of it. */
export function arrange(task: ArrangeTask): Arrangement {
  const { nodes, edges } = task;
  const { positions, anew } = placeNodes(nodes, edges, task);
  return { positions, anew, steady: task.steady, curves: routeEdges(edges, nodes, positions) };
}
