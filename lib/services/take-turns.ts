import { setImmediate } from 'node:timers/promises';
import type { Steps } from '@/lib/core/steps/steps';

/** How long a piece of thinking may keep everything else waiting. */
const TURN_MS = 12;

/**
 * What a piece of thinking comes to, with turns for other requests in between. Rejects with the signal's reason once
 * nobody waits for it any more.
 */
export async function takeTurns<T>(steps: Steps<T>, signal?: AbortSignal): Promise<T> {
  let sinceMs = performance.now();
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
    if (performance.now() - sinceMs < TURN_MS) continue;
    await setImmediate();
    signal?.throwIfAborted();
    sinceMs = performance.now();
  }
}
