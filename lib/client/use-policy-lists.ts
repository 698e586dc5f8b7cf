import { useMemo } from 'react';
import type { ObservedPoliciesAnswer } from '@/lib/contracts/observed-policies';
import { buildPolicyMatrix } from './policy-matrix';
import {
  filterPermissionRows,
  filterPolicyRows,
  hasWords,
  listPermissionRows,
  listPolicyRows,
  type PermissionRow,
  type PolicyRow,
} from './policy-rows';
import { endName } from './policy-words';
import type { usePolicyView } from './use-policy-view';

type Shown = ReturnType<typeof usePolicyView>['shown'];

/** What each list of the page holds, as it is filtered, and how many there are without filters. */
export function usePolicyLists(answer: ObservedPoliciesAnswer | undefined, shown: Shown) {
  const { q, coverage, finding, verdict, use, order, unfold } = shown;
  const workloads = useMemo(() => (answer === undefined ? [] : listPolicyRows(answer)), [answer]);
  const permissions = useMemo(() => (answer === undefined ? [] : listPermissionRows(answer)), [answer]);
  const edges = useMemo(
    () =>
      (answer?.edges ?? []).filter(
        ({ declared, source, target }) =>
          (verdict === null || declared.verdict === verdict) &&
          hasWords(q, `${endName(source)} ${endName(target)}`),
      ),
    [answer, q, verdict],
  );
  const cluster = answer?.cluster;
  const matrix = useMemo(
    () => buildPolicyMatrix(edges, { order, unfold }, cluster),
    [edges, order, unfold, cluster],
  );
  return {
    workloads: useMemo(
      () => filterPolicyRows(workloads, { q, coverage, finding }),
      [workloads, q, coverage, finding],
    ),
    permissions: useMemo(() => filterPermissionRows(permissions, { q, use }), [permissions, q, use]),
    edges,
    matrix,
    totals: {
      workloads: workloads.length,
      permissions: permissions.length,
      matrix: answer?.edges.length ?? 0,
    },
  };
}

type Lists = ReturnType<typeof usePolicyLists>;
export type PolicyLists = Omit<Lists, 'workloads' | 'permissions'> & {
  readonly workloads: readonly PolicyRow[];
  readonly permissions: readonly PermissionRow[];
};
