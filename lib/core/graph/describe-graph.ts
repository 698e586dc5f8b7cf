import { NO_HEALTH_RULES, type HealthRules } from '../health/health-rules';
import { judgeGraph } from '../health/judge-graph';
import { withAppliedConfig } from './applied-config';
import type { ClusterFacts } from './cluster-facts';
import { withDeclaredSecurity } from './declared-security';
import { idleNodes } from './idle-nodes';
import { markNodes } from './mark-nodes';
import { indexFacts } from './match-facts';
import type { GraphLevel, MeshGraph } from './mesh-graph';
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
  const marked = markNodes(nodes, graph.edges, facts, index, options);
  const configured = withAppliedConfig(marked, graph.edges, facts, index);
  const secured = withDeclaredSecurity({ nodes: configured, edges: graph.edges }, facts, index);
  return judgeGraph(secured, nodeStandards(rules, index));
}
