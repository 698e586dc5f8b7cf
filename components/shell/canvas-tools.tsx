'use client';

import { IconButton } from '@/components/ui/icon-button';
import classes from './canvas-tools.module.css';

/** The part of the canvas's commands that has buttons. */
export interface CanvasCommands {
  fit(): void;
  zoomIn(): void;
  zoomOut(): void;
  arrangeAgain(): void;
  unpinAll(): void;
}

export interface CanvasToolsProps {
  readonly commands: CanvasCommands | undefined;
  /** How many nodes stay where the viewer put them. */
  readonly pinned: number;
  readonly onOpenSummary: (() => void) | undefined;
}

/** Buttons for what a wheel and a drag do, and for arranging the graph anew. */
export function CanvasTools({ commands, pinned, onOpenSummary }: CanvasToolsProps) {
  if (!commands) return null;
  return (
    <div className={classes.tools} role="toolbar" aria-label="Canvas" data-testid="canvas-tools">
      <IconButton icon="plus" label="Zoom in (+)" onClick={commands.zoomIn} testId="zoom-in" />
      <IconButton icon="minus" label="Zoom out (-)" onClick={commands.zoomOut} testId="zoom-out" />
      <IconButton icon="fit" label="Fit (0)" onClick={commands.fit} testId="fit" />
      <IconButton
        icon="relayout"
        label={pinned > 0 ? 'Arrange again, but for pinned nodes' : 'Arrange again'}
        onClick={commands.arrangeAgain}
        testId="arrange-again"
      />
      {pinned > 0 ? (
        <IconButton
          icon="pin"
          label={pinned === 1 ? 'Unpin the pinned node' : `Unpin all ${pinned} pinned nodes`}
          onClick={commands.unpinAll}
          testId="unpin-all"
        />
      ) : null}
      {onOpenSummary ? (
        <IconButton icon="list" label="Show the summary" onClick={onOpenSummary} testId="open-summary" />
      ) : null}
    </div>
  );
}
