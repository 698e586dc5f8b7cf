'use client';

import dynamic from 'next/dynamic';
import { permissionColumns, policyColumns } from '@/components/policy/policy-columns';
import { PolicyFilters } from '@/components/policy/policy-filters';
import { PolicyHeadline } from '@/components/policy/policy-headline';
import { ListBody, ListMain } from '@/components/shell/list-page';
import { DataTable } from '@/components/ui/data-table';
import { explainNoPolicies } from '@/lib/client/explain-no-policies';
import { chooseListState } from '@/lib/client/list-state';
import type { PermissionRow, PolicyRow } from '@/lib/client/policy-rows';
import { parsePolicyPart, printPolicyPart, type PolicyList } from '@/lib/client/policy-view';
import { saveFile } from '@/lib/client/save-file';
import type { ObservedPolicies } from '@/lib/client/use-observed-policies';
import type { PolicyLists } from '@/lib/client/use-policy-lists';
import { usePolicyView } from '@/lib/client/use-policy-view';
import { useViewState } from '@/lib/client/use-view-state';

const PolicyMatrixTable = dynamic(
  () => import('@/components/policy/policy-matrix').then((file) => file.PolicyMatrixTable),
  { ssr: false },
);

export interface PoliciesMainProps {
  readonly policies: ObservedPolicies;
  /** As they are filtered and sorted. */
  readonly lists: PolicyLists;
}

const EMPTY_TITLES: Readonly<Record<PolicyList, string>> = {
  workloads: 'No workload is known here',
  matrix: 'No calls to show',
  permissions: 'No ALLOW policy has a rule here',
};

/** The sentence, the filters and the list, or what stands in its place. */
export function PoliciesMain({ policies, lists }: PoliciesMainProps) {
  const { view } = useViewState();
  const { shown } = usePolicyView();
  const { answer, error, stale, refreshNow } = policies;
  const { namespaces } = view;
  const total = lists.totals[shown.list];
  const explainEmpty = explainNoPolicies(shown.list);
  const state = chooseListState({ namespaces, answer, error, total, explainEmpty });
  const filters = <PolicyFilters onExport={() => void exportList(shown.list, lists)} />;
  return (
    <ListMain stale={stale}>
      {answer && lists.totals.workloads > 0 ? <PolicyHeadline answer={answer} /> : null}
      {/* An empty list leads to the others. */}
      {state?.kind === 'empty' ? filters : null}
      <ListBody
        state={state}
        icon="shield"
        asking="Asking Kubernetes for policies, and Prometheus for calls."
        emptyTitle={EMPTY_TITLES[shown.list]}
        testId="policies-state"
        onRetry={refreshNow}
        filters={filters}
        table={<ChosenList lists={lists} />}
      />
    </ListMain>
  );
}

function ChosenList({ lists }: { lists: PolicyLists }) {
  const { shown, setShown } = usePolicyView();
  const { open, sort } = shown;
  const common = {
    idOf,
    selectedId: open === null ? undefined : printPolicyPart(open),
    onSelect: (id: string | undefined) =>
      void setShown({ open: id === undefined ? null : parsePolicyPart(id) }),
    sort: sort ?? undefined,
    onSort: (next: typeof sort | undefined) => void setShown({ sort: next ?? null }),
  };
  if (shown.list === 'matrix') {
    return (
      <PolicyMatrixTable
        matrix={lists.matrix}
        selected={open?.kind === 'pair' ? `${open.caller}>${open.callee}` : undefined}
        onSelect={(cell) =>
          void setShown({
            open: cell === undefined ? null : { kind: 'pair', caller: cell.row.key, callee: cell.column.key },
          })
        }
        onUnfold={(unfold) => void setShown({ unfold })}
      />
    );
  }
  if (shown.list === 'permissions') {
    return (
      <DataTable
        {...common}
        caption={`${lists.permissions.length} of ${lists.totals.permissions} rules of ALLOW policies`}
        columns={permissionColumns}
        rows={lists.permissions}
        speak={speakPermission}
        empty="No rule is like that: clear a filter."
        testId="permissions-table"
      />
    );
  }
  return (
    <DataTable
      {...common}
      caption={`${lists.workloads.length} of ${lists.totals.workloads} workloads`}
      columns={policyColumns}
      rows={lists.workloads}
      speak={speakRow}
      empty="No workload is like that: clear a filter."
      testId="policies-table"
    />
  );
}

function idOf({ id }: { readonly id: string }): string {
  return id;
}

function speakRow({ name, namespace, coverageWord, policies, callers, notes }: PolicyRow): string {
  return `${name} in ${namespace}: ${coverageWord}; policies: ${policies || 'none'}; callers: ${callers}. ${notes}`;
}

function speakPermission({ name, says, useWord, unused }: PermissionRow): string {
  return `${name}: lets in ${says}; ${useWord}${unused === '' ? '' : `; named for nothing: ${unused}`}`;
}

async function exportList(list: PolicyList, { workloads, permissions, edges }: PolicyLists): Promise<void> {
  const { writeEdgesCsv, writePermissionsCsv, writePolicyCsv } = await import('@/lib/client/policy-csv');
  const texts: Readonly<Record<PolicyList, () => string>> = {
    workloads: () => writePolicyCsv(workloads),
    matrix: () => writeEdgesCsv(edges),
    permissions: () => writePermissionsCsv(permissions),
  };
  saveFile(`telltale-policies-${list}.csv`, new Blob([texts[list]()], { type: 'text/csv' }));
}
