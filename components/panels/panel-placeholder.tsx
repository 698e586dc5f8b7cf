'use client';

import { usePreferences } from '@/lib/client/use-preferences';
import classes from './panel.module.css';

/** Keeps the panel's room while what belongs there is on its way, so that the graph does not move when it comes. */
export function PanelPlaceholder({ note }: { readonly note?: string | undefined }) {
  const { preferences } = usePreferences();
  return (
    <div className={classes.panel} style={{ width: preferences.panelWidth }} aria-busy="true">
      {note === undefined ? null : <p className={classes.placeholder}>{note}</p>}
    </div>
  );
}
