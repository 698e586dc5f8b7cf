import type { AtModifier } from './ast';
import type { Run, Span } from './plan';

interface Modifiers {
  readonly at?: AtModifier;
  readonly offsetMs?: number;
}

/** The instant a selector or subquery looks from when its expression is asked for `tMs`. */
export function referenceTime(run: Run, { at, offsetMs = 0 }: Modifiers, tMs: number): number {
  if (at === undefined) return tMs - offsetMs;
  if (at.kind === 'time') return at.atMs - offsetMs;
  return (at.kind === 'start' ? run.startMs : run.endMs) - offsetMs;
}

/** The same for a whole span of instants. */
export function referenceSpan(run: Run, modifiers: Modifiers, span: Span): Span {
  return {
    startMs: referenceTime(run, modifiers, span.startMs),
    endMs: referenceTime(run, modifiers, span.endMs),
  };
}
