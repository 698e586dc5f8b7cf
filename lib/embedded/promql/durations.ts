const PATTERN = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;

const UNITS_MS = [365 * 86_400_000, 7 * 86_400_000, 86_400_000, 3_600_000, 60_000, 1_000, 1];

/** Prometheus keeps durations in 64-bit nanoseconds: about 292 years. */
export const MAX_DURATION_MS = 9_223_372_036_854;

/** `1h30m` to milliseconds; undefined when it is not a duration or too long to be one. Units must go from large to small. */
export function parseDurationMs(text: string): number | undefined {
  const match = PATTERN.exec(text);
  if (match === null || text === '') return undefined;
  let totalMs = 0;
  UNITS_MS.forEach((unitMs, index) => {
    totalMs += Number(match[index + 1] ?? '0') * unitMs;
  });
  return totalMs <= MAX_DURATION_MS ? totalMs : undefined;
}

/** Milliseconds to the shortest spelling Prometheus itself would print: 5400000 to `1h30m`. */
export function formatDurationMs(durationMs: number): string {
  if (durationMs === 0) return '0s';
  const names = ['y', 'w', 'd', 'h', 'm', 's', 'ms'];
  let restMs = durationMs;
  let text = '';
  UNITS_MS.forEach((unitMs, index) => {
    // Years and weeks only when nothing would remain: 8 days read better as 8d than as 1w1d.
    if (index < 2 && restMs % unitMs !== 0) return;
    const count = Math.floor(restMs / unitMs);
    if (count > 0) text += `${count}${names[index] ?? ''}`;
    restMs -= count * unitMs;
  });
  return text;
}
