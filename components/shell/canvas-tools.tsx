'use client';

import { IconButton } from '@/components/ui/icon-button';
import classes from './canvas-tools.module.css';

export interface CanvasCommands {
  fit(): void;
  zoomIn(): void;
  zoomOut(): void;
  relayout(): void;
}

export interface CanvasToolsProps {
  readonly commands: CanvasCommands | undefined;
  readonly onOpenSummary: (() => void) | undefined;
}

/** Buttons for what a wheel and a drag do, and for laying the graph out anew. */
export function CanvasTools({ commands, onOpenSummary }: CanvasToolsProps) {
  if (!commands) return null;
  return (
    <div className={classes.tools} role="toolbar" aria-label="Canvas" data-testid="canvas-tools">
      <IconButton icon="plus" label="Zoom in (+)" onClick={commands.zoomIn} testId="zoom-in" />
      <IconButton icon="minus" label="Zoom out (-)" onClick={commands.zoomOut} testId="zoom-out" />
      <IconButton icon="fit" label="Fit (0)" onClick={commands.fit} testId="fit" />
      <IconButton icon="relayout" label="Lay out anew" onClick={commands.relayout} testId="relayout" />
      {onOpenSummary ? (
        <IconButton icon="list" label="Show the summary" onClick={onOpenSummary} testId="open-summary" />
      ) : null}
    </div>
  );
}
