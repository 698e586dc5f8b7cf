import { BreakableName } from '@/components/ui/breakable-name';
import { makeVisible } from '@/lib/client/visible-text';
import type { RoutedHost } from '@/lib/contracts/routing';
import classes from './route-picture.module.css';
import { RuleCard } from './rule-card';

/** A route as one picture, from the host by what is matched to the weighted destinations and the workloads behind them. */
export function RoutePicture({ route }: { route: RoutedHost }) {
  const { host, viewpoint, rules } = route;
  return (
    <div className={classes.picture} data-testid="route-picture">
      <div className={classes.host}>
        <BreakableName name={host} />
        <span className={classes.dim}>for {makeVisible(viewpoint.text)}</span>
      </div>
      <ol className={classes.rules} aria-label="Rules, in the order in which they are tried">
        {rules.map((rule) => (
          <RuleCard key={rule.index} rule={rule} />
        ))}
      </ol>
    </div>
  );
}
