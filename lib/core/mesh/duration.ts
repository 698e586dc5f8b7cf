/** Durations as Prometheus writes them (`90s`, `1h30m`), always whole seconds here. */

const SECONDS_PER_UNIT: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const UNITS_LARGEST_FIRST = ['w', 'd', 'h', 'm', 's'] as const;

/** Seconds of a duration text; undefined when the text is not a duration or not a safe number of seconds. */
export function parseDurationSeconds(text: string): number | undefined {
  if (text.length > 32 || !/^(\d+[smhdw])+$/.test(text)) return undefined;
  let seconds = 0;
  for (const [, amount = '', unit = ''] of text.matchAll(/(\d+)([smhdw])/g)) {
    seconds += Number(amount) * (SECONDS_PER_UNIT[unit] ?? Number.NaN);
  }
  return Number.isSafeInteger(seconds) ? seconds : undefined;
}

/** The shortest duration text of a whole number of seconds: 90 gives `1m30s`, 0 gives `0s`. */
export function printDuration(seconds: number): string {
  let rest = Math.max(0, Math.round(seconds));
  if (rest === 0) return '0s';
  let text = '';
  for (const unit of UNITS_LARGEST_FIRST) {
    const size = SECONDS_PER_UNIT[unit] ?? 1;
    // Weeks are written as days: nobody speaks of a window of "4w2d".
    if (unit === 'w') continue;
    const amount = Math.floor(rest / size);
    if (amount > 0) text += `${amount}${unit}`;
    rest -= amount * size;
  }
  return text;
}
