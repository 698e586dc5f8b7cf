// @vitest-environment happy-dom
import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { usePlayback } from './use-playback';

const range = { from: 0, to: 60, stepSeconds: 15 };

interface Player {
  playing: boolean;
  instant: number;
  ready: boolean;
}

function openPlayer(begin: Player, speed: 1 | 4 = 1) {
  const seen = { steps: [] as number[], prepared: [] as number[], ends: 0 };
  const acts = {
    prepare: (instant: number) => void seen.prepared.push(instant),
    onStep: (instant: number) => void seen.steps.push(instant),
    onEnd: () => void (seen.ends += 1),
  };
  const hook = renderHook((player: Player) => usePlayback({ ...player, ...acts, range, speed }), {
    initialProps: begin,
  });
  return { seen, now: hook.rerender, pass: (ms: number) => act(() => vi.advanceTimersByTime(ms)) };
}

describe('usePlayback', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('steps once a second, and fetches the next step meanwhile', () => {
    const { seen, pass } = openPlayer({ playing: true, instant: 15, ready: true });
    expect(seen.prepared).toEqual([30]);
    pass(999);
    expect(seen.steps).toEqual([]);
    pass(1);
    expect(seen.steps).toEqual([30]);
  });

  it('waits for the graph of a step before it goes on', () => {
    const { seen, now, pass } = openPlayer({ playing: true, instant: 15, ready: false }, 4);
    pass(60_000);
    expect([seen.steps, seen.prepared]).toEqual([[], []]);
    now({ playing: true, instant: 15, ready: true });
    pass(250);
    expect(seen.steps).toEqual([30]);
  });

  it('ends with the range', () => {
    const { seen, pass } = openPlayer({ playing: true, instant: 60, ready: true });
    pass(5_000);
    expect([seen.steps, seen.ends]).toEqual([[], 1]);
  });

  it('does nothing while it does not play or nobody looks', () => {
    const { seen, now, pass } = openPlayer({ playing: false, instant: 15, ready: true });
    pass(5_000);
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    act(() => void document.dispatchEvent(new Event('visibilitychange')));
    now({ playing: true, instant: 15, ready: true });
    pass(5_000);
    expect([seen.steps, seen.prepared]).toEqual([[], []]);
  });
});
