'use client';

import { MAIN_ID } from '@/components/ui/main-id';
import classes from './skip-link.module.css';

/** The first stop of the Tab key: past the bars, to what the page is about. Not followed: the address holds the view. */
export function SkipLink() {
  return (
    <a
      className={classes.link}
      href={`#${MAIN_ID}`}
      onClick={(event) => {
        event.preventDefault();
        document.getElementById(MAIN_ID)?.focus();
      }}
      data-testid="skip-link"
    >
      Skip to the content
    </a>
  );
}
