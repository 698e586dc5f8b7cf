import type { GraphAnswer, GraphEdge, GraphNode } from '@/lib/contracts/graph';
import type {
  RoutedDestination,
  RoutedHost,
  RoutedRule,
  RoutingAnswer,
  SplitVerdict,
} from '@/lib/contracts/routing';

/** A destination of a split as an edge of the graph. */
export interface EdgeSplit {
  readonly route: RoutedHost;
  readonly rule: RoutedRule;
  readonly destination: RoutedDestination;
}

/** What splits make of the elements of a graph, by their ids. */
export interface GraphSplits {
  readonly edges: ReadonlyMap<string, EdgeSplit>;
  /** Services whose host is divided, and workloads that a split sends to. */
  readonly nodes: ReadonlyMap<string, SplitVerdict>;
  /** All routes that have to do with a node, divided or not. */
  routesOf(node: GraphNode): readonly RoutedHost[];
  /** All routes that may have sent what runs on an edge. */
  routesOfEdge(edge: GraphEdge): readonly RoutedHost[];
}

type Graph = Pick<GraphAnswer, 'nodes' | 'edges'>;

/**
 * Finds routes in the graph: an edge is a destination's when it asks for one of the route's hosts, ends at what runs
 * behind the destination, and starts at somebody who follows the route.
 */
export function joinSplits({ nodes, edges }: Graph, { routes }: Pick<RoutingAnswer, 'routes'>): GraphSplits {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const splits = new Map<string, EdgeSplit>();
  const verdicts = new Map<string, SplitVerdict>();
  const divided = routes.filter(({ rules }) => rules.some(isDivided));
  for (const edge of edges) {
    const [source, target] = [byId.get(edge.source), byId.get(edge.target)];
    const split = source && target && findSplit(divided, edge, source, target);
    if (split === undefined) continue;
    splits.set(edge.id, split);
    verdicts.set(edge.target, split.destination.state === 'dead' ? 'dead' : split.rule.verdict);
  }
  for (const node of nodes) {
    const route = divided.find(({ service }) => isService(node, service));
    if (route !== undefined) verdicts.set(node.id, route.verdict);
  }
  return {
    edges: splits,
    nodes: verdicts,
    routesOf: (node) => routes.filter((route) => concerns(route, node)),
    routesOfEdge: (edge) => {
      const [source, target] = [byId.get(edge.source), byId.get(edge.target)];
      if (source === undefined || target === undefined) return [];
      return routes.filter(
        (route) => isFollowedBy(route, source) && isAskedFor(route, edge) && concerns(route, target),
      );
    },
  };
}

function findSplit(
  routes: readonly RoutedHost[],
  edge: GraphEdge,
  source: GraphNode,
  target: GraphNode,
): EdgeSplit | undefined {
  for (const route of routes) {
    if (!isFollowedBy(route, source) || !isAskedFor(route, edge)) continue;
    for (const rule of route.rules.filter(isDivided)) {
      const destination = rule.destinations.find((one) => isBehind(one, target));
      if (destination !== undefined) return { route, rule, destination };
    }
  }
  return undefined;
}

function isDivided({ destinations, shadowedBy }: RoutedRule): boolean {
  return destinations.length > 1 && shadowedBy === null;
}

/** A service drawn in between stands for all its callers. */
function isFollowedBy({ viewpoint, service }: RoutedHost, source: GraphNode): boolean {
  if (source.service !== undefined) return isService(source, service);
  if (viewpoint.kind === 'waypoint') return true;
  if ((viewpoint.kind === 'gateway') !== source.flags.includes('gateway')) return false;
  const { namespaces } = viewpoint;
  return namespaces.length === 0 || (source.namespace !== undefined && namespaces.includes(source.namespace));
}

/** Clients name the host they asked for, or the backend that a route chose in its place. */
function isAskedFor({ host, rules }: RoutedHost, { responses }: GraphEdge): boolean {
  const hosts = new Set([host, ...rules.flatMap(({ destinations }) => destinations.map((one) => one.host))]);
  return responses.some((response) => hosts.has(response.host));
}

function isBehind({ workloads, host }: RoutedDestination, node: GraphNode): boolean {
  if (node.service !== undefined)
    return (
      host === `${node.service}.${node.namespace}` || host.startsWith(`${node.service}.${node.namespace}.`)
    );
  return workloads.some(
    ({ namespace, name, version }) =>
      namespace === node.namespace &&
      (node.workload === undefined
        ? node.version !== undefined && node.version === version
        : name === node.workload),
  );
}

function isService({ namespace, service }: GraphNode, wanted: RoutedHost['service']): boolean {
  return wanted !== null && service === wanted.name && namespace === wanted.namespace;
}

function concerns({ service, rules }: RoutedHost, node: GraphNode): boolean {
  return (
    isService(node, service) ||
    rules.some(({ destinations }) => destinations.some((destination) => isBehind(destination, node)))
  );
}
