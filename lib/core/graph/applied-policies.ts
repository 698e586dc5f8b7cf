import { indexPolicies } from '../mtls/index-policies';
import { resolvePolicies } from '../mtls/resolve-policies';
import { isGoverned } from '../mtls/pod-shape';
import type { TrailEntry } from '../mtls/policy-trail';
import { joinKey } from '../mesh/join-key';
import type { ClusterFacts } from './cluster-facts';
import type { FactsIndex } from './match-facts';
import type { AppliedConfig, NodeIdentity } from './mesh-graph';

/**
 * Finds the PeerAuthentications that decide what the pods behind a node accept: `STRICT (namespace)`, and for ports
 * `port 8081 STRICT (workload)`. Policies that nobody obeys, for want of a proxy, are left out.
 */
export function indexAppliedPolicies(
  { mtls }: ClusterFacts,
  facts: FactsIndex,
): (node: NodeIdentity) => AppliedConfig[] {
  if (mtls === undefined || mtls.policies.length === 0) return () => [];
  const policies = indexPolicies(mtls.policies, mtls.settings.rootNamespace, mtls.policySight);
  return (node) => {
    const behind = node.service === undefined ? facts.runningOf(node) : facts.servedBy(node);
    const entries = behind.flatMap(({ namespace, shapes = [] }) =>
      shapes
        .filter(isGoverned)
        .flatMap(({ labels }) => resolvePolicies(policies, { namespace, labels }).trail),
    );
    return distinct(entries.filter(({ verdict }) => verdict === 'decides' || verdict === 'decidesPorts'));
  };
}

/** One policy may decide for several workloads behind a node. */
function distinct(entries: readonly TrailEntry[]): AppliedConfig[] {
  const told = new Map(entries.map((entry) => [joinKey(entry.namespace, entry.name), entry]));
  return [...told.values()].map(({ kind, namespace, name, says, level }) => ({
    kind,
    namespace,
    name,
    summary: `${says.replace(/^UNSET, /, '')} (${level})`,
  }));
}
