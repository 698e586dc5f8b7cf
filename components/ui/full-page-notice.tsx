import type { ReactNode } from 'react';
import classes from './full-page-notice.module.css';
import { MAIN_ID } from './main-id';

/** A whole page that says one thing and offers the next step. */
export function FullPageNotice(props: { title: string; testId: string; children: ReactNode }) {
  return (
    <main id={MAIN_ID} tabIndex={-1} className={classes.page} data-testid={props.testId}>
      <h1 className={classes.title}>{props.title}</h1>
      {props.children}
    </main>
  );
}
