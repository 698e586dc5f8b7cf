'use client';

import { type ReactNode, useEffect, useState } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { defaultPreferences, readPreferences, writePreferences } from '@/lib/client/preferences';
import { PanelHandle } from './panel-handle';
import classes from './panel.module.css';

export interface SidePanelProps {
  readonly kind: string;
  readonly title: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The place beside the graph for what is selected. It takes room instead of covering anything. */
export function SidePanel({ kind, title, onClose, children }: SidePanelProps) {
  const [width, setWidth] = useState(defaultPreferences.panelWidth);
  useEffect(() => setWidth(readPreferences().panelWidth), []);
  return (
    <aside className={classes.panel} style={{ width }} data-testid="side-panel" aria-label={kind}>
      <PanelHandle
        width={width}
        onResize={setWidth}
        onDone={(panelWidth) => writePreferences({ panelWidth })}
      />
      <header className={classes.head}>
        <div className={classes.heading}>
          <div className={classes.kind}>{kind}</div>
          <h2 className={classes.title}>{title}</h2>
        </div>
        <IconButton icon="close" label="Close (Esc)" onClick={onClose} testId="close-panel" />
      </header>
      <div className={classes.body}>{children}</div>
    </aside>
  );
}
