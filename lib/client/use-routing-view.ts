import { useQueryStates } from 'nuqs';
import { routingParsers } from './routing-view';

/** What the routing page shows, as the address bar says it, and the way to change it. */
export function useRoutingView() {
  const [shown, setShown] = useQueryStates(routingParsers);
  return { shown, setShown };
}
