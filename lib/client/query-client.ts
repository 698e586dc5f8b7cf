import { QueryClient } from '@tanstack/react-query';
import { isWorthRetrying, planRetryMs } from './retry-policy';

/** The cache of answers of one browser tab, with the one retry policy. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: (_count, error) => isWorthRetrying(error),
        retryDelay: planRetryMs,
        // The library's idea of "offline" is wrong for servers on localhost and in private networks.
        networkMode: 'always',
        refetchIntervalInBackground: false,
        refetchOnReconnect: true,
        staleTime: 2_000,
        gcTime: 5 * 60_000,
      },
    },
  });
}
