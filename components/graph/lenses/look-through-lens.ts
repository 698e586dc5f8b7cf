import type { GraphSplits } from '@/lib/client/join-splits';
import type { Lens } from '@/lib/client/lens';
import type { GraphAnswer } from '@/lib/contracts/graph';
import type { EdgeLabels } from '../edge-label';
import type { GraphLens } from './graph-lens';
import { mtlsLens } from './mtls-lens';
import { splitsLens } from './splits-lens';
import { trafficLens } from './traffic-lens';

/** `splits` may be missing while they are being asked for. */
export function lookThroughLens(
  lens: Lens,
  graph: GraphAnswer,
  labels: EdgeLabels,
  splits: GraphSplits | undefined,
): GraphLens {
  if (lens === 'mtls') return mtlsLens(graph);
  return lens === 'splits' ? splitsLens(splits) : trafficLens(graph, labels, splits);
}
