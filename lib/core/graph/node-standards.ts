import { objectivesFor, tolerancesFor, type HealthRules, type RuledObject } from '../health/health-rules';
import type { Standards } from '../health/standards';
import type { ToleranceSet } from '../health/tolerances';
import { compareText } from '../mesh/compare-text';
import { joinKey } from '../mesh/join-key';
import { selectsWorkload, type WorkloadFacts } from './cluster-facts';
import type { FactsIndex } from './match-facts';
import type { NodeIdentity } from './mesh-graph';

/** Says what each node is held to: the rules of the configuration, and annotations of the objects behind it. */
export function nodeStandards(rules: HealthRules, index: FactsIndex): (node: NodeIdentity) => Standards {
  return (node) => {
    const names = namesOf(node);
    const workloads = [...index.workloadsBehind(node)].sort(inOrder);
    return {
      tolerances: tolerancesOf(node, workloads, index, () => tolerancesFor(rules, names)),
      objectives: objectivesFor(rules, names),
      workloads,
    };
  };
}

/** Reasons come in an order that is not the cluster's. */
function inOrder(a: WorkloadFacts, b: WorkloadFacts): number {
  return compareText(sortKey(a), sortKey(b));
}

function sortKey({ namespace, name, replicas, rateAnnotation }: WorkloadFacts): string {
  const { desired, ready, available } = replicas;
  return joinKey(namespace, name, rateAnnotation?.origin, ...[desired, ready, available].map(String));
}

/**
 * The annotations of all objects behind a node, each by itself. The rule counts as well while a workload is left that
 * no annotation speaks of, neither its own nor one of a service that selects it.
 */
function tolerancesOf(
  node: NodeIdentity,
  workloads: readonly WorkloadFacts[],
  index: FactsIndex,
  rule: () => ToleranceSet,
): readonly ToleranceSet[] {
  const services = index.servicesOf(node);
  const annotated = [...services, ...workloads].flatMap(({ rateAnnotation }) => rateAnnotation ?? []);
  if (annotated.length === 0) return [rule()];
  const isCovered = (workload: WorkloadFacts) =>
    workload.rateAnnotation !== undefined ||
    services.some((service) => service.rateAnnotation !== undefined && selectsWorkload(service, workload));
  return workloads.every(isCovered) ? annotated : [...annotated, rule()];
}

/**
 * What rules may call a node: a version of an app is also the workload that runs it. What nobody knows is `unknown`, as
 * metrics call it.
 */
function namesOf({ namespace = 'unknown', service, app, workload }: NodeIdentity): readonly RuledObject[] {
  if (service !== undefined) return [{ namespace, kind: 'service', name: service }];
  const names: RuledObject[] = [];
  if (app !== undefined) names.push({ namespace, kind: 'app', name: app });
  if (workload !== undefined) names.push({ namespace, kind: 'workload', name: workload });
  return names.length > 0 ? names : [{ namespace, kind: 'workload', name: 'unknown' }];
}
