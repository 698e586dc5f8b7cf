import { Icon, type IconName } from '@/components/ui/icon';
import { readinessText } from '@/lib/client/mtls-words';
import type { Readiness } from '@/lib/contracts/mtls';
import classes from './marks.module.css';

const SIGNS: Readonly<Record<Readiness['verdict'], IconName>> = {
  ready: 'check',
  notReady: 'cross',
  unknown: 'question',
};

/** Whether it can be STRICT, as a sign and a word. */
export function ReadinessMark({ verdict, isStrict }: Pick<Readiness, 'verdict' | 'isStrict'>) {
  return (
    <span className={classes.mark} data-verdict={isStrict ? 'strict' : verdict}>
      <Icon name={isStrict ? 'lock' : SIGNS[verdict]} size={14} />
      {readinessText({ verdict, isStrict })}
    </span>
  );
}
