import type { GraphEdge, GraphNode } from '../graph/mesh-graph';

/** Who took part in a call. */
export interface PlacedParty {
  readonly namespace: string;
  readonly workload?: string | undefined;
  readonly app?: string | undefined;
  readonly version?: string | undefined;
}

/** A call of a trace, as far as it matters for where it is drawn. */
export interface PlacedCall {
  readonly spanId: string;
  readonly source?: PlacedParty | undefined;
  readonly targets: readonly PlacedParty[];
  readonly host?: string | undefined;
  readonly isReached: boolean;
}

interface PlacedNode extends PlacedNames, Pick<GraphNode, 'id' | 'kind'> {}

interface PlacedNames {
  readonly namespace?: string | undefined;
  readonly service?: string | undefined;
  readonly app?: string | undefined;
  readonly workload?: string | undefined;
  readonly version?: string | undefined;
}

type PlacedEdge = Pick<GraphEdge, 'id' | 'source' | 'target'> & {
  readonly responses: readonly { readonly host: string }[];
};

/** Where a trace went in a graph: ids of its nodes and edges. */
export interface TracePath {
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
  /** Edges of each call, by its span. */
  readonly edgesOf: ReadonlyMap<string, readonly string[]>;
  /** Calls that the graph does not draw: of other namespaces or times, or hidden. */
  readonly missing: number;
}

/** Finds the calls of a trace in a graph of any level of detail. */
export function placeHops(
  calls: readonly PlacedCall[],
  graph: { readonly nodes: readonly PlacedNode[]; readonly edges: readonly PlacedEdge[] },
): TracePath {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const nodes = new Set<string>();
  const edges = new Set<string>();
  const edgesOf = new Map<string, readonly string[]>();
  let missing = 0;
  for (const call of calls) {
    const found = graph.edges.filter((edge) => isOnWay(edge, call, byId));
    edgesOf.set(
      call.spanId,
      found.map(({ id }) => id),
    );
    for (const { id, source, target } of found) {
      edges.add(id);
      nodes.add(source).add(target);
    }
    const ends = [...(call.source === undefined ? [] : [call.source]), ...call.targets];
    for (const node of graph.nodes) if (ends.some((end) => isParty(node, end))) nodes.add(node.id);
    // Proxies of callers that nobody knows may not be drawn at all.
    if (found.length === 0 && call.source !== undefined) missing += 1;
  }
  return { nodes, edges, edgesOf, missing };
}

/** Whether an edge is a call, or a part of it where services are drawn between both ends. */
function isOnWay(edge: PlacedEdge, call: PlacedCall, byId: ReadonlyMap<string, PlacedNode>): boolean {
  const from = byId.get(edge.source);
  const to = byId.get(edge.target);
  if (from === undefined || to === undefined) return false;
  const isFrom = call.source === undefined ? from.kind === 'unknown' : isParty(from, call.source);
  const isTo = call.targets.some((target) => isParty(to, target));
  if (isFrom) return isTo || isCalled(edge, to, call);
  return isTo && isHost(from, call.host);
}

/** An edge to a service, or to whoever is behind it where the trace does not say who that is. */
function isCalled(
  { responses }: PlacedEdge,
  to: PlacedNode,
  { host, targets, isReached }: PlacedCall,
): boolean {
  if (host === undefined) return false;
  if (to.service !== undefined) return isHost(to, host);
  return targets.length === 0 && isReached && responses.some((one) => one.host === host);
}

function isParty(node: PlacedNode, { namespace, workload, app, version }: PlacedParty): boolean {
  if (node.namespace !== namespace) return false;
  if (node.workload !== undefined && workload !== undefined) return node.workload === workload;
  if (node.app === undefined || node.app !== app) return false;
  return node.version === undefined || version === undefined || node.version === version;
}

function isHost({ service, namespace }: PlacedNode, host: string | undefined): boolean {
  if (service === undefined || host === undefined) return false;
  return service === host || (namespace !== undefined && host.startsWith(`${service}.${namespace}.svc.`));
}
