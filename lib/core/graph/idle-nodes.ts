import { addToSet } from '../mesh/add-to-set';
import { compareText } from '../mesh/compare-text';
import type { ClusterFacts } from './cluster-facts';
import { mayBeOurs } from './match-facts';
import type { GraphLevel, GraphNode, NodeIdentity } from './mesh-graph';
import { definedOnly, nodeId, parseNodeId, partyIdentity } from './node-identity';
import { noTraffic } from './sum-traffic';

/**
 * Nodes for declared workloads and services that nobody called in the window. Services have nodes where a graph draws
 * services, workloads where it draws workloads: a service that selects nothing is in no graph of workloads alone.
 */
export function idleNodes(
  facts: ClusterFacts,
  present: readonly GraphNode[],
  options: { level: GraphLevel; serviceNodes: boolean; namespaces?: readonly string[] },
): GraphNode[] {
  const { level, namespaces } = options;
  const wanted = ({ namespace }: { namespace: string }) =>
    namespaces === undefined || namespaces.includes(namespace);
  const clusterOf = namespaceClusters(present, facts.clusterId);
  const identities: NodeIdentity[] = [];
  if (level !== 'service') {
    for (const { namespace, name, app, version } of declaredWorkloads(facts).filter(wanted)) {
      const cluster = clusterOf(namespace);
      const party = { namespace, workload: name, app, version };
      identities.push(partyIdentity(cluster === undefined ? party : { ...party, cluster }, level));
    }
  }
  if (level === 'service' || options.serviceNodes) {
    for (const { namespace, name } of (facts.services ?? []).filter(wanted)) {
      identities.push(
        definedOnly({ kind: 'service', cluster: clusterOf(namespace), namespace, service: name }),
      );
    }
  }
  const known = new Set(
    present.filter((node) => mayBeOurs(node, facts.clusterId)).map(({ id }) => withoutCluster(id)),
  );
  const fresh = new Map(identities.map((identity) => [nodeId(identity), identity]));
  return [...fresh]
    .filter(([, identity]) => !known.has(placelessId(identity)))
    .sort(([a], [b]) => compareText(a, b))
    .map(([id, identity]) => ({
      ...identity,
      id,
      traffic: noTraffic(),
      flags: ['idle'],
      health: { status: 'unknown', reasons: [] },
    }));
}

/** Those that may have no pods just now, and those that are nothing but living pods. */
function declaredWorkloads({ workloads = [], podWorkloads = [] }: ClusterFacts) {
  return [...workloads, ...podWorkloads];
}

/** App and version that are told beside the id of a workload are no part of it. */
function withoutCluster(id: string): string {
  return placelessId(parseNodeId(id) ?? { kind: 'unknown' });
}

/**
 * A node without its cluster. Where we do not know our cluster's id and several share a namespace, nobody can tell
 * whose object it is: any of their nodes stands for it. So does a node that does not tell its cluster.
 */
function placelessId({ cluster: _cluster, ...identity }: NodeIdentity): string {
  return nodeId(identity);
}

/**
 * By which cluster id metrics would name the objects of a namespace: our own, if it is known and metrics name clusters
 * at all. Else the neighbours in the namespace tell, and where there are none the whole graph, if it knows one only.
 */
function namespaceClusters(
  nodes: readonly GraphNode[],
  clusterId: string | undefined,
): (namespace: string) => string | undefined {
  const byNamespace = new Map<string, Set<string>>();
  const all = new Set<string>();
  let workloads = 0;
  for (const { namespace, cluster, workload, app } of nodes) {
    if (workload !== undefined || app !== undefined) workloads += 1;
    if (cluster === undefined) continue;
    all.add(cluster);
    if (namespace !== undefined) addToSet(byNamespace, namespace, cluster);
  }
  // Telemetry can be told to leave the clusters out: idle nodes must then get the ids that busy ones have.
  if (clusterId !== undefined && (all.size > 0 || workloads === 0)) return () => clusterId;
  const only = (clusters: ReadonlySet<string> | undefined) =>
    clusters?.size === 1 ? [...clusters][0] : undefined;
  return (namespace) => only(byNamespace.get(namespace)) ?? only(all);
}
