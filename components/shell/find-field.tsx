'use client';

import { Kbd } from '@mantine/core';
import { useCallback } from 'react';
import { Icon } from '@/components/ui/icon';
import type { LookedThrough } from '@/lib/client/look-through';
import { listHits, nextHit } from '@/lib/client/next-hit';
import type { ReadExpression } from '@/lib/client/read-expression';
import { isSameSelection, type Selection } from '@/lib/client/selection';
import { useViewState } from '@/lib/client/use-view-state';
import { findMatches } from '@/lib/core/graph/find/find-matches';
import { ExpressionField } from './expression-field';
import classes from './find-field.module.css';

export const FIND_FIELD_ID = 'find-field';

export interface FindFieldProps {
  readonly looked: LookedThrough | undefined;
  readonly selection: Selection | undefined;
  readonly onSelect: (selection: Selection) => void;
  /** Selects, and takes the keyboard into the panel. */
  readonly onOpen: (selection: Selection) => void;
}

/** Looks for nodes and edges: what is found is marked while the rest fades, and Enter goes from hit to hit, Ctrl+Enter into its panel. */
export function FindField({ looked, selection, onSelect, onOpen }: FindFieldProps) {
  const { view, setView } = useViewState();
  const apply = useCallback((find: string) => void setView({ find }), [setView]);

  function hitsOf(read: ReadExpression): Selection[] {
    if (!looked || read.kind !== 'understood') return [];
    const { visible } = looked;
    return listHits(visible, findMatches(read.expression, visible));
  }

  function goOn(read: ReadExpression, step: 1 | -1): void {
    const hit = nextHit(hitsOf(read), selection, step);
    if (hit) onSelect(hit);
  }

  function openHit(read: ReadExpression): void {
    const hits = hitsOf(read);
    const hit = hits.find((one) => selection && isSameSelection(one, selection)) ?? hits[0];
    if (hit) onOpen(hit);
  }

  return (
    <search className={classes.place}>
      <div className={classes.room}>
        <ExpressionField
          id={FIND_FIELD_ID}
          label="Find in the graph"
          placeholder="Find"
          applied={view.find}
          live
          graph={looked?.visible}
          leftSection={<Icon name="search" size={14} />}
          emptySection={
            <Kbd size="xs" className={classes.key}>
              /
            </Kbd>
          }
          onApply={apply}
          onEnter={goOn}
          onOpen={openHit}
          testId="find-box"
        />
      </div>
    </search>
  );
}
