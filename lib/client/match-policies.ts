import type { GraphAnswer, GraphEdge, GraphNode } from '@/lib/contracts/graph';
import type {
  ObservedPoliciesAnswer,
  ObservedPolicyEdge,
  ObservedPolicyWorkload,
} from '@/lib/contracts/observed-policies';

/** The workloads that a node of any graph stands for; none for what is no workload of this cluster. */
export function workloadsOfNode(
  node: GraphNode,
  { workloads, cluster }: Pick<ObservedPoliciesAnswer, 'workloads' | 'cluster'>,
): ObservedPolicyWorkload[] {
  if (cluster !== undefined && node.cluster !== undefined && node.cluster !== cluster) return [];
  return workloads.filter((one) => isWorkloadOf(one, node));
}

/** The edges between workloads that an edge of any graph stands for. */
export function edgesOfEdge(
  edge: GraphEdge,
  { nodes }: Pick<GraphAnswer, 'nodes'>,
  answer: Pick<ObservedPoliciesAnswer, 'edges' | 'workloads'>,
): ObservedPolicyEdge[] {
  const [source, target] = [edge.source, edge.target].map((id) => nodes.find((node) => node.id === id));
  if (source === undefined || target === undefined) return [];
  // A service that is drawn in between does not tell who called it.
  const isAnybody = source.flags.includes('injectedService');
  return answer.edges.filter(
    (one) =>
      one.protocol === edge.protocol &&
      (isAnybody || isEndOf(one.source, source, answer.workloads)) &&
      isEndOf(one.target, target, answer.workloads),
  );
}

function isEndOf(
  end: ObservedPolicyEdge['source'],
  node: GraphNode,
  workloads: readonly ObservedPolicyWorkload[],
): boolean {
  if (end.id === node.id) return true;
  if (node.kind === 'unknown') return end.name === undefined && end.kind !== 'hidden';
  if (end.cluster !== undefined && node.cluster !== undefined && end.cluster !== node.cluster) return false;
  if (end.namespace !== node.namespace) return false;
  if (node.kind === 'service') {
    if (end.name === node.service && end.kind === 'service') return true;
    return workloads.some(
      ({ namespace, name, services }) =>
        namespace === end.namespace &&
        name === end.name &&
        node.service !== undefined &&
        services.includes(node.service),
    );
  }
  if (node.kind === 'workload') return end.name === node.workload;
  return (
    node.kind === 'app' &&
    end.app === node.app &&
    (node.version === undefined || end.version === undefined || end.version === node.version)
  );
}

function isWorkloadOf(workload: ObservedPolicyWorkload, node: GraphNode): boolean {
  if (workload.namespace !== node.namespace) return false;
  if (node.kind === 'workload') return workload.name === node.workload;
  if (node.kind === 'service') return node.service !== undefined && workload.services.includes(node.service);
  return (
    node.kind === 'app' &&
    workload.app === node.app &&
    (node.version === undefined || workload.version === undefined || workload.version === node.version)
  );
}
