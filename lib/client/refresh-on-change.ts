import type { QueryClient } from '@tanstack/react-query';

const DEBOUNCE_MS = 200;
const KEYS = [['graph'], ['namespaces'], ['mtls'], ['routing'], ['policies']] as const;

export interface ChangeRefresher {
  /** The cluster changed: refresh soon, many changes as one. */
  note(): void;
  stop(): void;
}

/**
 * Refreshes the graph, the namespaces, the posture of mTLS, the routes and the policies after a change, one refresh at a time.
 * A request that was already under way may have read the state before the change, so it is followed by another;
 * it is never cancelled, else a busy cluster would starve the page.
 */
export function createChangeRefresher(client: QueryClient): ChangeRefresher {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let again = false;
  let stopped = false;

  async function refresh(): Promise<void> {
    running = true;
    again = KEYS.some((queryKey) => client.isFetching({ queryKey }) > 0);
    await Promise.allSettled(
      KEYS.map((queryKey) => client.invalidateQueries({ queryKey }, { cancelRefetch: false })),
    );
    running = false;
    if (again) schedule();
  }

  function schedule(): void {
    if (stopped) return;
    clearTimeout(timer);
    timer = setTimeout(() => void refresh(), DEBOUNCE_MS);
  }

  return {
    note() {
      if (running) again = true;
      else schedule();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
