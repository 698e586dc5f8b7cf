import { useQuery } from '@tanstack/react-query';
import type { RoutedHost, RoutingAnswer } from '@/lib/contracts/routing';
import { routingQuery } from './queries/routing';
import type { Scope } from './queries/scope';
import type { RefreshChoice } from './refresh-pace';
import { useKeptAnswer, type KeptAnswer } from './use-kept-answer';

export type Routing = KeptAnswer<RoutingAnswer>;

/** The routes of a scope, kept fresh, with the last answer while something fails. */
export function useRouting(scope: Scope, refresh: RefreshChoice, isWanted = true): Routing {
  const enabled = isWanted && (scope.namespaces === 'all' || scope.namespaces.length > 0);
  return useKeptAnswer(useQuery(routingQuery(scope, null, { refresh, enabled })), enabled);
}

/** One route with its progress and its objects, once they are there; before that, and when it is gone, as it was given. */
export function useWholeRoute(
  route: RoutedHost | undefined,
  scope: Scope,
  refresh: RefreshChoice,
): RoutedHost | undefined {
  const enabled = route !== undefined;
  const { data } = useQuery(routingQuery(scope, route?.host ?? null, { refresh, enabled }));
  return route && (data?.answer.routes.find(({ id }) => id === route.id) ?? route);
}
