import type { RangeFunction } from './range-functions';
import type { CounterWindow } from './series-source';
import type { Window } from './plan';

interface ExtrapolationKind {
  readonly isCounter: boolean;
  readonly perSecond: boolean;
}

/** `rate`, `increase` and `delta`: the change inside the window, extrapolated to its edges. */
function extrapolated(kind: ExtrapolationKind): RangeFunction {
  return (window, frame, semantics) => {
    const known = kind.isCounter ? window.counter(frame.startMs, frame.endMs) : undefined;
    const ends = known ?? readEnds(window, frame.startMs, frame.endMs);
    if (ends.count < 2) return undefined;
    let change = ends.lastValue - ends.firstValue;
    if (known !== undefined) for (const value of known.beforeDrops ?? []) change += value;
    else if (kind.isCounter) change = addResets(window, change);
    const factor = extrapolationFactor(ends, change, frame, kind.isCounter, semantics);
    const seconds = (frame.endMs - frame.startMs) / 1000;
    return change * (kind.perSecond ? factor / seconds : factor);
  };
}

function readEnds(window: Window, startMs: number, endMs: number): CounterWindow {
  window.seek(startMs, endMs);
  const { lo, hi, timestampsMs, values } = window;
  return {
    count: hi - lo,
    firstMs: timestampsMs[lo] ?? 0,
    firstValue: values[lo] ?? 0,
    lastMs: timestampsMs[hi - 1] ?? 0,
    lastValue: values[hi - 1] ?? 0,
  };
}

/** A counter that falls has restarted from zero: what it had reached before counts too. */
function addResets(window: Window, change: number): number {
  const { lo, hi, values } = window;
  let total = change;
  let previous = values[lo] ?? 0;
  for (let index = lo + 1; index < hi; index += 1) {
    const value = values[index] ?? 0;
    if (value < previous) total += previous;
    previous = value;
  }
  return total;
}

/**
 * By how much the covered interval is stretched: up to an edge that is near, half a sample distance towards one that is far,
 * and for counters never before the instant where they would have been zero. 2.x asked the zero question first.
 */
function extrapolationFactor(
  ends: CounterWindow,
  change: number,
  frame: { readonly startMs: number; readonly endMs: number },
  isCounter: boolean,
  semantics: 'v2' | 'v3',
): number {
  const sampled = (ends.lastMs - ends.firstMs) / 1000;
  const average = sampled / (ends.count - 1);
  const threshold = average * 1.1;
  const towards = (seconds: number): number => (seconds < threshold ? seconds : average / 2);
  const toZero =
    isCounter && change > 0 && ends.firstValue >= 0
      ? sampled * (ends.firstValue / change)
      : Number.POSITIVE_INFINITY;
  const toStart = (ends.firstMs - frame.startMs) / 1000;
  const toEnd = (frame.endMs - ends.lastMs) / 1000;
  const before = semantics === 'v2' ? towards(Math.min(toStart, toZero)) : Math.min(towards(toStart), toZero);
  return (sampled + before + towards(toEnd)) / sampled;
}

/** `irate` and `idelta`: from the last two samples only. */
function instant(isRate: boolean): RangeFunction {
  return (window, frame) => {
    window.seek(frame.startMs, frame.endMs);
    const { lo, hi, timestampsMs, values } = window;
    if (hi - lo < 2) return undefined;
    const last = values[hi - 1] ?? 0;
    const previous = values[hi - 2] ?? 0;
    const seconds = ((timestampsMs[hi - 1] ?? 0) - (timestampsMs[hi - 2] ?? 0)) / 1000;
    if (seconds === 0) return undefined;
    if (!isRate) return last - previous;
    return (last < previous ? last : last - previous) / seconds;
  };
}

function countSteps(counts: (previous: number, value: number) => boolean): RangeFunction {
  return (window, frame) => {
    window.seek(frame.startMs, frame.endMs);
    const { lo, hi, values } = window;
    if (hi === lo) return undefined;
    let count = 0;
    let previous = values[lo] ?? 0;
    for (let index = lo + 1; index < hi; index += 1) {
      const value = values[index] ?? 0;
      if (counts(previous, value)) count += 1;
      previous = value;
    }
    return count;
  };
}

/** Functions about how counters and gauges move, by name. */
export const COUNTER_FUNCTIONS: Readonly<Record<string, RangeFunction>> = {
  rate: extrapolated({ isCounter: true, perSecond: true }),
  increase: extrapolated({ isCounter: true, perSecond: false }),
  delta: extrapolated({ isCounter: false, perSecond: false }),
  irate: instant(true),
  idelta: instant(false),
  resets: countSteps((previous, value) => value < previous),
  changes: countSteps(
    (previous, value) => value !== previous && !(Number.isNaN(value) && Number.isNaN(previous)),
  ),
};
