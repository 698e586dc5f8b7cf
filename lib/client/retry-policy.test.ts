import { describe, expect, it } from 'vitest';
import { RequestFailure } from './request-failure';
import { exponentialDelayMs, isWorthRetrying, planRetryMs, readPlannedRetryMs } from './retry-policy';

const failure = (status: number, retryAfterSeconds?: number) =>
  new RequestFailure(status === 0 ? 'network' : 'badAnswer', 'x', {
    status,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });

describe('the retry policy', () => {
  it('tries lost connections, overload and server faults again, and wrong questions never', () => {
    const worth = [0, 408, 429, 500, 502, 503, 200, 400, 403, 404].filter((status) =>
      isWorthRetrying(failure(status)),
    );
    expect(worth).toEqual([0, 408, 429, 500, 502, 503]);
    expect(isWorthRetrying(new TypeError('a defect of ours'))).toBe(false);
  });

  it('doubles up to a minute, with jitter over the upper half', () => {
    expect([0, 1, 2, 5, 6, 40].map((count) => exponentialDelayMs(count, 1))).toEqual([
      1_000, 2_000, 4_000, 32_000, 60_000, 60_000,
    ]);
    expect(exponentialDelayMs(2, 0)).toBe(2_000);
  });

  it('waits as long as the server asks for, but never over ten minutes', () => {
    expect(exponentialDelayMs(0, 1, 20)).toBe(20_000);
    expect(exponentialDelayMs(0, 1, 300)).toBe(300_000);
    expect(exponentialDelayMs(0, 1, 86_400)).toBe(600_000);
  });

  it('does not come back sooner than its own delay, however soon the server would have it', () => {
    expect(exponentialDelayMs(6, 1, 1)).toBe(60_000);
  });

  it('remembers when the next try is due', () => {
    const error = failure(503, 10);
    const before = Date.now();
    expect(planRetryMs(0, error)).toBe(10_000);
    expect(readPlannedRetryMs(error)).toBeGreaterThanOrEqual(before + 10_000);
    expect(readPlannedRetryMs(undefined)).toBeUndefined();
  });
});
