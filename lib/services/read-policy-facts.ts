import type { ClusterFacts } from '@/lib/core/graph/cluster-facts';
import { viewAuthorizationPolicy } from '@/lib/core/kubernetes/authorization-policy-view';
import { viewRequestAuthentication } from '@/lib/core/kubernetes/request-authentication-view';
import { joinKey } from '@/lib/core/mesh/join-key';
import { DEFAULT_SETTINGS } from '@/lib/core/mtls/mesh-settings';
import type { PolicyFacts } from '@/lib/core/policy/policy-facts';
import type { ObjectReading } from './read-objects';
import { readSight } from './read-sight';
import { readWaypoints } from './read-waypoints';

const DEFAULT_TRUST_DOMAIN = 'cluster.local';

/** All that the cluster declares of who may call whom; `facts` is what was read of it before. */
export function readPolicyFacts(reading: ObjectReading, facts: ClusterFacts): PolicyFacts {
  const { trustDomain = DEFAULT_TRUST_DOMAIN, trustDomainAliases = [] } =
    facts.mtls?.settings ?? DEFAULT_SETTINGS;
  const accounts = readAccounts(facts);
  const requestAuthentications = readRequestAuthentications(reading);
  return {
    policies: reading.views('authorizationPolicies', viewAuthorizationPolicy) ?? [],
    policySight: readSight(reading, 'authorizationPolicies'),
    ...(requestAuthentications === undefined ? {} : { requestAuthentications }),
    accountsOf: (namespace, workload) => accounts.get(joinKey(namespace, workload)) ?? [],
    waypointOf: readWaypoints(reading, facts),
    ...(facts.clusterId === undefined ? {} : { clusterId: facts.clusterId }),
    trustDomains: [...new Set([trustDomain, ...trustDomainAliases])],
  };
}

/** One that cannot be seen may make tokens count. */
function readRequestAuthentications(reading: ObjectReading) {
  const { known, onlyIn, hiddenIn = [] } = readSight(reading, 'requestAuthentications');
  if (!known || onlyIn !== undefined || hiddenIn.length > 0) return undefined;
  return reading.views('requestAuthentications', viewRequestAuthentication) ?? [];
}

function readAccounts({ workloads = [], podWorkloads = [], workloadEntries = [] }: ClusterFacts) {
  const found = new Map<string, readonly string[]>();
  const add = (namespace: string, name: string, accounts: readonly string[]) => {
    const key = joinKey(namespace, name);
    found.set(key, [...new Set([...(found.get(key) ?? []), ...accounts])].sort());
  };
  for (const { namespace, name, accounts = [] } of [...workloads, ...podWorkloads])
    add(namespace, name, accounts);
  for (const { namespace = '', workload, serviceAccount } of workloadEntries) {
    if (serviceAccount !== undefined) add(namespace, workload, [serviceAccount]);
  }
  return found;
}

/** What is known of policies where there is no cluster to ask. */
export const NO_POLICY_FACTS: PolicyFacts = {
  policies: [],
  policySight: { known: false },
  accountsOf: () => [],
  waypointOf: () => undefined,
  trustDomains: [],
};
