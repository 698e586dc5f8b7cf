import type { ServiceEntryView } from '../kubernetes/service-entry-view';
import { serviceOfHost } from '../routing/declared-routes';
import { indexServiceEntries } from '../routing/find-service-entry';
import type { ClusterFacts } from './cluster-facts';
import { joinKey } from '../mesh/join-key';
import { mayBeOurs } from './match-facts';
import type { GraphEdge, GraphNode, NodeIdentity } from './mesh-graph';
import { isBlackHole, isPassthrough } from './node-identity';

/** Tells which ServiceEntries declare the host that a node stands for. */
export interface DeclaredHosts {
  /** Whether a ServiceEntry can declare the node: it is a host, and no Kubernetes Service has its name. */
  canDeclare(node: NodeIdentity): boolean;
  /** One for each of the node's callers that sees another; empty when none of them sees any. */
  entriesOf(node: GraphNode): readonly ServiceEntryView[];
}

/** Callers decide: a ServiceEntry holds for the namespaces that it is exported to, and for no others. */
export function indexDeclaredHosts(
  graph: { readonly nodes: readonly GraphNode[]; readonly edges: readonly GraphEdge[] },
  facts: ClusterFacts,
): DeclaredHosts {
  const { serviceEntries = [], services, clusterId } = facts;
  const find = indexServiceEntries(serviceEntries, facts.defaultServiceExportTo);
  const known = services && new Set(services.map(({ namespace, name }) => joinKey(namespace, name)));
  const callers = callersOf(graph, clusterId);

  function canDeclare(node: NodeIdentity): boolean {
    if (hostsOf(node).length === 0 || !mayBeOurs(node, clusterId)) return false;
    const service = kubernetesService(node);
    // Where Services cannot be read, one of that name may go before any ServiceEntry.
    return service === undefined || (known !== undefined && !known.has(service));
  }

  return {
    canDeclare,
    entriesOf(node) {
      if (serviceEntries.length === 0 || !canDeclare(node)) return [];
      const hosts = hostsOf(node);
      const found = [...(callers.get(node.id) ?? [])].map((client) => find(hosts, client));
      return [...new Set(found)].filter((entry) => entry !== undefined);
    },
  };
}

/** Namespaces that call each node. */
function callersOf(
  { nodes, edges }: { readonly nodes: readonly GraphNode[]; readonly edges: readonly GraphEdge[] },
  clusterId: string | undefined,
): ReadonlyMap<string, ReadonlySet<string | undefined>> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const callers = new Map<string, Set<string | undefined>>();
  for (const { source, target } of edges) {
    const caller = byId.get(source);
    if (caller === undefined || !mayBeOurs(caller, clusterId)) continue;
    const namespaces = callers.get(target);
    if (namespaces === undefined) callers.set(target, new Set([caller.namespace]));
    else namespaces.add(caller.namespace);
  }
  return callers;
}

/** The names by which callers may know a node. */
function hostsOf({ kind, namespace, service }: NodeIdentity): string[] {
  if (service === undefined || (kind !== 'external' && kind !== 'service')) return [];
  if (isPassthrough(service) || isBlackHole(service)) return [];
  if (kind === 'external' || service.includes('.') || namespace === undefined) return [service];
  return [service, `${service}.${namespace}.svc.cluster.local`];
}

/** The Kubernetes Service that has a node's name, if it exists. */
function kubernetesService({ kind, namespace = '', service = '' }: NodeIdentity): string | undefined {
  if (kind === 'external' && !service.includes('.')) return undefined;
  const named = serviceOfHost(service, namespace);
  return named && joinKey(named.namespace, named.service);
}
