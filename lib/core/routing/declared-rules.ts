import type { ServiceConfig } from '../graph/cluster-facts';
import type { DestinationRuleView, TrafficPolicyView } from '../kubernetes/destination-rule-view';
import { serviceOfHost } from './declared-routes';

/**
 * What a DestinationRule declares, for the service of its host; nothing for wildcards and outside names. Which clients
 * obey it is not told here.
 */
export function declaredRules(rule: DestinationRuleView): ServiceConfig[] {
  const namespace = rule.namespace ?? 'default';
  const service = serviceOfHost(rule.host, namespace);
  if (service === undefined) return [];
  const policies = [rule.policy, ...rule.subsets.map(({ policy }) => policy)];
  const limits = policies.some(({ limitsConnections }) => limitsConnections);
  const detects = policies.some(({ detectsOutliers }) => detectsOutliers);
  const parts = [
    ...describeTls(rule.policy),
    ...(limits ? ['limits connections'] : []),
    ...(detects ? ['takes out hosts that fail'] : []),
    ...describeSubsets(rule),
  ];
  return [
    {
      ...service,
      config: {
        kind: 'DestinationRule',
        namespace,
        name: rule.name,
        summary: parts.length > 0 ? parts.join('; ') : 'no policy',
        ...(limits || detects ? { traits: ['circuitBreaker'] } : {}),
      },
    },
  ];
}

function describeTls({ tlsMode }: TrafficPolicyView): string[] {
  return tlsMode === undefined ? [] : [`TLS ${tlsMode}`];
}

const mostSubsets = 5;

function describeSubsets({ subsets }: DestinationRuleView): string[] {
  if (subsets.length === 0) return [];
  const named = subsets.slice(0, mostSubsets).map(({ name }) => name);
  const more = subsets.length - named.length;
  return [
    `subset${subsets.length === 1 ? '' : 's'} ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
  ];
}
