import type { WorkloadEntryView } from '../kubernetes/workload-entry-view';
import {
  selectsWorkload,
  type ClusterFacts,
  type PodWorkload,
  type ServiceFacts,
  type WorkloadFacts,
  type WorkloadName,
} from './cluster-facts';
import { groupBy, nameKey } from './group-by';
import type { NodeIdentity } from './mesh-graph';

/** Looks up what stands behind the nodes of a graph. Nothing stands behind nodes of other clusters. */
export interface FactsIndex {
  /** Deployments, StatefulSets and DaemonSets. */
  workloadsOf(node: NodeIdentity): readonly WorkloadFacts[];
  /** The same, and workloads of which only pods are known. */
  runningOf(node: NodeIdentity): readonly PodWorkload[];
  /** The service itself, or the services that a workload serves. */
  servicesOf(node: NodeIdentity): readonly ServiceFacts[];
  /** What the services of a node select. */
  servedBy(node: NodeIdentity): readonly PodWorkload[];
  /** Machines outside the cluster. */
  workloadEntriesOf(node: NodeIdentity): readonly WorkloadEntryView[];
  /** Whether the cluster holds a workload, or a pod of one, for the node. */
  isHeld(node: NodeIdentity): boolean;
}

/** Indexes the cluster's facts by namespace and name; metrics and objects are joined by Istio's canonical names. */
export function indexFacts(facts: ClusterFacts): FactsIndex {
  const { workloads = [], podWorkloads = [], podOwners = [], services = [], clusterId } = facts;
  const declared = byParty(workloads);
  const loose = byParty(podWorkloads);
  const owners = byParty(podOwners);
  const entries = byEntry(facts.workloadEntries ?? []);
  const byService = groupBy(services, ({ namespace, name }) => nameKey(namespace, name));
  const byNamespace = groupBy(services, ({ namespace }) => namespace);
  const runningByNamespace = groupBy<PodWorkload>([...workloads, ...podWorkloads], (one) => one.namespace);

  const isForeign = (node: NodeIdentity) => mayBeOurs(node, clusterId) === false;
  const workloadsOf = (node: NodeIdentity) => (isForeign(node) ? [] : declared(node));
  const runningOf = (node: NodeIdentity): readonly PodWorkload[] =>
    isForeign(node) ? [] : [...declared(node), ...loose(node)];

  function servicesOf(node: NodeIdentity): readonly ServiceFacts[] {
    if (isForeign(node)) return [];
    const namespace = node.namespace ?? '';
    if (node.service !== undefined) return byService.get(nameKey(namespace, node.service)) ?? [];
    const behind = runningOf(node);
    return (byNamespace.get(namespace) ?? []).filter((service) =>
      behind.some((workload) => selectsWorkload(service, workload)),
    );
  }

  const isHeld = (node: NodeIdentity) => runningOf(node).length > 0 || owners(node).length > 0;
  return {
    workloadsOf,
    runningOf,
    servicesOf,
    servedBy: (node) =>
      servicesOf(node).flatMap((service) =>
        (runningByNamespace.get(service.namespace) ?? []).filter((one) => selectsWorkload(service, one)),
      ),
    workloadEntriesOf: (node) => (isForeign(node) ? [] : entries(node, isHeld(node))),
    isHeld: (node) => !isForeign(node) && isHeld(node),
  };
}

/** Whether a node can belong to the cluster with this id: one of the two may be unknown. */
export function mayBeOurs({ cluster }: NodeIdentity, clusterId: string | undefined): boolean {
  return clusterId === undefined || cluster === undefined || cluster === clusterId;
}

/** Finds by the workload's name where a node has one, else by its app and version. */
function byParty<T extends WorkloadName>(items: readonly T[]): (node: NodeIdentity) => readonly T[] {
  const byWorkload = groupBy(items, ({ namespace, name }) => nameKey(namespace, name));
  const byApp = groupBy(items, ({ namespace, app }) => nameKey(namespace, app));
  return ({ namespace = '', workload, app, version }) => {
    if (workload !== undefined) return byWorkload.get(nameKey(namespace, workload)) ?? [];
    if (app === undefined) return [];
    const found = byApp.get(nameKey(namespace, app)) ?? [];
    return version === undefined ? found : found.filter((one) => one.version === version);
  };
}

/** The same for machines, whose proxies often go by another name than their entries do. */
function byEntry(
  entries: readonly WorkloadEntryView[],
): (node: NodeIdentity, isHeld: boolean) => readonly WorkloadEntryView[] {
  const byName = groupBy(entries, ({ namespace = '', name }) => nameKey(namespace, name));
  const byWorkload = groupBy(entries, ({ namespace = '', workload }) => nameKey(namespace, workload));
  const byApp = groupBy(entries, ({ namespace = '', app }) => nameKey(namespace, app));
  return ({ namespace = '', workload, app, version }, isHeld) => {
    const named =
      workload === undefined
        ? []
        : [
            ...(byWorkload.get(nameKey(namespace, workload)) ?? []),
            ...(byName.get(nameKey(namespace, workload)) ?? []),
          ];
    if (named.length > 0) return [...new Set(named)];
    // A workload of the cluster may have the labels of a machine that it takes the work from.
    if (app === undefined || (workload !== undefined && isHeld)) return [];
    const found = byApp.get(nameKey(namespace, app)) ?? [];
    return version === undefined ? found : found.filter((entry) => entry.version === version);
  };
}
