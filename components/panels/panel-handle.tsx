'use client';

import type { KeyboardEvent, PointerEvent } from 'react';
import { MAX_PANEL_WIDTH, MIN_PANEL_WIDTH } from '@/lib/client/preferences';
import classes from './panel.module.css';

export interface PanelHandleProps {
  readonly width: number;
  readonly onResize: (width: number) => void;
  readonly onDone: (width: number) => void;
}

const KEY_STEP = 24;

/** The panel's left edge: dragged, or moved with the arrow keys. */
export function PanelHandle({ width, onResize, onDone }: PanelHandleProps) {
  function drag(event: PointerEvent<HTMLElement>): void {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const right = event.currentTarget.parentElement?.getBoundingClientRect().right ?? window.innerWidth;
    onResize(clamp(right - event.clientX));
  }
  function step(event: KeyboardEvent): void {
    const change = event.key === 'ArrowLeft' ? KEY_STEP : event.key === 'ArrowRight' ? -KEY_STEP : 0;
    if (change === 0) return;
    event.preventDefault();
    onResize(clamp(width + change));
    onDone(clamp(width + change));
  }
  return (
    <button
      type="button"
      className={classes.handle}
      aria-label={`Width of the panel: ${width} pixels. The left and right arrows change it.`}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onPointerUp={() => onDone(width)}
      onKeyDown={step}
    />
  );
}

function clamp(width: number): number {
  return Math.round(Math.min(MAX_PANEL_WIDTH, Math.max(MIN_PANEL_WIDTH, width)));
}
