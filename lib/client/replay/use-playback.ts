import { useEffect } from 'react';
import { usePageVisible } from '../use-page-visible';
import { type ReplayRange, stepFrom } from './replay-range';

export const playbackSpeeds = [1, 2, 4] as const;
export type PlaybackSpeed = (typeof playbackSpeeds)[number];

/**
 * Steps on while playing, at most `speed` steps a second and never before the graph of the step is there; the next one is
 * fetched meanwhile. Waits while the tab is hidden, ends with the range.
 */
export function usePlayback(options: {
  readonly playing: boolean;
  readonly instant: number;
  readonly range: ReplayRange;
  readonly speed: PlaybackSpeed;
  /** The graph of `instant` is drawn. */
  readonly ready: boolean;
  prepare(instant: number): void;
  onStep(instant: number): void;
  onEnd(): void;
}): void {
  const { playing, instant, range, speed, ready, prepare, onStep, onEnd } = options;
  const visible = usePageVisible();
  const next = stepFrom(range, instant, 1);
  useEffect(() => {
    if (!playing || !visible || !ready) return undefined;
    if (next === undefined) {
      onEnd();
      return undefined;
    }
    prepare(next);
    const timer = setTimeout(() => onStep(next), 1_000 / speed);
    return () => clearTimeout(timer);
  }, [playing, visible, ready, next, speed, prepare, onStep, onEnd]);
}
