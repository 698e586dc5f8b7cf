import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon';
import classes from './notice.module.css';

export interface NoticeProps {
  readonly title: string;
  readonly icon: IconName;
  /** `failure` is announced at once. */
  readonly tone?: 'quiet' | 'care' | 'failure';
  /** What happened, in sentences. */
  readonly children: ReactNode;
  /** What was asked and what came back. */
  readonly evidence?: ReactNode;
  /** Buttons: the next step. */
  readonly actions?: ReactNode;
  readonly testId?: string;
  readonly state?: string;
}

/** An empty or failed place: cause, evidence, next step. */
export function Notice({
  title,
  icon,
  tone = 'quiet',
  children,
  evidence,
  actions,
  testId,
  state,
}: NoticeProps) {
  return (
    <section
      className={classes.notice}
      data-tone={tone}
      data-testid={testId}
      data-state={state}
      role={tone === 'failure' ? 'alert' : 'status'}
    >
      <h2 className={classes.title}>
        <span className={classes.icon}>
          <Icon name={icon} size={20} />
        </span>
        {title}
      </h2>
      <div className={classes.body}>{children}</div>
      {evidence ? <div className={classes.evidence}>{evidence}</div> : null}
      {actions ? <div className={classes.actions}>{actions}</div> : null}
    </section>
  );
}
