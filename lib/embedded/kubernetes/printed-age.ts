/** An age as kubectl prints it: `45s`, `3m10s`, `5h`, `2d4h`, `12d`; `<unknown>` without a creation time. */
export function printAge(creationTimestamp: string | undefined, nowMs: number): string {
  const createdMs = Date.parse(creationTimestamp ?? '');
  if (Number.isNaN(createdMs)) return '<unknown>';
  const seconds = Math.max(0, Math.floor((nowMs - createdMs) / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  const join = (whole: string, rest: number, unit: string): string =>
    rest === 0 ? whole : `${whole}${rest}${unit}`;
  if (seconds < 120) return `${seconds}s`;
  if (minutes < 10) return join(`${minutes}m`, seconds % 60, 's');
  if (hours < 3) return `${minutes}m`;
  if (hours < 8) return join(`${hours}h`, minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  if (days < 8) return join(`${days}d`, hours % 24, 'h');
  return days < 2 * 365 ? `${days}d` : `${Math.floor(days / 365)}y`;
}
