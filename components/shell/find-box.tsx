'use client';

import { Kbd, Select } from '@mantine/core';
import { useMemo, useState } from 'react';
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
  return (
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
        if (id) onFind(id);
        setText('');
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
  );
}

function listChoices(graph: GraphAnswer | undefined) {
  const seen = new Set<string>();
  return (graph?.nodes ?? [])
    .map((node) => ({ value: node.id, label: nameNodeFully(node) }))
    .filter(({ value }) => !seen.has(value) && seen.add(value))
    .toSorted((one, other) => (one.label < other.label ? -1 : 1));
}
