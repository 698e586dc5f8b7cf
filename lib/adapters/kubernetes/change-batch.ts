import type { Clock } from './clock';

/** Collects what changed and tells it in one go. */
export interface ChangeBatch<T> {
  add(item: T): void;
  subscribe(listener: (items: ReadonlySet<T>) => void): () => void;
  stop(): void;
}

/** @param delayMs how long after the first change the others are waited for */
export function createChangeBatch<T>(clock: Clock, delayMs: number): ChangeBatch<T> {
  const listeners = new Set<(items: ReadonlySet<T>) => void>();
  const lifetime = new AbortController();
  let pending: Set<T> | undefined;

  async function tellLater(): Promise<void> {
    await clock.sleep(delayMs, lifetime.signal);
    const items = pending ?? new Set<T>();
    pending = undefined;
    if (lifetime.signal.aborted) return;
    for (const listener of listeners) {
      try {
        listener(items);
      } catch {
        // One listener's defect must not keep the change from the others, nor end the process.
      }
    }
  }

  return {
    add(item) {
      if (lifetime.signal.aborted) return;
      if (pending !== undefined) {
        pending.add(item);
        return;
      }
      pending = new Set([item]);
      void tellLater();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => lifetime.abort(),
  };
}
