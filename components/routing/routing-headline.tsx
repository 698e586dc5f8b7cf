import { countRoutes } from '@/lib/client/routing-headline';
import type { RoutingAnswer } from '@/lib/contracts/routing';
import classes from './routing-bars.module.css';

/** The whole in one sentence, announced when it changes. */
export function RoutingHeadline({ answer }: { answer: RoutingAnswer }) {
  return (
    <p className={classes.sentence} role="status" data-testid="routing-headline">
      {countRoutes(answer)}
    </p>
  );
}
