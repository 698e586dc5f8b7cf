import { compareText } from '../mesh/compare-text';
import { mapInSteps, type Steps } from '../steps/steps';
import type { ClusterFacts, PodWorkload } from './cluster-facts';
import { isHidden } from './cluster-sight';
import { countProxies } from './count-proxies';
import { findGone } from './find-gone';
import { mayBeOurs, type FactsIndex } from './match-facts';
import type { GraphEdge, GraphLevel, GraphNode, NodeFlag, NodePods } from './mesh-graph';
import { isBlackHole, isPassthrough } from './node-identity';

/** Adds what can be said of a node besides its numbers. */
export function* markNodes(
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
  facts: ClusterFacts,
  index: FactsIndex,
  { level, namespaces }: { level: GraphLevel; namespaces?: readonly string[] },
): Steps<GraphNode[]> {
  const called = new Set(edges.map(({ target }) => target));
  const calling = new Set(edges.map(({ source }) => source));
  const isGone = findGone(nodes, facts, index);
  return yield* mapInSteps(nodes, mark, 50);

  function mark(node: GraphNode): GraphNode {
    const flags = new Set<NodeFlag>(node.flags);
    if (calling.has(node.id) && !called.has(node.id)) flags.add('root');
    if (isOutside(node, namespaces)) flags.add('outside');
    if (isInaccessible(node, facts)) flags.add('inaccessible');
    if (isPassthrough(node.service)) flags.add('passthrough');
    if (isBlackHole(node.service)) flags.add('blackHole');
    if (!hasTraffic(node)) flags.add('idle');
    if (isGone(node)) flags.add('gone');
    // A service graph has no other place to tell what its workloads are.
    const isWhole = level === 'service' && node.service !== undefined;
    const running = isWhole ? index.servedBy(node) : index.runningOf(node);
    if (running.length === 0 && index.workloadEntriesOf(node).length > 0) flags.add('workloadEntry');
    const pods = countProxies(running);
    for (const flag of factFlags(running, pods)) flags.add(flag);
    return {
      ...node,
      flags: [...flags],
      ...(pods === undefined ? {} : { pods }),
      ...(running.length === 0 ? {} : { labels: listLabels(running) }),
    };
  }
}

/** Labels of all of them, as `key=value`; a key cannot hold the sign. */
function listLabels(workloads: readonly PodWorkload[]): string[] {
  const labels = new Set<string>();
  for (const { podLabels } of workloads)
    for (const [key, value] of Object.entries(podLabels)) labels.add(`${key}=${value}`);
  return [...labels].sort(compareText);
}

function isOutside({ namespace }: GraphNode, namespaces: readonly string[] | undefined): boolean {
  return namespaces !== undefined && namespace !== undefined && !namespaces.includes(namespace);
}

/** Hosts outside and unknown callers lie in no namespace, even where one is named for them. */
function isInaccessible(node: GraphNode, { sight, clusterId }: ClusterFacts): boolean {
  const { kind, namespace } = node;
  if (sight === undefined || namespace === undefined || kind === 'external' || kind === 'unknown')
    return false;
  return mayBeOurs(node, clusterId) && isHidden(sight, namespace);
}

function hasTraffic({ traffic: { http, grpc, tcp } }: GraphNode): boolean {
  return http.in + http.out + grpc.in + grpc.out + tcp.in + tcp.out > 0;
}

function factFlags(workloads: readonly PodWorkload[], pods: NodePods | undefined): NodeFlag[] {
  if (workloads.length === 0) return [];
  const flags: NodeFlag[] = [];
  if (workloads.every(({ isGateway }) => isGateway)) flags.push('gateway');
  if (workloads.every(({ isWaypoint }) => isWaypoint)) flags.push('waypoint');
  if (workloads.every(({ isAmbient }) => isAmbient)) flags.push('ambient');
  if (pods !== undefined && pods.withoutProxy > 0)
    flags.push(pods.withoutProxy === pods.total ? 'noSidecar' : 'someWithoutSidecar');
  return flags;
}
