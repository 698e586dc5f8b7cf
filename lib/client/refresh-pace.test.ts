import { describe, expect, it } from 'vitest';
import { paceRefreshMs } from './refresh-pace';

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
