import { selectsWorkload, type ClusterFacts, type ServiceFacts, type WorkloadFacts } from './cluster-facts';
import type { NodeIdentity } from './mesh-graph';

/** Looks up what stands behind the nodes of a graph. */
export interface FactsIndex {
  workloadsOf(node: NodeIdentity): readonly WorkloadFacts[];
  /** As `workloadsOf`; of a service node the workloads that it selects. */
  workloadsBehind(node: NodeIdentity): readonly WorkloadFacts[];
  servicesOf(node: NodeIdentity): readonly ServiceFacts[];
}

/** Indexes the cluster's facts by namespace and name; metrics and objects are joined by Istio's canonical names. */
export function indexFacts({ workloads = [], services = [] }: ClusterFacts): FactsIndex {
  const byWorkload = groupBy(workloads, ({ namespace, name }) => key(namespace, name));
  const byApp = groupBy(workloads, ({ namespace, app }) => key(namespace, app));
  const byService = groupBy(services, ({ namespace, name }) => key(namespace, name));
  const byNamespace = groupBy(services, ({ namespace }) => namespace);
  const workloadsIn = groupBy(workloads, ({ namespace }) => namespace);

  function workloadsOf(node: NodeIdentity): readonly WorkloadFacts[] {
    const namespace = node.namespace ?? '';
    if (node.workload !== undefined) return byWorkload.get(key(namespace, node.workload)) ?? [];
    if (node.app !== undefined) {
      const found = byApp.get(key(namespace, node.app)) ?? [];
      return node.version === undefined ? found : found.filter(({ version }) => version === node.version);
    }
    return [];
  }

  function servicesOf(node: NodeIdentity): readonly ServiceFacts[] {
    const namespace = node.namespace ?? '';
    if (node.service !== undefined) return byService.get(key(namespace, node.service)) ?? [];
    const behind = workloadsOf(node);
    return (byNamespace.get(namespace) ?? []).filter((service) =>
      behind.some((workload) => selectsWorkload(service, workload)),
    );
  }

  function workloadsBehind(node: NodeIdentity): readonly WorkloadFacts[] {
    if (node.service === undefined) return workloadsOf(node);
    const selecting = servicesOf(node);
    return (workloadsIn.get(node.namespace ?? '') ?? []).filter((workload) =>
      selecting.some((service) => selectsWorkload(service, workload)),
    );
  }

  return { workloadsOf, workloadsBehind, servicesOf };
}

function key(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
