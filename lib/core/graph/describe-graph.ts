import { NO_HEALTH_RULES, type HealthRules } from '../health/health-rules';
import { judgeGraphInSteps } from '../health/judge-graph';
import { withAppliedConfig } from './applied-config';
import type { ClusterFacts } from './cluster-facts';
import { withDeclaredSecurityInSteps } from './declared-security';
import { idleNodes } from './idle-nodes';
import { markNodes } from './mark-nodes';
import { indexFacts } from './match-facts';
import type { GraphLevel, MeshGraph } from './mesh-graph';
import { finish, type Steps } from '../steps/steps';
import { nodeStandards } from './node-standards';

/** Joins the observed graph with what the cluster declares: idle nodes, flags, configuration, and health from both. */
export function describeGraph(...asked: Parameters<typeof describeGraphInSteps>): MeshGraph {
  return finish(describeGraphInSteps(...asked));
}

/** The same, so that something else may run in between. */
export function* describeGraphInSteps(
  graph: MeshGraph,
  facts: ClusterFacts,
  options: { level: GraphLevel; serviceNodes: boolean; idle: boolean; namespaces?: readonly string[] },
  rules: HealthRules = NO_HEALTH_RULES,
): Steps<MeshGraph> {
  const index = indexFacts(facts);
  yield;
  const nodes = options.idle ? [...graph.nodes, ...idleNodes(facts, graph.nodes, options)] : graph.nodes;
  const marked = yield* markNodes(nodes, graph.edges, facts, index, options);
  yield;
  const configured = yield* withAppliedConfig(marked, graph.edges, facts, index);
  yield;
  const secured = yield* withDeclaredSecurityInSteps({ nodes: configured, edges: graph.edges }, facts, index);
  yield;
  return yield* judgeGraphInSteps(secured, nodeStandards(rules, index));
}
