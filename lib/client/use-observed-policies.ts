import { useQuery } from '@tanstack/react-query';
import type { ObservedPoliciesAnswer } from '@/lib/contracts/observed-policies';
import { observedPoliciesQuery } from './queries/policies';
import type { Scope } from './queries/scope';
import type { RefreshChoice } from './refresh-pace';
import { useKeptAnswer, type KeptAnswer } from './use-kept-answer';

export type ObservedPolicies = KeptAnswer<ObservedPoliciesAnswer>;

/** Who may talk to whom and who does, kept fresh, with the last answer while something fails. */
export function useObservedPolicies(scope: Scope, refresh: RefreshChoice): ObservedPolicies {
  const enabled = scope.namespaces === 'all' || scope.namespaces.length > 0;
  return useKeptAnswer(useQuery(observedPoliciesQuery(scope, { refresh, enabled })), enabled);
}
