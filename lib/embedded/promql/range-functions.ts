import type { RangeFrame, Window } from './plan';

/**
 * A function of the samples of one series in one window; undefined when it has no answer for them.
 * It calls `window.seek` itself, so that short cuts need not read samples at all. `param` is the scalar argument, `tMs` the
 * instant of evaluation.
 */
export type RangeFunction = (
  window: Window,
  frame: RangeFrame,
  semantics: 'v2' | 'v3',
  param: number,
  tMs: number,
) => number | undefined;
