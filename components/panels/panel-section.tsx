import type { ReactNode } from 'react';
import classes from './panel.module.css';

export interface PanelSectionProps {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly testId?: string;
  readonly children: ReactNode;
}

/** One headed part of the panel. */
export function PanelSection({ title, aside, testId, children }: PanelSectionProps) {
  return (
    <section className={classes.section} data-testid={testId} aria-label={title}>
      <h3>
        {title}
        {aside}
      </h3>
      {children}
    </section>
  );
}
