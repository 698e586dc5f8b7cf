export const refreshChoices = ['off', '5s', '15s', '30s', '60s'] as const;
export type RefreshChoice = (typeof refreshChoices)[number];

const INTERVAL_MS: Readonly<Record<RefreshChoice, number | false>> = {
  off: false,
  '5s': 5_000,
  '15s': 15_000,
  '30s': 30_000,
  '60s': 60_000,
};

/**
 * Milliseconds until the next refresh; false when there is none.
 * An answer that took more than half the interval makes the next one wait twice as long as it took.
 */
export function paceRefreshMs(choice: RefreshChoice, lastTookMs: number | undefined): number | false {
  const interval = INTERVAL_MS[choice];
  return interval === false ? false : Math.max(interval, 2 * (lastTookMs ?? 0));
}
