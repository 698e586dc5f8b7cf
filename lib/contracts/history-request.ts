import { fail, succeed, type Outcome } from '@/lib/core/mesh/problem';
import { GRAPH_PARAMETERS, readGraphRequest, type GraphRequest } from './graph-request';
import { readParameters } from './read-parameters';

/** What `GET /api/history` is asked for: one node or one edge of a graph. */
export interface HistoryRequest {
  readonly graph: GraphRequest;
  readonly part: { readonly kind: 'node' | 'edge'; readonly id: string };
}

const LONGEST_ID = 4_096;

export function parseHistoryRequest(parameters: URLSearchParams): Outcome<HistoryRequest> {
  const read = readParameters(parameters, [...GRAPH_PARAMETERS, 'node', 'edge']);
  if (!read.ok) return read;
  const { node, edge, ...rest } = read.value;
  const graph = readGraphRequest(rest);
  if (!graph.ok) return graph;
  const id = node ?? edge;
  if (id === undefined || id === '' || (node !== undefined && edge !== undefined)) {
    return fail('invalid-part', 'Name either a node or an edge, by its id in the graph.', 'edge');
  }
  if (id.length > LONGEST_ID) return fail('parameter-too-long', 'The id is too long.', 'edge');
  return succeed({ graph: graph.value, part: { kind: node === undefined ? 'edge' : 'node', id } });
}
