'use client';

import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { usePreferences } from '@/lib/client/use-preferences';
import classes from './legend-frame.module.css';

/** The legend folded into a corner; whether it is open is remembered in this browser. */
export function LegendFrame({ children }: { children: ReactNode }) {
  const { preferences, change } = usePreferences();
  const open = preferences.legendOpen;
  return (
    <div className={classes.frame} data-testid="legend">
      {open ? (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the arrows scroll what has the focus
        <div className={classes.content} role="group" aria-label="Legend" tabIndex={0}>
          {children}
        </div>
      ) : null}
      <UnstyledButton
        className={classes.toggle}
        aria-expanded={open}
        onClick={() => change({ legendOpen: !open })}
        data-testid="legend-toggle"
      >
        {open ? 'Hide legend' : 'Legend'}
      </UnstyledButton>
    </div>
  );
}
