import { NO_HEALTH_RULES, type HealthRules } from '../health/health-rules';
import { judgeGraph } from '../health/judge-graph';
import type { ClusterFacts } from './cluster-facts';
import { idleNodes } from './idle-nodes';
import { markNodes } from './mark-nodes';
import { indexFacts, type FactsIndex } from './match-facts';
import type { AppliedConfig, GraphLevel, GraphNode, MeshGraph } from './mesh-graph';
import { nodeStandards } from './node-standards';

/** Joins the observed graph with what the cluster declares: idle nodes, flags, configuration, and health from both. */
export function describeGraph(
  graph: MeshGraph,
  facts: ClusterFacts,
  options: { level: GraphLevel; serviceNodes: boolean; idle: boolean; namespaces?: readonly string[] },
  rules: HealthRules = NO_HEALTH_RULES,
): MeshGraph {
  const index = indexFacts(facts);
  const nodes = options.idle ? [...graph.nodes, ...idleNodes(facts, graph.nodes, options)] : graph.nodes;
  const marked = markNodes(nodes, graph.edges, index, options.namespaces);
  const configured =
    facts.serviceConfig === undefined
      ? marked
      : marked.map((node) => withConfig(node, index, facts.serviceConfig ?? []));
  return judgeGraph({ nodes: configured, edges: graph.edges }, nodeStandards(rules, index));
}

/** Configuration about a service applies to its node, and to the workloads that serve it. */
function withConfig(
  node: GraphNode,
  index: FactsIndex,
  serviceConfig: NonNullable<ClusterFacts['serviceConfig']>,
): GraphNode {
  const services = index.servicesOf(node);
  const config: AppliedConfig[] = serviceConfig
    .filter(({ namespace, service }) => services.some((s) => s.namespace === namespace && s.name === service))
    .map((entry) => entry.config);
  return { ...node, config };
}
