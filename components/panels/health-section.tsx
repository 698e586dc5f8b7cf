import type { Health } from '@/lib/contracts/graph';
import { HealthMark } from '@/components/ui/health-mark';
import { makeVisible } from '@/lib/client/visible-text';
import { PanelSection } from './panel-section';
import classes from './panel.module.css';

/** The verdict and its reasons, in sentences. */
export function HealthSection({ health }: { health: Health }) {
  return (
    <PanelSection title="Health" testId="panel-health">
      <HealthMark status={health.status} />
      {health.reasons.length === 0 ? null : (
        <ul className={classes.reasons}>
          {health.reasons.map((reason) => (
            <li key={reason}>{makeVisible(reason)}</li>
          ))}
        </ul>
      )}
    </PanelSection>
  );
}
