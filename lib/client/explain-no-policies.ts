import type { ObservedPoliciesAnswer } from '@/lib/contracts/observed-policies';
import type { PolicyList } from './policy-view';

/** Why a list of the page of policies holds nothing. */
export function explainNoPolicies(list: PolicyList): (answer: ObservedPoliciesAnswer) => string {
  return ({ sources: { kubernetes, prometheus }, isTrafficKnown }) => {
    const isDeclared = kubernetes.status === 'ok' || kubernetes.status === 'degraded';
    if (list === 'matrix')
      return isTrafficKnown
        ? 'Nothing was called in these namespaces in this window.'
        : `Prometheus cannot be asked, so that nobody knows who calls. ${prometheus.reason ?? ''}`;
    if (!isDeclared)
      return `Kubernetes cannot be asked, so that no policy is known. ${kubernetes.reason ?? ''}`;
    return list === 'workloads'
      ? 'The cluster declares no workload in these namespaces.'
      : 'No policy of these namespaces allows anything by a rule: either there is none, or it lets nobody in.';
  };
}
