import type { NodeIdentity } from '../graph/mesh-graph';
import type { Reach, TraceEnd } from './trace-ends';

/** Whose requests are looked for: those of an edge, or those that a node answers. */
export type TraceQuestion =
  | {
      readonly kind: 'edge';
      readonly source: TraceEnd;
      readonly target: TraceEnd;
      readonly reach: Reach;
    }
  | { readonly kind: 'node'; readonly target: TraceEnd };

/** How much of a graph is drawn, which decides what an edge to a service stands for. */
export interface DrawnDetail {
  readonly level: 'versionedApp' | 'app' | 'workload' | 'service';
  readonly serviceNodes: boolean;
}

/** Where services are not drawn, one appears for the requests that reached none of its workloads. */
export function reachOf(target: NodeIdentity, { level, serviceNodes }: DrawnDetail): Reach {
  if (target.service === undefined) return 'workload';
  return target.kind === 'external' || level === 'service' || serviceNodes ? 'any' : 'nobody';
}
