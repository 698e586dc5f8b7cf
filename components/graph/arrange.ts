import type { EdgeCurve } from './edge-curve';
import type { LayoutNode, LayoutOptions, Point } from './layout-types';
import { placeNodes } from './place-nodes';
import { routeEdges, type RoutedEdge } from './route-edges';

/** Everything that decides where nodes stand and edges run: plain data, to be sent to a worker. */
export interface ArrangeTask extends LayoutOptions {
  nodes: LayoutNode[];
  edges: RoutedEdge[];
  /** Where nodes stand already; they stay there. Of a graph of which less than half is known all are placed anew. */
  known: ReadonlyMap<string, Point>;
  /** Where the viewer put nodes: they stay there even then. */
  pinned: ReadonlyMap<string, Point>;
}

export interface Arrangement {
  positions: Map<string, Point>;
  curves: Map<string, EdgeCurve>;
  /** All nodes were placed anew: there is nothing left that the eye could hold on to. */
  anew: boolean;
}

/** Places nodes and routes edges. Pure: the same task gives the same picture, in the worker and out of it. */
export function arrange(task: ArrangeTask): Arrangement {
  const { nodes, edges } = task;
  const { positions, anew } = placeNodes(nodes, edges, task);
  return { positions, anew, curves: routeEdges(edges, nodes, positions) };
}
