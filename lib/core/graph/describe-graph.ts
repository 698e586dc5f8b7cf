import { judgeGraph } from '../health/judge-graph';
import type { Replicas } from '../health/judge-replicas';
import { withAppliedConfig } from './applied-config';
import type { ClusterFacts } from './cluster-facts';
import { idleNodes } from './idle-nodes';
import { markNodes } from './mark-nodes';
import { indexFacts, type FactsIndex } from './match-facts';
import type { GraphLevel, GraphNode, MeshGraph } from './mesh-graph';

/** Joins the observed graph with what the cluster declares: idle nodes, flags, configuration, and health from both. */
export function describeGraph(
  graph: MeshGraph,
  facts: ClusterFacts,
  options: { level: GraphLevel; serviceNodes: boolean; idle: boolean; namespaces?: readonly string[] },
): MeshGraph {
  const index = indexFacts(facts);
  const nodes = options.idle ? [...graph.nodes, ...idleNodes(facts, graph.nodes, options)] : graph.nodes;
  const marked = markNodes(nodes, graph.edges, facts, index, options);
  const configured = withAppliedConfig(marked, graph.edges, facts, index);
  return judgeGraph({ nodes: configured, edges: graph.edges }, (node) => replicasOf(node, index));
}

function replicasOf(node: GraphNode, index: FactsIndex): Replicas | undefined {
  const workloads = index.workloadsOf(node);
  if (workloads.length === 0) return undefined;
  return {
    desired: sum(workloads.map(({ replicas }) => replicas.desired)),
    ready: sum(workloads.map(({ replicas }) => replicas.ready)),
    available: sum(workloads.map(({ replicas }) => replicas.available)),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
