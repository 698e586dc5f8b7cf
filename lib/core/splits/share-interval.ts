import { normalQuantile } from './normal-quantile';

/** What share of a whole was seen, and between which shares the true one lies, all 0 to 1. */
export interface ShareInterval {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** How sure an interval is to hold the true shares. */
export const CONFIDENCE = 0.95;

/** Less than this is a rounding error and no call. */
const SMALLEST_WHOLE = 1e-6;

/**
 * Wilson's score interval of a share, `part` of `whole`, which need not be whole numbers. Undefined where nothing was
 * counted. Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference.
 */
export function wilsonInterval(part: number, whole: number, z: number): ShareInterval | undefined {
  if (!(whole > SMALLEST_WHOLE)) return undefined;
  const share = Math.min(1, Math.max(0, part / whole));
  const square = (z * z) / whole;
  const centre = (share + square / 2) / (1 + square);
  const half = (z * Math.sqrt((share * (1 - share)) / whole + square / (4 * whole))) / (1 + square);
  return {
    share,
    // Rounding must not push an interval away from a share of nothing or all.
    low: share === 0 ? 0 : Math.max(0, centre - half),
    high: share === 1 ? 1 : Math.min(1, centre + half),
  };
}

/**
 * How many standard deviations an interval reaches when so many shares of one whole are told at once. Two are one
 * question, because the second is the rest; of more each gets a part of the error (Bonferroni), so that all of them
 * together hold the truth with {@link CONFIDENCE}.
 */
export function deviationsFor(shares: number): number {
  return shares <= 2 ? OF_ONE_QUESTION : deviationsOf(shares);
}

const OF_ONE_QUESTION = deviationsOf(1);

function deviationsOf(questions: number): number {
  return normalQuantile(1 - (1 - CONFIDENCE) / (2 * questions));
}

/** In words, for people. */
export function nameMethod(shares: number): string {
  return shares <= 2
    ? 'Wilson score interval, 95 %'
    : `Wilson score intervals, 95 % for all ${shares} together (Bonferroni)`;
}

const MOST_REQUESTS = 1e9;

/** How large a whole must be for the interval of a share to reach at most `margin` to each side; a whole number. */
export function wholeNeeded(share: number, margin: number, z: number): number {
  let low = 0;
  let high = MOST_REQUESTS;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (reach(wilsonInterval(share * middle, middle, z)) <= margin) high = middle;
    else low = middle;
  }
  return high;
}

/** How far an interval reaches to the side, at most. */
export function reach(interval: ShareInterval | undefined): number {
  return interval === undefined ? 1 : (interval.high - interval.low) / 2;
}
