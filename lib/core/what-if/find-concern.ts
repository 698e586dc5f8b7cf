import { mayBeOurs } from '../graph/match-facts';
import type { DestinationRuleView } from '../kubernetes/destination-rule-view';
import { fullHost } from '../routing/full-host';
import type { SeenEdge } from '../policy/judge-edge';
import type { PolicyContext } from '../policy/policy-context';
import { matchesHost } from '../routing/match-host';
import type { ChangedObjects } from './change-context';

/**
 * Tells which edges changed objects may be about at all: policies are for the workloads of their namespace or of the
 * mesh, rules for hosts. `before` are the rules of the same names as they are now.
 */
export function findConcern(
  { mtls, facts }: PolicyContext,
  changed: ChangedObjects,
  before: readonly DestinationRuleView[],
): (seen: SeenEdge) => boolean {
  const { rootNamespace } = mtls.facts.settings;
  const policies = [...changed.peerAuthentications, ...changed.authorizationPolicies];
  const places = new Set(policies.map(({ namespace = 'default' }) => namespace));
  const hosts = [...changed.destinationRules, ...before].map((rule) => fullHost(rule));
  return ({ edge, target }) => {
    const isOurs = target.kind === 'workload' && mayBeOurs(target, facts.clusterId) !== false;
    if (isOurs && (places.has(rootNamespace) || places.has(target.namespace ?? ''))) return true;
    return edge.responses.some(({ host }) => hosts.some((pattern) => matchesHost(pattern, host)));
  };
}
