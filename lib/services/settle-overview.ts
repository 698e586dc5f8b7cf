import type { GraphRequest } from '@/lib/contracts/graph-request';
import { MOST_VISIBLE } from '@/lib/core/graph/simplify-graph';
import { countWorkloads } from './count-workloads';
import type { MeshPorts } from './mesh-ports';

/**
 * The same request, which asks for an overview only where the graph is probably too large to be read at once, by what
 * whoever asks may see of the cluster. Where the cluster is not known, all of the graph is asked for.
 */
export function settleOverview(ports: MeshPorts, request: GraphRequest): GraphRequest {
  if (request.overview !== true || countWorkloads(ports, request.namespaces) > MOST_VISIBLE) return request;
  const { overview: _wished, ...whole } = request;
  return whole;
}
