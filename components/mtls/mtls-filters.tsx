'use client';

import { Button, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { Icon } from '@/components/ui/icon';
import { NO_MTLS_FILTERS } from '@/lib/client/mtls-rows';
import { findingChoices, mtlsLists, verdictChoices } from '@/lib/client/mtls-view';
import { modeWords, observedWords, verdictWords } from '@/lib/client/mtls-words';
import { useMtlsView } from '@/lib/client/use-mtls-view';
import { mtlsModes } from '@/lib/contracts/declared-security';
import { observedStates } from '@/lib/contracts/mtls';
import classes from './mtls-bars.module.css';

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
    <search className={classes.filters} aria-label="Filters">
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
      <TextInput
        id={MTLS_SEARCH_ID}
        size="xs"
        w={200}
        placeholder="Name, policy, caller…"
        aria-label="Find in the table (/)"
        value={shown.q}
        maxLength={200}
        onChange={({ currentTarget }) => void setShown({ q: currentTarget.value })}
        leftSection={<Icon name="search" size={13} />}
        data-testid="mtls-search"
      />
      <Choice
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
      <Choice
        label="What was seen"
        testId="mtls-seen"
        value={shown.seen}
        all="Whatever was seen"
        choices={observedStates.map((value) => ({ value, label: `Seen: ${observedWords[value]}` }))}
        onChoose={(seen) => void setShown({ seen })}
      />
      <Choice
        label="Can be STRICT"
        testId="mtls-strict"
        value={shown.strict}
        all="Ready for STRICT or not"
        choices={verdictChoices.map((value) => ({ value, label: `STRICT: ${verdictWords[value]}` }))}
        onChoose={(strict) => void setShown({ strict })}
      />
      <Choice
        label="Findings"
        testId="mtls-finding"
        value={shown.finding}
        all="With or without findings"
        choices={findingChoices.map((value) => ({ value, label: FINDING_WORDS[value] }))}
        onChoose={(finding) => void setShown({ finding })}
      />
      {isFiltered ? (
        <Button
          size="compact-xs"
          variant="subtle"
          data-testid="mtls-clear"
          onClick={() => void setShown(NO_MTLS_FILTERS)}
        >
          Clear filters
        </Button>
      ) : null}
      <span className={classes.gap} />
      <Button
        size="xs"
        variant="default"
        leftSection={<Icon name="export" size={14} />}
        onClick={onExport}
        data-testid="mtls-csv"
      >
        CSV
      </Button>
    </search>
  );
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value | null;
  /** What no choice is called. */
  readonly all: string;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly onChoose: (value: Value | null) => void;
  readonly testId: string;
}

function Choice<Value extends string>({ label, value, all, choices, onChoose, testId }: ChoiceProps<Value>) {
  return (
    <NativeSelect
      size="xs"
      aria-label={label}
      title={label}
      value={value ?? ''}
      data={[{ value: '', label: all }, ...choices.map((choice) => ({ ...choice }))]}
      onChange={({ currentTarget }) =>
        onChoose(choices.find((choice) => choice.value === currentTarget.value)?.value ?? null)
      }
      data-testid={testId}
    />
  );
}
