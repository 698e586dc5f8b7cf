import type { ServiceEntryView } from '../kubernetes/service-entry-view';
import type { WorkloadEntryView } from '../kubernetes/workload-entry-view';
import { matchesLabels } from '../kubernetes/label-match';
import { compareText } from '../mesh/compare-text';
import { mapInSteps, type Steps } from '../steps/steps';
import { indexAppliedPolicies } from './applied-policies';
import type { ClusterFacts } from './cluster-facts';
import { indexDeclaredHosts } from './declared-hosts';
import { joinKey } from '../mesh/join-key';
import { groupBy } from '../mesh/group-by';
import type { FactsIndex } from './match-facts';
import type { AppliedConfig, GraphEdge, GraphNode } from './mesh-graph';

/** A ServiceEntry may list hundreds of hosts. */
const MOST_HOSTS = 5;

/**
 * Adds the configuration that applies to each node: what is about a service, to its node and to the workloads that
 * serve it; a ServiceEntry, to the host it declares; a WorkloadEntry, to what runs on that machine; a PeerAuthentication,
 * to whose mutual TLS it decides. A node whose configuration is not known has none, which is not the same as an empty list.
 */
export function* withAppliedConfig(
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
  facts: ClusterFacts,
  index: FactsIndex,
): Steps<GraphNode[]> {
  const { serviceConfig, serviceEntries, workloadEntries } = facts;
  const byService = groupBy(serviceConfig ?? [], ({ namespace, service }) => joinKey(namespace, service));
  const hosts = indexDeclaredHosts({ nodes, edges }, facts);
  const policiesOf = indexAppliedPolicies(facts, index);

  function isKnown(node: GraphNode): boolean {
    if (serviceConfig === undefined || facts.isServiceConfigPartial) return false;
    if (serviceEntries === undefined && hosts.canDeclare(node)) return false;
    const isWorkload = node.workload !== undefined || node.app !== undefined;
    return workloadEntries !== undefined || !isWorkload || index.isHeld(node);
  }

  return yield* mapInSteps(nodes, configure, 50);

  function configure(node: GraphNode): GraphNode {
    const found = [
      ...index
        .servicesOf(node)
        .flatMap(({ namespace, name }) => byService.get(joinKey(namespace, name)) ?? [])
        .map(({ config }) => config),
      ...hosts.entriesOf(node).map((entry) => describeServiceEntry(entry, workloadEntries)),
      ...index.workloadEntriesOf(node).map(describeWorkloadEntry),
      ...policiesOf(node),
    ];
    return found.length > 0 || isKnown(node) ? { ...node, config: inOrder(found) } : node;
  }
}

function describeServiceEntry(
  { namespace = '', name, hosts, location, workloadSelector }: ServiceEntryView,
  workloadEntries: readonly WorkloadEntryView[] = [],
): AppliedConfig {
  const shown = hosts.slice(0, MOST_HOSTS).join(', ');
  const more = hosts.length - MOST_HOSTS;
  const selected =
    Object.keys(workloadSelector).length === 0
      ? 0
      : workloadEntries.filter(
          (entry) => entry.namespace === namespace && matchesLabels(workloadSelector, entry.workloadLabels),
        ).length;
  const parts = [
    ...(location === undefined ? [] : [location]),
    more > 0 ? `${shown} and ${more} more` : shown,
    ...(selected > 0 ? [`${selected} WorkloadEntr${selected === 1 ? 'y' : 'ies'}`] : []),
  ];
  return { kind: 'ServiceEntry', namespace, name, summary: parts.join(' · ') };
}

function describeWorkloadEntry({ namespace = '', name, address, network }: WorkloadEntryView): AppliedConfig {
  const parts = [address ?? 'no address', ...(network === undefined ? [] : [`network ${network}`])];
  return { kind: 'WorkloadEntry', namespace, name, summary: parts.join(' · ') };
}

/** Each object once, whatever order the cluster gave them in. */
function inOrder(config: readonly AppliedConfig[]): AppliedConfig[] {
  const keyed = config.map((one): [string, AppliedConfig] => [
    joinKey(one.kind, one.namespace, one.name),
    one,
  ]);
  return [...new Map(keyed).values()].sort(
    (a, b) =>
      compareText(a.kind, b.kind) || compareText(a.namespace, b.namespace) || compareText(a.name, b.name),
  );
}
