import { Icon } from '@/components/ui/icon';
import { BreakableName } from '@/components/ui/breakable-name';
import { destinationName } from '@/lib/client/routing-words';
import { makeVisible } from '@/lib/client/visible-text';
import type { RoutedDestination } from '@/lib/contracts/routing';
import classes from './route-picture.module.css';
import { ShareBars } from './share-bars';

/** One destination of a rule: its name, its shares where there are several, and what runs behind it. */
export function DestinationItem({
  destination,
  divided,
}: {
  destination: RoutedDestination;
  divided: boolean;
}) {
  const { host, subset, port, state, reason, workloads } = destination;
  return (
    <li className={classes.destination} data-state={state} data-testid="route-destination">
      <div className={classes.destinationHead}>
        <strong>{destinationName(destination)}</strong>
        {subset === null && port === null ? null : (
          <span className={classes.dim}>
            {subset === null ? null : <BreakableName name={host} />}
            {port === null ? null : `:${port}`}
          </span>
        )}
        {state === 'dead' ? (
          <span className={classes.dead}>
            <Icon name="cross" size={13} /> takes nothing
          </span>
        ) : null}
      </div>
      {divided ? <ShareBars destination={destination} /> : null}
      {reason === '' ? null : <p className={classes.reason}>{makeVisible(reason)}</p>}
      {workloads.length === 0 ? null : (
        <ul className={classes.workloads} aria-label="Workloads behind it">
          {workloads.map(({ namespace, name, version, ready }) => (
            <li key={`${namespace}/${name}`}>
              <span className={classes.dim}>{makeVisible(namespace)}/</span>
              {makeVisible(name)}
              {version === undefined ? null : <span className={classes.chip}>{makeVisible(version)}</span>}
              {ready === undefined ? null : (
                <span className={ready === 0 ? classes.dead : classes.dim}>{ready} ready</span>
              )}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
