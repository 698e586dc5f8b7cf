import type { QueryClient } from '@tanstack/react-query';
import type { GraphRequest } from '../queries/graph-request';

/** Graphs of past instants that are kept: stepping back and forth asks nothing, and an hour of them fits no memory. */
export const MOST_INSTANTS = 40;

/** Forgets past instants that nobody looks at, beyond those seen last. */
export function trimInstants(client: QueryClient, most = MOST_INSTANTS): void {
  const cache = client.getQueryCache();
  for (const room of ['graph', 'history']) {
    const past = cache
      .findAll({ queryKey: [room], type: 'inactive', fetchStatus: 'idle' })
      .filter(({ queryKey }) => (queryKey[1] as GraphRequest | undefined)?.at != null)
      .toSorted((one, other) => other.state.dataUpdatedAt - one.state.dataUpdatedAt);
    for (const query of past.slice(most)) cache.remove(query);
  }
}
