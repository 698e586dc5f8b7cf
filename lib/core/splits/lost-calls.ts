import type { CallCount } from './call-count';

/**
 * Flags of requests that a client's proxy answered before it chose a destination: injected aborts, limits, and what
 * somebody else forbade. They say nothing about a split.
 */
const BEFORE_THE_CHOICE: ReadonlySet<string> = new Set(['FI', 'RL', 'RLSE', 'UAEX', 'NR']);

/** Whether a call reached nobody after a destination had been chosen for it, as far as its proxy tells. */
export function isLost({ destination, flags = '' }: CallCount): boolean {
  if (destination.workload !== undefined) return false;
  return !flags.split(',').some((flag) => BEFORE_THE_CHOICE.has(flag));
}
