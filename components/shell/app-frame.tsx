import type { ReactNode } from 'react';
import classes from './app-frame.module.css';
import { Rail } from './rail';
import { SkipLink } from './skip-link';

/** The rail on the left; the page takes all that is left. */
export function AppFrame({ children }: { children: ReactNode }) {
  return (
    <div className={classes.frame}>
      <SkipLink />
      <Rail />
      <div className={classes.page}>{children}</div>
    </div>
  );
}
