'use client';

import { usePreferences } from '@/lib/client/use-preferences';
import classes from './panel.module.css';

/** Keeps the panel's room while its code is on its way, so that the graph does not move when it comes. */
export function PanelPlaceholder() {
  const { preferences } = usePreferences();
  return <div className={classes.panel} style={{ width: preferences.panelWidth }} aria-busy="true" />;
}
