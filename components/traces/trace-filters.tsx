'use client';

import { Button, Checkbox, NumberInput, Select } from '@mantine/core';
import type { GraphAnswer } from '@/lib/contracts/graph';
import { listCallees, listCallers, withChosen } from '@/lib/client/trace-choices';
import { useTracesView } from '@/lib/client/use-traces-view';
import classes from './traces.module.css';

/** A list of thousands would only be slow: people type some letters. */
const MOST_OFFERED = 200;
/** The list itself scrolls: a box within it would be no option, and out of the keyboard's reach. */
const LIST = { options: classes.options };

/** Chooses whose requests are looked for, and which of them; all of it is in the address. */
export function TraceFilters({ graph }: { readonly graph: GraphAnswer | undefined }) {
  const { shown, setShown } = useTracesView();
  const { node, source, errors, minMs } = shown;
  const known = graph ?? { nodes: [], edges: [] };
  const callers = node === null ? [] : listCallers(known, node);
  return (
    <search className={classes.filters} aria-label="Which requests">
      <Select
        size="xs"
        w={250}
        searchable
        clearable
        limit={MOST_OFFERED}
        withScrollArea={false}
        classNames={LIST}
        label="Answered by"
        placeholder="Choose a service"
        data={[...withChosen(listCallees(known), node)]}
        value={node}
        onChange={(value) => void setShown({ node: value, source: null })}
        nothingFoundMessage="Nobody of that name answers requests here"
        data-testid="traces-node"
      />
      <Select
        size="xs"
        w={250}
        searchable
        clearable
        limit={MOST_OFFERED}
        withScrollArea={false}
        classNames={LIST}
        label="Called by"
        placeholder="Anybody"
        disabled={node === null}
        data={[...withChosen(callers, source)]}
        value={source}
        onChange={(value) => void setShown({ source: value })}
        nothingFoundMessage="Nobody of that name calls it"
        data-testid="traces-source"
      />
      <NumberInput
        size="xs"
        w={130}
        label="Slower than (ms)"
        placeholder="any"
        min={0}
        max={86_400_000}
        allowNegative={false}
        decimalScale={3}
        hideControls
        value={minMs ?? ''}
        onChange={(value) => void setShown({ minMs: Number(value) > 0 ? Number(value) : null })}
        data-testid="traces-min"
      />
      <Checkbox
        className={classes.beside}
        size="xs"
        label="Failed or denied only"
        checked={errors}
        onChange={({ currentTarget }) => void setShown({ errors: currentTarget.checked })}
        data-testid="traces-errors"
      />
      {node === null && !errors && minMs === null ? null : (
        <Button
          className={classes.beside}
          size="compact-xs"
          variant="subtle"
          onClick={() => void setShown({ node: null, source: null, errors: null, minMs: null })}
          data-testid="traces-clear"
        >
          Clear
        </Button>
      )}
    </search>
  );
}
