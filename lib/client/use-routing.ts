import { useQuery } from '@tanstack/react-query';
import type { RoutedHost, RoutingAnswer } from '@/lib/contracts/routing';
import { routingQuery, type RoutingRequest } from './queries/routing';
import type { RefreshChoice } from './refresh-pace';
import { useKeptAnswer, type KeptAnswer } from './use-kept-answer';

export type Routing = KeptAnswer<RoutingAnswer>;

/** Routes as a request asks for them, kept fresh, with the last answer while something fails. */
export function useRouting(request: Omit<RoutingRequest, 'host'>, refresh: RefreshChoice): Routing {
  const enabled = request.namespaces === 'all' || request.namespaces.length > 0;
  return useKeptAnswer(useQuery(routingQuery({ ...request, host: null }, { refresh, enabled })), enabled);
}

/** One route with its progress and its objects, once they are there; before that, and after it is gone, as it was given. */
export function useWholeRoute(
  route: RoutedHost | undefined,
  request: Omit<RoutingRequest, 'host'>,
  refresh: RefreshChoice,
): RoutedHost | undefined {
  const enabled = route !== undefined;
  const { data } = useQuery(routingQuery({ ...request, host: route?.host ?? null }, { refresh, enabled }));
  return route && (data?.answer.routes.find(({ id }) => id === route.id) ?? route);
}
