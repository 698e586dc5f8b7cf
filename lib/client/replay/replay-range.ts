export const replaySpans = ['1h', '6h', '24h'] as const;
export type ReplaySpan = (typeof replaySpans)[number];

/** Steps no shorter than a usual scrape interval, and few enough that a slider can tell them apart. */
const SIZES: Readonly<Record<ReplaySpan, { spanSeconds: number; stepSeconds: number }>> = {
  '1h': { spanSeconds: 3_600, stepSeconds: 15 },
  '6h': { spanSeconds: 21_600, stepSeconds: 60 },
  '24h': { spanSeconds: 86_400, stepSeconds: 300 },
};

/** What a scrubber moves over: Unix seconds, both ends and every instant between on whole steps. */
export interface ReplayRange {
  readonly from: number;
  readonly to: number;
  readonly stepSeconds: number;
}

/**
 * The last hours before now. For an instant that lies further back: the hours that begin with it while it is only just out
 * of reach, as the beginning of the range is a moment later, else the hours around it.
 */
export function rangeAround(span: ReplaySpan, nowSeconds: number, at: number | null): ReplayRange {
  const { spanSeconds, stepSeconds } = SIZES[span];
  const floor = (instant: number) => Math.floor(instant / stepSeconds) * stepSeconds;
  const first = floor(nowSeconds) - spanSeconds;
  if (at === null || at >= first) return { from: first, to: first + spanSeconds, stepSeconds };
  const from = first - at <= spanSeconds / 4 ? floor(at) : floor(at - spanSeconds / 2);
  return { from, to: from + spanSeconds, stepSeconds };
}

/** The instant on a whole step within the range that is nearest to another. */
export function snapTo({ from, to, stepSeconds }: ReplayRange, instant: number): number {
  return Math.min(to, Math.max(from, Math.round(instant / stepSeconds) * stepSeconds));
}

/** The instant so many steps further on; undefined at the end of the range. */
export function stepFrom(range: ReplayRange, instant: number, steps: number): number | undefined {
  const next = snapTo(range, instant) + steps * range.stepSeconds;
  return next > range.to || next < range.from ? undefined : next;
}
