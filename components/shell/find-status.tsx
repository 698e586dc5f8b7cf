'use client';

import { CloseButton } from '@mantine/core';
import { describeElements } from '@/lib/client/find-words';
import type { LookedThrough } from '@/lib/client/look-through';
import { useViewState } from '@/lib/client/use-view-state';
import classes from './find-status.module.css';

/** How much is found, and how much is hidden with the way back. */
export function FindStatus({ looked }: { looked: LookedThrough | undefined }) {
  const { setView } = useViewState();
  const { found, hidden } = looked ?? {};
  return (
    <>
      <output className={classes.item} data-testid="find-status">
        {found ? `Found ${describeElements({ nodes: found.nodes.size, edges: found.edges.size })}` : ''}
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
