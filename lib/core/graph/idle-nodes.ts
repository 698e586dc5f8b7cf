import type { ClusterFacts } from './cluster-facts';
import { compareText } from '../mesh/compare-text';
import type { GraphLevel, GraphNode, NodeIdentity } from './mesh-graph';
import { definedOnly, nodeId, parseNodeId, partyIdentity } from './node-identity';
import { noTraffic } from './sum-traffic';

/** Nodes for declared workloads and services that nobody called in the window. */
export function idleNodes(
  facts: ClusterFacts,
  present: readonly GraphNode[],
  options: { level: GraphLevel; serviceNodes: boolean; namespaces?: readonly string[] },
): GraphNode[] {
  const { level, namespaces } = options;
  const wanted = (namespace: string) => namespaces === undefined || namespaces.includes(namespace);
  const clusterOf = namespaceClusters(present);
  const identities: NodeIdentity[] = [];
  if (level !== 'service') {
    for (const { namespace, name, app, version } of facts.workloads ?? []) {
      if (!wanted(namespace)) continue;
      const cluster = clusterOf(namespace);
      const party = {
        namespace,
        workload: name,
        app,
        version,
        ...(cluster === undefined ? {} : { cluster }),
      };
      identities.push(partyIdentity(party, level));
    }
  }
  if (level === 'service' || options.serviceNodes) {
    for (const { namespace, name } of facts.services ?? []) {
      if (wanted(namespace)) {
        identities.push(
          definedOnly({ kind: 'service', cluster: clusterOf(namespace), namespace, service: name }),
        );
      }
    }
  }
  // Where several clusters share a namespace, nobody can tell whose object it is: any of their nodes stands for it.
  const known = new Set(present.flatMap(({ id }) => [id, withoutCluster(id)]));
  const fresh = new Map(identities.map((identity) => [nodeId(identity), identity]));
  return [...fresh]
    .filter(([id]) => !known.has(id))
    .sort(([a], [b]) => compareText(a, b))
    .map(([id, identity]) => ({
      ...identity,
      id,
      traffic: noTraffic(),
      flags: ['idle'],
      health: { status: 'unknown', reasons: [] },
    }));
}

function withoutCluster(id: string): string {
  const { cluster: _cluster, ...identity } = parseNodeId(id) ?? { kind: 'unknown' };
  return nodeId(identity);
}

/**
 * Objects do not say by which cluster id metrics name their cluster: the neighbours of their namespace do, and where
 * there are none the whole graph, if it knows one cluster only.
 */
function namespaceClusters(nodes: readonly GraphNode[]): (namespace: string) => string | undefined {
  const byNamespace = new Map<string, Set<string>>();
  const all = new Set<string>();
  for (const { namespace, cluster } of nodes) {
    if (cluster === undefined) continue;
    all.add(cluster);
    if (namespace !== undefined)
      byNamespace.set(namespace, (byNamespace.get(namespace) ?? new Set()).add(cluster));
  }
  const only = (clusters: ReadonlySet<string> | undefined) =>
    clusters?.size === 1 ? [...clusters][0] : undefined;
  return (namespace) => only(byNamespace.get(namespace)) ?? only(all);
}
