'use client';

import { type ReactNode, useState } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { usePreferences } from '@/lib/client/use-preferences';
import { PanelHandle } from './panel-handle';
import classes from './panel.module.css';

export const PANEL_ID = 'side-panel';
export const PANEL_TITLE_ID = 'side-panel-title';

export interface SidePanelProps {
  readonly kind: string;
  readonly title: ReactNode;
  readonly onClose: () => void;
  /** Pixels that the content needs, unless the person makes it narrower. */
  readonly leastWidth?: number;
  readonly children: ReactNode;
}

/** The place beside the graph for what is selected. It takes room instead of covering anything. */
export function SidePanel({ kind, title, onClose, leastWidth = 0, children }: SidePanelProps) {
  const { preferences, change } = usePreferences();
  const [draggedWidth, setDraggedWidth] = useState<number>();
  const width = draggedWidth ?? Math.max(leastWidth, preferences.panelWidth);
  return (
    <aside
      id={PANEL_ID}
      className={classes.panel}
      style={{ width }}
      data-testid="side-panel"
      aria-label={kind}
    >
      <PanelHandle width={width} onResize={setDraggedWidth} onDone={(panelWidth) => change({ panelWidth })} />
      <header className={classes.head}>
        <div className={classes.heading}>
          <div className={classes.kind}>{kind}</div>
          <h2 id={PANEL_TITLE_ID} className={classes.title} tabIndex={-1}>
            {title}
          </h2>
        </div>
        <IconButton icon="close" label="Close (Esc)" onClick={onClose} testId="close-panel" />
      </header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the arrows scroll what has the focus */}
      <div className={classes.body} role="group" aria-labelledby={PANEL_TITLE_ID} tabIndex={0}>
        {children}
      </div>
    </aside>
  );
}
