'use client';

import { Kbd, Select } from '@mantine/core';
import { type SubmitEvent, useMemo, useState } from 'react';
import type { GraphAnswer } from '@/lib/contracts/graph';
import { Icon } from '@/components/ui/icon';
import { nameNodeFully } from '@/lib/client/node-words';

export const FIND_BOX_ID = 'find-box';

export interface FindBoxProps {
  readonly graph: GraphAnswer | undefined;
  readonly onFind: (nodeId: string) => void;
}

/** Finds a node by a part of its name, version or namespace, and selects it. */
export function FindBox({ graph, onFind }: FindBoxProps) {
  const [text, setText] = useState('');
  const choices = useMemo(() => listChoices(graph), [graph]);
  // The list handles Enter on a highlighted name; typed text alone means the first name that holds it.
  function findTyped(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    const wanted = text.trim().toLowerCase();
    const first =
      wanted === '' ? undefined : choices.find(({ label }) => label.toLowerCase().includes(wanted));
    if (first) choose(first.value);
  }
  function choose(id: string): void {
    onFind(id);
    setText('');
  }
  return (
    <search>
      <form onSubmit={findTyped}>
        <Select
          id={FIND_BOX_ID}
          size="xs"
          w={170}
          placeholder="Find"
          aria-label="Find in the graph"
          searchable
          data={choices}
          value={null}
          searchValue={text}
          onSearchChange={setText}
          onChange={(id) => {
            if (id) choose(id);
          }}
          limit={50}
          selectFirstOptionOnChange
          openOnFocus={false}
          nothingFoundMessage="Nothing drawn has this name"
          leftSection={<Icon name="search" size={14} />}
          rightSection={<Kbd size="xs">/</Kbd>}
          rightSectionPointerEvents="none"
          comboboxProps={{ width: 320, position: 'bottom-start', shadow: 'md' }}
          data-testid="find-box"
        />
      </form>
    </search>
  );
}

function listChoices(graph: GraphAnswer | undefined) {
  const seen = new Set<string>();
  return (graph?.nodes ?? [])
    .map((node) => ({ value: node.id, label: nameNodeFully(node) }))
    .filter(({ value }) => !seen.has(value) && seen.add(value))
    .toSorted((one, other) => (one.label < other.label ? -1 : 1));
}
