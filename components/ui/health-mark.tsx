import type { HealthStatus } from '@/lib/contracts/graph';
import { healthWords } from '@/lib/client/node-words';
import classes from './health-mark.module.css';
import { Icon, type IconName } from './icon';

const ICONS: Readonly<Record<HealthStatus, IconName>> = {
  healthy: 'check',
  degraded: 'warning',
  failing: 'cross',
  notReady: 'clock',
  unknown: 'question',
};

/** Health as a sign and a word, never as a colour alone. */
export function HealthMark({ status, wordless = false }: { status: HealthStatus; wordless?: boolean }) {
  return (
    <span className={classes.mark} data-status={status} data-testid="health-mark">
      <Icon name={ICONS[status]} size={14} />
      <span className={wordless ? classes.hidden : undefined}>{healthWords[status]}</span>
    </span>
  );
}
