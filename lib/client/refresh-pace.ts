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

/** Where nobody refreshes: young enough for somebody who just came. */
const PAUSED_SECONDS = 5;

/**
 * How old an answer may be to be worth having, in seconds, if it is of a later instant than what is there already: no
 * older than one that this viewer asked for, and young enough that one answer serves everybody who refreshes at this pace.
 * So many viewers cost the sources no more than one.
 * @param lastAtMs when the last answer arrived (ms since 1970); 0 or undefined before the first
 */
export function worthSeconds(
  choice: RefreshChoice,
  lastAtMs: number | undefined,
  nowMs = Date.now(),
): number {
  const interval = INTERVAL_MS[choice];
  const most = interval === false ? PAUSED_SECONDS : interval / 1_000;
  if (lastAtMs === undefined || lastAtMs <= 0) return most;
  return Math.max(0, Math.min(most, Math.ceil((nowMs - lastAtMs) / 1_000)));
}
