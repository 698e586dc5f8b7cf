import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isWorthRetrying, planRetryMs } from './retry-policy';
import { ownAddress, ownPath } from './own-address';
import { isSignedOut, SIGN_IN_PATH, signInPath } from './sign-in-path';

/** The cache of answers of one browser tab, with the one retry policy. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: signInAgain }),
    mutationCache: new MutationCache({ onError: signInAgain }),
    defaultOptions: {
      queries: {
        retry: (_count, error) => isWorthRetrying(error),
        retryDelay: planRetryMs,
        // The library's idea of "offline" is wrong for servers on localhost and in private networks.
        networkMode: 'always',
        refetchIntervalInBackground: false,
        refetchOnReconnect: true,
        staleTime: 2_000,
        // How long an answer that nobody looks at is kept is left to the library: it knows that a server's render ends at once.
      },
    },
  });
}

/** Whoever is not signed in any more signs in, and comes back to what they looked at. */
function signInAgain(error: Error): void {
  if (isSignedOut(error) && ownPath(window.location.pathname) !== SIGN_IN_PATH)
    window.location.assign(ownAddress(signInPath(window.location)));
}
