const DOT = 0x2e;
const ZERO = 0x30;
/** Each is exact. */
const POWERS = Array.from({ length: 23 }, (_none, i) => Number(`1e${i}`));
/** One more digit keeps it below 2 ** 53. */
const MOST_BEFORE_DIGIT = 900_719_925_474_098;

/**
 * The number whose digits stand from `start` to `end`, with or without a fraction; undefined where it is written in another
 * way or has too many digits. Digits and power of ten are exact, so that their quotient is the number nearest to what is written,
 * as `Number` finds it, in a fraction of the time.
 */
export function readPlainNumber(text: Uint8Array, start: number, end: number): number | undefined {
  let [digits, seen, fraction] = [0, 0, -1];
  for (let at = start; at < end; at += 1) {
    const byte = text[at] ?? 0;
    if (byte === DOT && fraction === -1) {
      fraction = 0;
      continue;
    }
    const digit = byte - ZERO;
    if (digit < 0 || digit > 9 || digits > MOST_BEFORE_DIGIT) return undefined;
    digits = digits * 10 + digit;
    seen += 1;
    if (fraction !== -1) fraction += 1;
  }
  if (seen === 0) return undefined;
  const power = POWERS[Math.max(fraction, 0)];
  return power === undefined ? undefined : digits / power;
}
