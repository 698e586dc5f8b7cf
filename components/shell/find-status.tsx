'use client';

import { CloseButton } from '@mantine/core';
import { describeElements, describeMatches } from '@/lib/client/find-words';
import type { LookedThrough } from '@/lib/client/look-through';
import { readExpression } from '@/lib/client/read-expression';
import { useViewState } from '@/lib/client/use-view-state';
import { suggestOperand } from '@/lib/core/graph/find/suggest-operand';
import classes from './find-status.module.css';

/** How much is found, and how much is hidden with the way back. */
export function FindStatus({ looked }: { looked: LookedThrough | undefined }) {
  const { view, setView } = useViewState();
  const { found, hidden } = looked ?? {};
  const meant = found && found.nodes.size + found.edges.size === 0 ? suggestFor(view.find) : undefined;
  const hint = meant === undefined ? '' : `. Did you mean “${meant}”?`;
  return (
    <>
      <output className={classes.item} data-testid="find-status">
        {found ? `Found ${describeMatches(found)}${hint}` : ''}
      </output>
      <output className={classes.item} data-testid="hide-status">
        {hidden ? (
          <>
            Hidden: {describeElements(hidden)}
            <CloseButton
              size={18}
              iconSize={12}
              aria-label="Show what is hidden"
              title="Show what is hidden"
              onClick={() => void setView({ hide: '' })}
            />
          </>
        ) : null}
      </output>
    </>
  );
}

function suggestFor(text: string): string | undefined {
  const read = readExpression(text);
  return read.kind === 'understood' ? suggestOperand(read.expression) : undefined;
}
