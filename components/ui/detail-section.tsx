import type { ReactNode } from 'react';
import classes from './detail-section.module.css';

export interface DetailSectionProps {
  readonly title: string;
  readonly testId: string;
  readonly children: ReactNode;
}

/** One headed part of what is opened. */
export function DetailSection({ title, testId, children }: DetailSectionProps) {
  return (
    <section className={classes.section} aria-label={title} data-testid={testId}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}
