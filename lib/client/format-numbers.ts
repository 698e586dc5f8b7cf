/** Numbers as people read them: a unit always, three significant digits at most, small never shown as nothing. */

const UNKNOWN = 'unknown';
const SMALLEST_SHOWN = 0.00001;

const SCALES = [
  { from: 1e9, suffix: 'G' },
  { from: 1e6, suffix: 'M' },
  { from: 1e3, suffix: 'k' },
] as const;

/** Requests per second: `12.4 rps`, `0.0004 rps`, `1.2k rps`. */
export function formatRate(perSecond: number): string {
  return Number.isFinite(perSecond) ? `${formatScaled(perSecond, '')} rps` : UNKNOWN;
}

/** `1.2 kB/s`; a kilobyte is 1000 bytes. */
export function formatBytesPerSecond(perSecond: number): string {
  return Number.isFinite(perSecond)
    ? `${formatScaled(perSecond, ' ')}${perSecondHasPrefix(perSecond) ? '' : ' '}B/s`
    : UNKNOWN;
}

/** A share from 0 to 1 in percent: `0.8 %`. Almost all is never rounded up to all, almost none never down to none. */
export function formatShare(share: number): string {
  if (!Number.isFinite(share)) return UNKNOWN;
  const percent = share * 100;
  if (percent < 100 && percent > 99.9) return '> 99.9 %';
  if (percent > 0 && percent < 0.001) return '< 0.001 %';
  return `${printPlain(roundTo3(percent))} %`;
}

/** `48 ms`, `1.2 s`. */
export function formatMilliseconds(latencyMs: number): string {
  if (!Number.isFinite(latencyMs)) return UNKNOWN;
  const rounded = roundTo3(latencyMs);
  return Math.abs(rounded) < 1_000
    ? `${printSmall(latencyMs)} ms`
    : `${printPlain(roundTo3(latencyMs / 1_000))} s`;
}

/** Whole counts with thin groups: `4 210`. */
export function formatCount(count: number): string {
  return Number.isFinite(count)
    ? String(Math.round(count)).replace(/\B(?=(\d{3})+(?!\d))/g, '\u2009')
    : UNKNOWN;
}

/** How long ago: `4 s ago`, `3 min ago`, `2 h ago`, `5 d ago`. */
export function formatAge(seconds: number): string {
  return Number.isFinite(seconds) ? `${formatSpan(seconds)} ago` : UNKNOWN;
}

/** A length of time: `4 s`, `3 min`, `2 h`, `5 d`. */
export function formatSpan(seconds: number): string {
  if (!Number.isFinite(seconds)) return UNKNOWN;
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 120) return `${whole} s`;
  if (whole < 7_200) return `${Math.floor(whole / 60)} min`;
  if (whole < 172_800) return `${Math.floor(whole / 3_600)} h`;
  return `${Math.floor(whole / 86_400)} d`;
}

function formatScaled(value: number, gap: string): string {
  const rounded = Math.abs(roundTo3(value));
  const scale = SCALES.find(({ from }) => rounded >= from);
  return scale ? `${printPlain(roundTo3(value / scale.from))}${gap}${scale.suffix}` : printSmall(value);
}

function perSecondHasPrefix(value: number): boolean {
  return Math.abs(roundTo3(value)) >= 1_000;
}

function printSmall(value: number): string {
  return value > 0 && value < SMALLEST_SHOWN
    ? `< ${printPlain(SMALLEST_SHOWN)}`
    : printPlain(roundTo3(value));
}

function roundTo3(value: number): number {
  return value === 0 ? 0 : Number(value.toPrecision(3));
}

/** Without an exponent, which `String` uses below 0.000001. */
function printPlain(value: number): string {
  return value !== 0 && Math.abs(value) < 1e-3 ? value.toFixed(8).replace(/0+$/, '') : String(value);
}
