'use client';

import { Button, SegmentedControl } from '@mantine/core';
import { IconButton } from '@/components/ui/icon-button';
import { hopChoices, type Drawing, type Hops } from '@/lib/client/drawing';
import { describeDrawing } from '@/lib/client/drawing-words';
import type { DrawingActions } from '@/lib/client/use-drawing';
import classes from './picture-bar.module.css';

export interface PictureBarProps {
  readonly drawing: Drawing;
  readonly actions: DrawingActions;
  /** The focus, and where ways from it lead, by name. */
  readonly focus: { readonly id: string; readonly name: string; readonly to: string | undefined } | undefined;
  readonly hops: Hops;
}

const HOP_WORDS: Readonly<Record<Hops, string>> = {
  1: '1 call',
  2: '2 calls',
  3: '3 calls',
  all: 'all',
  callers: 'callers only',
};

/** One line above the canvas about the part of the graph that is drawn, and the way back to the whole. */
export function PictureBar({ drawing, actions, focus, hops }: PictureBarProps) {
  const hasFolds = drawing.graph.groups.size > 0;
  const words = describeDrawing(drawing);
  if (!focus && words === undefined) return null;
  return (
    <div className={classes.bar} data-testid="picture-bar">
      {focus ? (
        <nav aria-label="Focus" className={classes.crumbs} data-testid="focus-bar">
          <Button size="compact-xs" variant="subtle" onClick={actions.leaveFocus} data-testid="leave-focus">
            Whole graph
          </Button>
          <span aria-hidden="true">›</span>
          <strong className={classes.name}>
            {focus.to === undefined ? focus.name : `From ${focus.name} to ${focus.to}`}
          </strong>
          {focus.to === undefined ? (
            <SegmentedControl
              size="xs"
              aria-label="How far the focus reaches"
              value={hops}
              data={hopChoices.map((value) => ({ value, label: HOP_WORDS[value] }))}
              onChange={(value) => actions.focusOn(focus.id, value)}
              data-testid="hops"
            />
          ) : null}
        </nav>
      ) : null}
      {words === undefined ? null : (
        <output className={classes.words} data-testid="drawing-words">
          {words}
        </output>
      )}
      {hasFolds ? (
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => actions.foldAll()}
          data-testid="unfold-all"
        >
          Unfold all
        </Button>
      ) : null}
      {focus ? <IconButton icon="close" label="Show the whole graph" onClick={actions.leaveFocus} /> : null}
    </div>
  );
}
