/** Wall-clock time in the viewer's own zone, and in UTC for the hover. */

/** `11:02:15`, or with the date when it is not today's: `2031-04-05 11:02:15`. */
export function formatInstant(unixSeconds: number, nowMs: number): string {
  const instant = new Date(unixSeconds * 1_000);
  if (Number.isNaN(instant.getTime())) return 'unknown';
  const clock = [instant.getHours(), instant.getMinutes(), instant.getSeconds()].map(pad).join(':');
  const today = new Date(nowMs).toDateString() === instant.toDateString();
  if (today) return clock;
  return `${instant.getFullYear()}-${pad(instant.getMonth() + 1)}-${pad(instant.getDate())} ${clock}`;
}

/** `2031-04-05 11:02:15 UTC`. */
export function formatUtc(unixSeconds: number): string {
  const instant = new Date(unixSeconds * 1_000);
  if (Number.isNaN(instant.getTime())) return 'unknown';
  return `${instant.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** The instant as a browser's field for date and time wants it, in the viewer's own zone: `2031-04-05T11:02:15`. */
export function printTimeField(unixSeconds: number): string {
  const instant = new Date(unixSeconds * 1_000);
  if (Number.isNaN(instant.getTime())) return '';
  const day = [instant.getFullYear(), pad(instant.getMonth() + 1), pad(instant.getDate())].join('-');
  return `${day}T${[instant.getHours(), instant.getMinutes(), instant.getSeconds()].map(pad).join(':')}`;
}

/** Unix seconds of what such a field holds; undefined while it holds no time. */
export function parseTimeField(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(text)) return undefined;
  const seconds = Math.floor(new Date(text).getTime() / 1_000);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}

/** Hours and minutes of the person's own zone, for axes: `14:05`. */
export function formatClock(unixSeconds: number): string {
  return formatInstant(unixSeconds, unixSeconds * 1_000).slice(0, 5);
}
