import { describe, expect, it } from 'vitest';
import { judgeLatency, type LatencyObjective } from './judge-latency';

const objective: LatencyObjective = {
  quantile: 'p95',
  direction: 'inbound',
  degradedMs: 250,
  failingMs: 1000,
  origin: 'latency rule 1 in the health file',
};
const of = (p95: number, from = 'web') => ({ latencyMs: { p95 }, told: ` of calls from shop/${from}` });

describe('a latency objective', () => {
  it.each([
    [0, undefined],
    [249.9, undefined],
    [250, 'degraded'],
    [999.9, 'degraded'],
    [1000, 'failing'],
    [60_000, 'failing'],
  ])('judges %d ms as %s', (ms, status) => {
    expect(judgeLatency([of(ms)], objective)[0]?.status).toBe(status);
  });

  it('judges the slowest, and says which that is and whose objective it is', () => {
    expect(judgeLatency([of(251, 'web'), of(640, 'cart'), of(600, 'pay')], objective)).toEqual([
      {
        status: 'degraded',
        reason:
          'p95 latency of calls from shop/cart is 640 ms; exceeds the 250 ms degraded objective of latency rule 1 in the health file.',
      },
    ]);
    expect(judgeLatency([{ latencyMs: { avg: 1000 }, told: '' }], { ...objective, quantile: 'avg' })).toEqual(
      [
        {
          status: 'failing',
          reason:
            'Average latency is 1000 ms; reaches the 1000 ms failing objective of latency rule 1 in the health file.',
        },
      ],
    );
  });

  it('says nothing of latencies that nobody measured', () => {
    expect(judgeLatency([], objective)).toEqual([]);
    expect(judgeLatency([{ told: '' }, { latencyMs: {}, told: '' }], objective)).toEqual([]);
    expect(judgeLatency([{ latencyMs: { p99: 9999 }, told: '' }], objective)).toEqual([]);
    expect(judgeLatency([of(Number.NaN)], objective)).toEqual([]);
  });

  it('of 0 ms is reached by everything that was measured', () => {
    expect(judgeLatency([of(0)], { ...objective, degradedMs: 0 })).toHaveLength(1);
  });
});
