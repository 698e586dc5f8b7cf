import { observedText } from '@/lib/client/routing-words';
import { formatShare } from '@/lib/client/format-numbers';
import type { RoutedDestination } from '@/lib/contracts/routing';
import classes from './route-picture.module.css';

const percent = (share: number) => `${share * 100}%`;

/** The declared share above the observed one, with the interval in which the true one may lie. */
export function ShareBars({ destination }: { destination: RoutedDestination }) {
  const { share, weight, observed } = destination;
  return (
    <dl className={classes.bars}>
      <dt>Declared</dt>
      <dd>
        <span className={classes.track} aria-hidden="true">
          <span className={classes.declared} style={{ width: percent(share) }} />
        </span>
        <span
          className={classes.number}
          data-testid="declared-share"
          title={weight === null ? 'no weight is declared' : `weight ${weight}`}
        >
          {formatShare(share)}
        </span>
      </dd>
      <dt>Seen</dt>
      <dd>
        <span className={classes.track} aria-hidden="true">
          {observed === null ? null : (
            <>
              <span className={classes.observed} style={{ width: percent(observed.share) }} />
              <span
                className={classes.interval}
                style={{ left: percent(observed.low), width: percent(observed.high - observed.low) }}
              />
            </>
          )}
          <span className={classes.aim} style={{ left: percent(share) }} />
        </span>
        <span className={classes.number} data-unknown={observed === null} data-testid="observed-share">
          {observedText(destination)}
        </span>
      </dd>
    </dl>
  );
}
