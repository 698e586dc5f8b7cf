import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { observedPoliciesAnswerSchema, policyYamlAnswerSchema } from '@/lib/contracts/observed-policies';
import { policiesAnswerSchema } from '@/lib/contracts/policies';
import { fetchJson } from '../fetch-json';
import { isWorthRetrying } from '../retry-policy';
import type { RefreshOptions } from './graph-request';
import { printScope, type Scope } from './scope';
import { timedAnswerQuery } from './timed-answer';

/** `GET /api/policies/observed`: what is declared now, and what was seen in the window. */
export function observedPoliciesQuery(scope: Scope, options: RefreshOptions) {
  const address = `/api/policies/observed?${printScope(scope)}`;
  return timedAnswerQuery('policies', observedPoliciesAnswerSchema, address, options);
}

/** Whose policies are asked for. */
export interface PolicySubjectName {
  readonly kind: 'workload' | 'service';
  readonly namespace: string;
  readonly name: string;
}

/** What is declared changes seldom, and a change is told of. */
const FRESH_MS = 15_000;

/** `GET /api/policies`: every object that is for a workload or a service. */
export function appliedPoliciesQuery({ kind, namespace, name }: PolicySubjectName) {
  const address = `/api/policies?${new URLSearchParams({ namespace, [kind]: name })}`;
  return queryOptions({
    queryKey: ['policies', address] as const,
    queryFn: ({ signal }) => fetchJson(policiesAnswerSchema, address, { signal }),
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
    retry: (count, error) => count < 2 && isWorthRetrying(error),
  });
}

/** An object of configuration by its name. */
export interface ObjectName {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** `GET /api/policies/yaml`: one object as it is declared. */
export function policyYamlQuery({ kind, namespace, name }: ObjectName, enabled: boolean) {
  const address = `/api/policies/yaml?${new URLSearchParams({ kind, namespace, name })}`;
  return queryOptions({
    queryKey: ['policies', address] as const,
    queryFn: ({ signal }) => fetchJson(policyYamlAnswerSchema, address, { signal }),
    enabled,
    staleTime: FRESH_MS,
    retry: (count, error) => count < 2 && isWorthRetrying(error),
  });
}
