import { makeVisible } from '@/lib/client/visible-text';
import classes from './what-if.module.css';

/** What the answer is about, and what it is not. */
export function WhatIfLimits({ limits }: { limits: readonly string[] }) {
  return (
    <section className={classes.limits} aria-label="Limits" data-testid="what-if-limits">
      <h3>Limits</h3>
      <ul>
        {limits.map((limit) => (
          <li key={limit}>{makeVisible(limit)}</li>
        ))}
      </ul>
    </section>
  );
}
