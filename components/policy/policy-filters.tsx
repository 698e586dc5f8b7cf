'use client';

import { SegmentedControl } from '@mantine/core';
import { FilterBar } from '@/components/ui/filter-bar';
import { FilterChoice } from '@/components/ui/filter-choice';
import {
  matrixOrders,
  policyFindingChoices,
  policyLists,
  type MatrixOrder,
  type PolicyList,
} from '@/lib/client/policy-view';
import {
  coverageOrder,
  coverageWords,
  permissionUseOrder,
  permissionUseWords,
  verdictWords,
} from '@/lib/client/policy-words';
import { usePolicyView } from '@/lib/client/use-policy-view';
import { declaredVerdicts } from '@/lib/contracts/observed-policies';

export const POLICY_SEARCH_ID = 'policy-search';

const LIST_WORDS: Readonly<Record<PolicyList, string>> = {
  workloads: 'Workloads',
  matrix: 'Who calls whom',
  permissions: 'Permissions',
};
const FINDING_WORDS = {
  any: 'With findings',
  problem: 'With problems',
  advice: 'With advice',
  note: 'With notes',
} as const;
const ORDER_WORDS: Readonly<Record<MatrixOrder, string>> = {
  name: 'Sorted by name',
  findings: 'What differs first',
  calls: 'Most connected first',
};
const PLACEHOLDERS: Readonly<Record<PolicyList, string>> = {
  workloads: 'Name, policy, finding…',
  matrix: 'Caller or callee…',
  permissions: 'Policy, source…',
};
const NO_FILTERS = { q: null, coverage: null, finding: null, verdict: null, use: null };

/** Chooses what the list holds; all of it is in the address. */
export function PolicyFilters({ onExport }: { onExport: () => void }) {
  const { shown, setShown } = usePolicyView();
  const { list, q, coverage, finding, verdict, use } = shown;
  const isFiltered = q !== '' || [coverage, finding, verdict, use].some((one) => one !== null);
  return (
    <FilterBar
      name="policy"
      searchId={POLICY_SEARCH_ID}
      placeholder={PLACEHOLDERS[list]}
      search={q}
      onSearch={(text) => void setShown({ q: text })}
      onClear={isFiltered ? () => void setShown(NO_FILTERS) : undefined}
      onExport={onExport}
      before={
        <SegmentedControl
          size="xs"
          value={list}
          onChange={(value) =>
            void setShown({
              ...NO_FILTERS,
              sort: null,
              open: null,
              list: policyLists.find((one) => one === value) ?? null,
            })
          }
          data={policyLists.map((value) => ({ value, label: LIST_WORDS[value] }))}
          aria-label="What is listed"
          data-testid="policy-list"
        />
      }
    >
      {list === 'workloads' ? (
        <>
          <FilterChoice
            label="Coverage"
            testId="policy-coverage"
            value={coverage}
            all="Any coverage"
            choices={coverageOrder.map((value) => ({ value, label: coverageWords[value] }))}
            onChoose={(value) => void setShown({ coverage: value })}
          />
          <FilterChoice
            label="Findings"
            testId="policy-finding"
            value={finding}
            all="Any findings"
            choices={policyFindingChoices.map((value) => ({ value, label: FINDING_WORDS[value] }))}
            onChoose={(value) => void setShown({ finding: value })}
          />
        </>
      ) : null}
      {list === 'matrix' ? (
        <>
          <FilterChoice
            label="Verdict"
            testId="policy-verdict"
            value={verdict}
            all="Any verdict"
            choices={declaredVerdicts.map((value) => ({ value, label: verdictWords[value] }))}
            onChoose={(value) => void setShown({ verdict: value })}
          />
          <FilterChoice
            label="Order"
            testId="policy-order"
            value={shown.order === 'name' ? null : shown.order}
            all={ORDER_WORDS.name}
            choices={matrixOrders
              .filter((value) => value !== 'name')
              .map((value) => ({ value, label: ORDER_WORDS[value] }))}
            onChoose={(value) => void setShown({ order: value })}
          />
        </>
      ) : null}
      {list === 'permissions' ? (
        <FilterChoice
          label="Use"
          testId="policy-use"
          value={use}
          all="Any use"
          choices={permissionUseOrder.map((value) => ({ value, label: permissionUseWords[value] }))}
          onChoose={(value) => void setShown({ use: value })}
        />
      ) : null}
    </FilterBar>
  );
}
