'use client';

import { SegmentedControl } from '@mantine/core';
import { FilterBar } from '@/components/ui/filter-bar';
import { FilterChoice } from '@/components/ui/filter-choice';
import { NO_MTLS_FILTERS } from '@/lib/client/mtls-rows';
import { findingChoices, mtlsLists, verdictChoices } from '@/lib/client/mtls-view';
import { modeWords, observedWords, verdictWords } from '@/lib/client/mtls-words';
import { useMtlsView } from '@/lib/client/use-mtls-view';
import { mtlsModes } from '@/lib/contracts/declared-security';
import { observedStates } from '@/lib/contracts/mtls';

export const MTLS_SEARCH_ID = 'mtls-search';

const LIST_WORDS = { services: 'Services', workloads: 'Workloads' } as const;
const FINDING_WORDS = {
  any: 'With findings',
  problem: 'With problems',
  advice: 'With advice',
  note: 'With notes',
} as const;

/** Chooses which rows are shown; all of it is in the address. */
export function MtlsFilters({ onExport }: { onExport: () => void }) {
  const { shown, setShown } = useMtlsView();
  const isFiltered =
    shown.q !== '' || [shown.mode, shown.seen, shown.finding, shown.strict].some((one) => one !== null);
  return (
    <FilterBar
      name="mtls"
      searchId={MTLS_SEARCH_ID}
      placeholder="Name, policy, caller…"
      search={shown.q}
      onSearch={(q) => void setShown({ q })}
      onClear={isFiltered ? () => void setShown(NO_MTLS_FILTERS) : undefined}
      onExport={onExport}
      before={
        <SegmentedControl
          size="xs"
          value={shown.list}
          onChange={(value) =>
            void setShown({ list: mtlsLists.find((one) => one === value) ?? null, open: null })
          }
          data={mtlsLists.map((value) => ({ value, label: LIST_WORDS[value] }))}
          aria-label="What the table lists"
          data-testid="mtls-list"
        />
      }
    >
      <FilterChoice
        label="Mode"
        testId="mtls-mode"
        value={shown.mode}
        all="Any mode"
        choices={mtlsModes.map((value) => ({
          value,
          label: value === 'NONE' ? 'Not governed by policies' : modeWords[value],
        }))}
        onChoose={(mode) => void setShown({ mode })}
      />
      <FilterChoice
        label="What was seen"
        testId="mtls-seen"
        value={shown.seen}
        all="Whatever was seen"
        choices={observedStates.map((value) => ({ value, label: `Seen: ${observedWords[value]}` }))}
        onChoose={(seen) => void setShown({ seen })}
      />
      <FilterChoice
        label="Can be STRICT"
        testId="mtls-strict"
        value={shown.strict}
        all="Ready for STRICT or not"
        choices={verdictChoices.map((value) => ({ value, label: `STRICT: ${verdictWords[value]}` }))}
        onChoose={(strict) => void setShown({ strict })}
      />
      <FilterChoice
        label="Findings"
        testId="mtls-finding"
        value={shown.finding}
        all="With or without findings"
        choices={findingChoices.map((value) => ({ value, label: FINDING_WORDS[value] }))}
        onChoose={(finding) => void setShown({ finding })}
      />
    </FilterBar>
  );
}
