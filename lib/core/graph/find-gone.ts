import { canonicalRevision, canonicalService } from '../kubernetes/canonical-names';
import type { ServiceEntryView } from '../kubernetes/service-entry-view';
import type { ClusterFacts } from './cluster-facts';
import { isFullyKnown } from './cluster-sight';
import { groupBy } from '../mesh/group-by';
import type { FactsIndex } from './match-facts';
import type { NodeIdentity } from './mesh-graph';

/**
 * Tells which nodes stand for workloads that the cluster no longer holds: no Deployment, StatefulSet or DaemonSet has
 * the name and no pod belongs to it. Said only where it is proven: the node is of the cluster that is followed, all
 * that runs in its namespace is known, and nothing declares that it runs elsewhere.
 */
export function findGone(
  nodes: readonly NodeIdentity[],
  facts: ClusterFacts,
  index: FactsIndex,
): (node: NodeIdentity) => boolean {
  const { sight, serviceEntries = [], clusterId } = facts;
  if (sight === undefined) return () => false;
  const isOurs = membership(nodes, clusterId);
  const entries = groupBy(serviceEntries, ({ namespace = '' }) => namespace);
  return (node) => {
    const { namespace } = node;
    if (namespace === undefined || !isWorkload(node) || !isOurs(node)) return false;
    if (!isFullyKnown(sight, namespace) || index.isHeld(node)) return false;
    if (index.workloadEntriesOf(node).length > 0) return false;
    return !(entries.get(namespace) ?? []).some((entry) => mayRunAt(node, entry));
  };
}

function isWorkload({ kind, workload, app }: NodeIdentity): boolean {
  return (kind === 'app' || kind === 'workload') && (workload !== undefined || app !== undefined);
}

/**
 * Whether a node is certainly of our cluster. Objects do not say by which id metrics name it: where we have not learnt
 * it, or a node does not tell its own, it takes a graph that names one cluster at most.
 */
function membership(
  nodes: readonly NodeIdentity[],
  clusterId: string | undefined,
): (node: NodeIdentity) => boolean {
  const named = new Set(nodes.flatMap(({ cluster }) => cluster ?? []));
  if (clusterId === undefined) return () => named.size <= 1;
  const namesOnlyOurs = [...named].every((cluster) => cluster === clusterId);
  return ({ cluster }) => (cluster === undefined ? namesOnlyOurs : cluster === clusterId);
}

/** Endpoints that a ServiceEntry lists itself may be machines whose proxies go by any name. */
function mayRunAt(
  { workload, app, version }: NodeIdentity,
  { location, endpoints, labels, name }: ServiceEntryView,
): boolean {
  if (location !== 'MESH_EXTERNAL' && endpoints.length > 0) return true;
  if (workload !== undefined) return false;
  return [labels, ...endpoints.map((endpoint) => endpoint.labels)].some(
    (its) =>
      canonicalService(its, name) === app && (version === undefined || canonicalRevision(its) === version),
  );
}
