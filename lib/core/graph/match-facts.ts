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
  // One label narrows the search: namespaces may hold thousands of services and workloads.
  const bySelector = groupBy(services, ({ namespace, selector }) =>
    labelKey(namespace, firstLabel(selector)),
  );
  const byLabel = groupByAll(workloads, ({ namespace, podLabels }) =>
    Object.entries(podLabels).map((label) => labelKey(namespace, label)),
  );

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
    const selecting = workloadsOf(node).flatMap((workload) =>
      Object.entries(workload.podLabels)
        .flatMap((label) => bySelector.get(labelKey(namespace, label)) ?? [])
        .filter((service) => selectsWorkload(service, workload)),
    );
    return [...new Set(selecting)];
  }

  function workloadsBehind(node: NodeIdentity): readonly WorkloadFacts[] {
    if (node.service === undefined) return workloadsOf(node);
    const selected = servicesOf(node).flatMap((service) => {
      const alike = byLabel.get(labelKey(service.namespace, firstLabel(service.selector))) ?? [];
      return alike.filter((workload) => selectsWorkload(service, workload));
    });
    return [...new Set(selected)];
  }

  return { workloadsOf, workloadsBehind, servicesOf };
}

function key(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

type Label = readonly [name: string, value: string];

function firstLabel(selector: ServiceFacts['selector']): Label | undefined {
  return Object.entries(selector)[0];
}

function labelKey(namespace: string, label: Label | undefined): string {
  return JSON.stringify([namespace, label]);
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  return groupByAll(items, (item) => [keyOf(item)]);
}

function groupByAll<T>(items: readonly T[], keysOf: (item: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    for (const key of keysOf(item)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [item]);
      else group.push(item);
    }
  }
  return groups;
}
