import type { WorkloadEntryView } from '../kubernetes/workload-entry-view';
import {
  selectsWorkload,
  type ClusterFacts,
  type PodWorkload,
  type ServiceFacts,
  type WorkloadFacts,
  type WorkloadName,
} from './cluster-facts';
import { joinKey } from '../mesh/join-key';
import { groupBy, groupByAll } from '../mesh/group-by';
import type { NodeIdentity } from './mesh-graph';

/** Looks up what stands behind the nodes of a graph. Nothing stands behind nodes of other clusters. */
export interface FactsIndex {
  /** Deployments, StatefulSets and DaemonSets. */
  workloadsOf(node: NodeIdentity): readonly WorkloadFacts[];
  /** The same, and workloads of which only pods are known. */
  runningOf(node: NodeIdentity): readonly PodWorkload[];
  /** As `workloadsOf`; of a service node the workloads that it selects. */
  workloadsBehind(node: NodeIdentity): readonly WorkloadFacts[];
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
  const index = indexed.get(facts) ?? makeIndex(facts);
  indexed.set(facts, index);
  return index;
}

/** Facts stay the same until something changes in the cluster. */
const indexed = new WeakMap<ClusterFacts, FactsIndex>();

function makeIndex(facts: ClusterFacts): FactsIndex {
  const { workloads = [], podWorkloads = [], podOwners = [], services = [], clusterId } = facts;
  const declared = byParty(workloads);
  const loose = byParty(podWorkloads);
  const owners = byParty(podOwners);
  const entries = byEntry(facts.workloadEntries ?? []);
  const byService = groupBy(services, ({ namespace, name }) => joinKey(namespace, name));
  // One label narrows the search: namespaces may hold thousands of services and workloads.
  const selecting = groupBy(services, ({ namespace, selector }) => labelKey(namespace, firstLabel(selector)));
  const labelled = groupByAll<PodWorkload>([...workloads, ...podWorkloads], ({ namespace, podLabels }) =>
    Object.entries(podLabels).map((label) => labelKey(namespace, label)),
  );

  const isForeign = (node: NodeIdentity) => mayBeOurs(node, clusterId) === false;
  const workloadsOf = (node: NodeIdentity) => (isForeign(node) ? [] : declared(node));
  const runningOf = (node: NodeIdentity): readonly PodWorkload[] =>
    isForeign(node) ? [] : [...declared(node), ...loose(node)];

  function servicesOf(node: NodeIdentity): readonly ServiceFacts[] {
    if (isForeign(node)) return [];
    const namespace = node.namespace ?? '';
    if (node.service !== undefined) return byService.get(joinKey(namespace, node.service)) ?? [];
    const serving = runningOf(node).flatMap((workload) =>
      Object.entries(workload.podLabels)
        .flatMap((label) => selecting.get(labelKey(namespace, label)) ?? [])
        .filter((service) => selectsWorkload(service, workload)),
    );
    return [...new Set(serving)];
  }

  const isHeld = (node: NodeIdentity) => runningOf(node).length > 0 || owners(node).length > 0;
  const servedBy = (node: NodeIdentity): readonly PodWorkload[] => {
    const selected = servicesOf(node).flatMap((service) =>
      (labelled.get(labelKey(service.namespace, firstLabel(service.selector))) ?? []).filter((workload) =>
        selectsWorkload(service, workload),
      ),
    );
    return [...new Set(selected)];
  };
  return {
    workloadsOf,
    runningOf,
    servicesOf,
    servedBy,
    workloadsBehind: (node) =>
      node.service === undefined ? workloadsOf(node) : servedBy(node).filter(isDeclared),
    workloadEntriesOf: (node) => (isForeign(node) ? [] : entries(node, isHeld(node))),
    isHeld: (node) => !isForeign(node) && isHeld(node),
  };
}

/** Whether a node can belong to the cluster with this id: one of the two may be unknown. */
export function mayBeOurs({ cluster }: NodeIdentity, clusterId: string | undefined): boolean {
  return clusterId === undefined || cluster === undefined || cluster === clusterId;
}

type Label = readonly [name: string, value: string];

function firstLabel(selector: ServiceFacts['selector']): Label | undefined {
  return Object.entries(selector)[0];
}

function labelKey(namespace: string, label: Label | undefined): string {
  return joinKey(namespace, ...(label ?? []));
}

/** Pods alone have no replicas to speak of. */
function isDeclared(workload: PodWorkload): workload is WorkloadFacts {
  return 'replicas' in workload;
}

/** Finds by the workload's name where a node has one, else by its app and version. */
function byParty<T extends WorkloadName>(items: readonly T[]): (node: NodeIdentity) => readonly T[] {
  const byWorkload = groupBy(items, ({ namespace, name }) => joinKey(namespace, name));
  const byApp = groupBy(items, ({ namespace, app }) => joinKey(namespace, app));
  return ({ namespace = '', workload, app, version }) => {
    if (workload !== undefined) return byWorkload.get(joinKey(namespace, workload)) ?? [];
    if (app === undefined) return [];
    const found = byApp.get(joinKey(namespace, app)) ?? [];
    return version === undefined ? found : found.filter((one) => one.version === version);
  };
}

/** The same for machines, whose proxies often go by another name than their entries do. */
function byEntry(
  entries: readonly WorkloadEntryView[],
): (node: NodeIdentity, isHeld: boolean) => readonly WorkloadEntryView[] {
  const byName = groupBy(entries, ({ namespace = '', name }) => joinKey(namespace, name));
  const byWorkload = groupBy(entries, ({ namespace = '', workload }) => joinKey(namespace, workload));
  const byApp = groupBy(entries, ({ namespace = '', app }) => joinKey(namespace, app));
  return ({ namespace = '', workload, app, version }, isHeld) => {
    const named =
      workload === undefined
        ? []
        : [
            ...(byWorkload.get(joinKey(namespace, workload)) ?? []),
            ...(byName.get(joinKey(namespace, workload)) ?? []),
          ];
    if (named.length > 0) return [...new Set(named)];
    // A workload of the cluster may have the labels of a machine that it takes the work from.
    if (app === undefined || (workload !== undefined && isHeld)) return [];
    const found = byApp.get(joinKey(namespace, app)) ?? [];
    return version === undefined ? found : found.filter((entry) => entry.version === version);
  };
}
