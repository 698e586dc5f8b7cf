'use client';

import { UnstyledButton } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { defaultPreferences, readPreferences, writePreferences } from '@/lib/client/preferences';
import classes from './legend-frame.module.css';

/** The legend folded into a corner; whether it is open is remembered in this browser. */
export function LegendFrame({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(defaultPreferences.legendOpen);
  useEffect(() => setOpen(readPreferences().legendOpen), []);
  function toggle(): void {
    setOpen(!open);
    writePreferences({ legendOpen: !open });
  }
  return (
    <div className={classes.frame} data-testid="legend">
      {open ? <div className={classes.content}>{children}</div> : null}
      <UnstyledButton
        className={classes.toggle}
        aria-expanded={open}
        onClick={toggle}
        data-testid="legend-toggle"
      >
        {open ? 'Hide legend' : 'Legend'}
      </UnstyledButton>
    </div>
  );
}
