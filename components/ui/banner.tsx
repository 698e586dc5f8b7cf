import type { ReactNode } from 'react';
import classes from './banner.module.css';
import { Icon, type IconName } from './icon';

export interface BannerProps {
  readonly tone: 'quiet' | 'care' | 'failure';
  readonly icon: IconName;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
  readonly testId: string;
}

/** One line above the graph about something that is missing from it. */
export function Banner({ tone, icon, children, actions, testId }: BannerProps) {
  return (
    <output className={classes.banner} data-tone={tone} data-testid={testId}>
      <span className={classes.icon}>
        <Icon name={icon} />
      </span>
      <span className={classes.text}>{children}</span>
      {actions}
    </output>
  );
}
