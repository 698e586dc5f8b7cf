import type { GraphEdge, GraphNode, Health, MeshGraph } from '../graph/mesh-graph';
import { eachInSteps, finish, mapInSteps, type Steps } from '../steps/steps';
import { conclude, type Finding } from './conclude';
import { judgeReplicas } from './judge-replicas';
import { judgeTraffic } from './judge-traffic';
import { BUILT_IN_STANDARDS, type Standards } from './standards';

/** Nodes, or edges, that are judged at a stretch. */
const STRIDE = 100;
const NO_TRAFFIC = 'No traffic in the window.';

/** A node with what it is held to and the edges that touch it. */
interface Place {
  readonly name: string;
  readonly standards: Standards;
  readonly inbound: GraphEdge[];
  readonly outbound: GraphEdge[];
}

/**
 * Gives every node and edge its health. An edge is held to what its source expects of calls out and to what its target
 * expects of calls in; a node to all it receives, all it sends, and its replicas. The worst counts.
 */
export function judgeGraph(...asked: Parameters<typeof judgeGraphInSteps>): MeshGraph {
  return finish(judgeGraphInSteps(...asked));
}

/** The same, so that something else may run in between. */
export function* judgeGraphInSteps(
  graph: MeshGraph,
  standardsOf: (node: GraphNode) => Standards,
): Steps<MeshGraph> {
  const places = new Map<string, Place>();
  yield* eachInSteps(graph.nodes, (node) => places.set(node.id, placeOf(node, standardsOf(node))), STRIDE);
  for (const edge of graph.edges) {
    places.get(edge.source)?.outbound.push(edge);
    places.get(edge.target)?.inbound.push(edge);
  }
  const judge = (node: GraphNode): GraphNode => {
    const place = places.get(node.id);
    return { ...node, health: healthOf(place === undefined ? [] : judgeNode(node, place, places)) };
  };
  return {
    nodes: yield* mapInSteps(graph.nodes, judge, STRIDE),
    edges: yield* mapInSteps(
      graph.edges,
      (edge) => ({ ...edge, health: healthOf(judgeEdge(edge, places)) }),
      STRIDE,
    ),
  };
}

function placeOf(node: GraphNode, standards: Standards): Place {
  return { name: nameOf(node), standards, inbound: [], outbound: [] };
}

function judgeEdge(edge: GraphEdge, places: ReadonlyMap<string, Place>): Finding[] {
  const one = { edges: [edge], prefix: '', tellEdge: () => '' };
  const expects = (id: string) => places.get(id)?.standards ?? BUILT_IN_STANDARDS;
  return [
    ...judgeTraffic({ ...one, direction: 'inbound' }, expects(edge.target)),
    ...judgeTraffic({ ...one, direction: 'outbound' }, expects(edge.source)),
  ];
}

function judgeNode(node: GraphNode, place: Place, places: ReadonlyMap<string, Place>): Finding[] {
  const { standards, inbound, outbound } = place;
  const name = (id: string) => places.get(id)?.name ?? 'somebody';
  return [
    ...judgeTraffic(
      {
        edges: inbound,
        direction: 'inbound',
        prefix: 'inbound ',
        tellEdge: ({ source }) => ` of calls from ${name(source)}`,
      },
      standards,
    ),
    ...judgeTraffic(
      {
        // A service drawn between callers and workloads sends nothing of its own: what it passes on came in.
        edges: node.flags.includes('injectedService') ? [] : outbound,
        direction: 'outbound',
        prefix: 'outbound ',
        tellEdge: ({ target }) => ` of calls to ${name(target)}`,
      },
      standards,
    ),
    ...judgeReplicas(standards.workloads),
  ];
}

function healthOf(findings: readonly Finding[]): Health {
  const health = conclude(findings);
  if (health.status !== 'unknown' || health.reasons.length > 0) return health;
  return { status: 'unknown', reasons: [NO_TRAFFIC] };
}

function nameOf({ namespace, service, workload, app, version }: GraphNode): string {
  const name =
    service ?? workload ?? (app === undefined ? 'unknown' : [app, version].filter(Boolean).join(' '));
  return namespace === undefined ? name : `${namespace}/${name}`;
}
