import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon';
import classes from './sign-mark.module.css';

export type Tone = 'accent' | 'ok' | 'degraded' | 'failing' | 'unknown' | 'dim';

export interface SignMarkProps {
  readonly icon: IconName;
  readonly tone: Tone;
  readonly isStrong?: boolean;
  readonly title?: string;
  readonly children: ReactNode;
}

/** A verdict as a sign, a word and a colour: nobody has to tell colours apart. */
export function SignMark({ icon, tone, isStrong = false, title, children }: SignMarkProps) {
  return (
    <span className={classes.mark} data-tone={tone} data-strong={isStrong} title={title}>
      <Icon name={icon} size={14} />
      {children}
    </span>
  );
}
