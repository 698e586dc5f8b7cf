'use client';

import { usePreferences } from '@/lib/client/use-preferences';
import classes from './panel.module.css';

/** Keeps the panel's room while what belongs there is not there, and says why where that takes long: the graph shall not move when it comes. */
export function PanelPlaceholder({ note }: { readonly note?: string | undefined }) {
  const { preferences } = usePreferences();
  return (
    <div className={classes.panel} style={{ width: preferences.panelWidth }} aria-busy={note === undefined}>
      {note === undefined ? null : <p className={classes.placeholder}>{note}</p>}
    </div>
  );
}
