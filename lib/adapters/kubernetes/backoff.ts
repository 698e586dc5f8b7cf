export interface BackoffOptions {
  readonly baseMs: number;
  readonly capMs: number;
  /** 0 inclusive to 1 exclusive. */
  readonly random: () => number;
}

/** Growing, jittered pauses between attempts. */
export interface Backoff {
  /** The next pause: half to all of `base * 2^n`, bounded by the cap, and at least `atLeastMs`. */
  nextMs(atLeastMs?: number): number;
  reset(): void;
}

/** A server may ask for patience, but not for ever. */
const MAX_ASKED_MS = 5 * 60_000;

export function createBackoff({ baseMs, capMs, random }: BackoffOptions): Backoff {
  let attempt = 0;
  return {
    nextMs(atLeastMs = 0) {
      const wholeMs = Math.min(capMs, baseMs * 2 ** Math.min(attempt, 30));
      attempt += 1;
      const pauseMs = wholeMs * (0.5 + random() / 2);
      return Math.max(pauseMs, Math.min(atLeastMs, MAX_ASKED_MS));
    },
    reset() {
      attempt = 0;
    },
  };
}
