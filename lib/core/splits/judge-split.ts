import { chanceOfShare } from './drift-bound';
import { deviationsFor, reach, wholeNeeded, wilsonInterval, type ShareInterval } from './share-interval';

/** Calls of one destination of a split. */
export interface SplitPart {
  /** 0 to 1; the declared shares of a split add up to 1. */
  readonly declared: number;
  /** Calls that reached it; need not be a whole number. */
  readonly calls: number;
}

export interface SplitEvidence {
  readonly parts: readonly SplitPart[];
  /** Calls that reached nobody after a destination had been chosen: any of the destinations may have been theirs. */
  readonly lost: number;
  /**
   * How much of the calls was counted and not extrapolated, above 0 and at most 1. Prometheus stretches what lies
   * between the first and the last scrape of a window to all of it: calls that nobody counted prove nothing.
   */
  readonly countedShare: number;
}

export type SplitVerdict = 'inLine' | 'drifting' | 'tooLittleTraffic';

export interface JudgedSplit {
  readonly verdict: SplitVerdict;
  /** One for each part, in their order; undefined where nothing was counted. */
  readonly intervals: readonly (ShareInterval | undefined)[];
  /** Which part is farthest from what was declared; absent unless it drifts. */
  readonly farthest?: number;
  /** How many more calls narrow every interval to one point to each side; 0 where it is narrow enough. */
  readonly callsNeeded: number;
}

/** A split in line is taken for a drifting one at most this often. */
const FALSE_ALARM = 0.001;
/** One point of a hundred: what intervals are asked to be narrowed to. */
export const MARGIN = 0.01;
/** Below this nothing is said of a split: its intervals would hold very different ones. */
const WIDEST_REACH = 0.05;
/** So often must the rarest destination be expected, for a split in line to be called that. */
const FEWEST_EXPECTED = 10;

/**
 * Whether the shares of a split are those that were declared.
 *
 * - `drifting`: a share differs so much that chance does it less than once in a thousand splits in line, and by enough
 *   to matter, wherever the lost calls were meant to go.
 * - `tooLittleTraffic`: it does not, but neither would many others: an interval reaches more than five points to a
 *   side, or the rarest destination was to be expected fewer than ten times.
 *
 * Where one destination gets everything, a single call that reached it is in line.
 */
export function judgeSplit({ parts, lost, countedShare }: SplitEvidence): JudgedSplit {
  const delivered = parts.reduce((sum, { calls }) => sum + calls, 0);
  const counted = delivered * countedShare;
  const z = deviationsFor(parts.length);
  const intervals = parts.map(({ calls }) => wilsonInterval(calls * countedShare, counted, z));
  const callsNeeded = Math.max(
    0,
    ...parts.map(({ declared }) => Math.ceil(wholeNeeded(declared, MARGIN, z) - counted)),
  );
  const farthest = findDrift(parts, delivered, lost, countedShare);
  if (farthest !== undefined) return { verdict: 'drifting', intervals, farthest, callsNeeded };
  // With all for one, nothing can be out of line that was not found above.
  if (parts.filter(({ declared }) => declared > 0).length === 1 && delivered > 0)
    return { verdict: 'inLine', intervals, callsNeeded };
  const rarest = Math.min(1, ...parts.flatMap(({ declared }) => (declared > 0 ? declared : [])));
  const isEnough =
    intervals.every((interval) => reach(interval) <= WIDEST_REACH) && counted * rarest >= FEWEST_EXPECTED;
  return { verdict: isEnough ? 'inLine' : 'tooLittleTraffic', intervals, callsNeeded };
}

function findDrift(
  parts: readonly SplitPart[],
  delivered: number,
  lost: number,
  countedShare: number,
): number | undefined {
  const whole = delivered + lost;
  if (!(delivered > 0)) return undefined;
  let farthest: { index: number; chance: number } | undefined;
  for (const [index, { declared, calls }] of parts.entries()) {
    // Lost calls are given to whom they bring closest to what was declared.
    const least = calls / whole;
    const most = (calls + lost) / whole;
    const seen = Math.min(most, Math.max(least, declared));
    if (Math.abs(seen - declared) <= whatMatters(declared)) continue;
    const chance = chanceOfShare(seen, declared, whole * countedShare) * parts.length;
    if (chance < FALSE_ALARM && chance < (farthest?.chance ?? Infinity)) farthest = { index, chance };
  }
  return farthest?.index;
}

/** A tenth of the smaller side, a point of a hundred at most: with enough calls, less than this would be seen, too. */
function whatMatters(declared: number): number {
  return Math.min(MARGIN, Math.max(0.0005, Math.min(declared, 1 - declared) / 10));
}
