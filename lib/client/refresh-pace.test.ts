import { describe, expect, it } from 'vitest';
import { worthSeconds, paceRefreshMs } from './refresh-pace';

describe('paceRefreshMs', () => {
  it('keeps the chosen interval while answers are quick', () => {
    expect(paceRefreshMs('5s', undefined)).toBe(5_000);
    expect(paceRefreshMs('15s', 7_500)).toBe(15_000);
  });

  it('waits twice as long as the last answer took, once that is more than half the interval', () => {
    expect(paceRefreshMs('5s', 2_501)).toBe(5_002);
    expect(paceRefreshMs('15s', 40_000)).toBe(80_000);
  });

  it('asks nothing while paused, however quick answers are', () => {
    expect(paceRefreshMs('off', 1)).toBe(false);
  });
});

describe('how old an answer may be', () => {
  it('is the pace, so that one answer serves all who keep it', () => {
    expect(worthSeconds('15s', undefined, 0)).toBe(15);
    expect(worthSeconds('15s', 100_000, 114_600)).toBe(15);
    expect(worthSeconds('5s', 100_000, 105_200)).toBe(5);
  });

  it('is as long ago as the answer came that is there, when somebody asks in between', () => {
    expect(worthSeconds('15s', 100_000, 103_000)).toBe(3);
    expect(worthSeconds('off', 100_000, 101_000)).toBe(1);
    expect(worthSeconds('5s', 100_000, 99_000)).toBe(0);
  });
});
