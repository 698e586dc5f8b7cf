/** When a rule was evaluated, as far as a time holds it. Times are Unix seconds. */
export interface EvaluationTimes {
  readonly count: number;
  readonly firstSeconds: number;
  readonly lastSeconds: number;
}

/** How a rule was evaluated; where several servers evaluate it, of all of them the worst. */
export interface Evaluations {
  /** In the window that is asked for. */
  readonly asked: EvaluationTimes;
  /** By the server that did it least often. */
  readonly fewest: number;
  /** In the hour before the window's end, so that the pace is known of short windows, too. */
  readonly lately: EvaluationTimes;
}

export interface RecordingWindow {
  readonly windowSeconds: number;
  /** Unix time of the window's end. */
  readonly atSeconds: number;
  /** What every recorded rate is an average over. */
  readonly baseSeconds: number;
}

export type RecordingFault =
  | 'absent'
  | 'shortWindow'
  | 'tooRare'
  | 'stale'
  | 'tooYoung'
  | 'gaps'
  | 'unequal'
  | 'incomplete'
  | 'scope'
  | 'sparse';

/**
 * Whether recorded rates can answer for a window, and over which part of it they are to be read. No seconds at all: the
 * last rate alone is about just that window.
 */
export type RecordingVerdict =
  | { readonly usable: true; readonly intervalSeconds: number; readonly spanSeconds: number }
  | { readonly usable: false; readonly fault: RecordingFault };

/** A twentieth of a window may lack at its ends, and two evaluations of any. */
const TOLERATED = 0.05;
/** How long a verdict may be held: what is read then must still hold an evaluation. */
export const VERDICT_SECONDS = 15;

/**
 * Recorded rates look back by their base window. So the mean of those of the last `window - base` and one interval looks at
 * a time as long as the window, which ends with the last evaluation.
 */
export function judgeRecording(
  evaluations: Evaluations | undefined,
  { windowSeconds, atSeconds, baseSeconds }: RecordingWindow,
): RecordingVerdict {
  if (windowSeconds < baseSeconds) return refuse('shortWindow');
  if (evaluations === undefined) return refuse('absent');
  const { asked, fewest, lately } = evaluations;
  const intervalSeconds = Math.min(paceOf(asked), paceOf(lately));
  if (!Number.isFinite(intervalSeconds)) return refuse('tooYoung');
  // What happens between two evaluations would be seen by neither.
  if (intervalSeconds > baseSeconds) return refuse('tooRare');
  const isLastAlone = windowSeconds - baseSeconds < intervalSeconds;
  const spanSeconds = isLastAlone ? 0 : windowSeconds - baseSeconds + intervalSeconds;
  const slackSeconds = Math.max(2 * intervalSeconds, TOLERATED * windowSeconds);
  const ageSeconds = atSeconds - asked.lastSeconds;
  // Each is asked for what it is to be: what is no number is nothing that holds.
  if (!(ageSeconds <= slackSeconds)) return refuse('stale');
  if (!isLastAlone && ageSeconds + VERDICT_SECONDS >= spanSeconds) return refuse('stale');
  if (!(atSeconds - asked.firstSeconds >= spanSeconds - slackSeconds)) return refuse('tooYoung');
  if (!(asked.count >= (1 - 2 * TOLERATED) * (windowSeconds / intervalSeconds) - 2)) return refuse('gaps');
  if (!(fewest >= (1 - TOLERATED) * asked.count - 1)) return refuse('unequal');
  return { usable: true, intervalSeconds, spanSeconds };
}

/** Seconds between evaluations, to a tenth; infinite where there are less than two. */
function paceOf({ count, firstSeconds, lastSeconds }: EvaluationTimes): number {
  if (!(count >= 2) || !(lastSeconds > firstSeconds)) return Number.POSITIVE_INFINITY;
  return Math.max(0.1, Math.round(((lastSeconds - firstSeconds) / (count - 1)) * 10) / 10);
}

function refuse(fault: RecordingFault): RecordingVerdict {
  return { usable: false, fault };
}
