import { expect, test } from 'vitest';
import { evaluateInstant, evaluateRange } from './evaluate';
import { MemorySource } from './memory-source';
import type { SeriesSource } from './series-source';

const memory = new MemorySource(
  Array.from({ length: 400 }, (_, index) => ({
    labels: { __name__: 'm', index: String(index) },
    samples: Array.from({ length: 100 }, (__, at) => [at * 15_000, at] as const),
  })),
);
const day = { startMs: 0, endMs: 86_400_000, stepMs: 60_000 };

test('a long evaluation lets timers run between its slices', async () => {
  let ticks = 0;
  const timer = setInterval(() => (ticks += 1), 1);
  await evaluateRange('sum(rate(m[5m]))', day, { source: memory });
  clearInterval(timer);
  expect(ticks).toBeGreaterThan(2);
});

test('the deadline on the given clock ends it', async () => {
  let nowMs = 0;
  const now = (): number => (nowMs += 1);
  const options = { source: memory, now, deadlineMs: 500 };
  await expect(evaluateRange('sum(rate(m[5m]))', day, options)).rejects.toMatchObject({ kind: 'timeout' });
});

test('an endless subquery ends at the deadline', async () => {
  const options = { source: new MemorySource([]), deadlineMs: performance.now() + 50 };
  await expect(evaluateInstant('sum_over_time(m[100y:1ms])', 1e15, options)).rejects.toMatchObject({
    kind: 'timeout',
  });
});

test('an aborted query stops', async () => {
  const abort = new AbortController();
  const running = evaluateRange('sum(rate(m[5m]))', day, { source: memory, signal: abort.signal });
  abort.abort();
  await expect(running).rejects.toMatchObject({
    kind: 'timeout',
    message: expect.stringContaining('canceled'),
  });
});

test('more samples than allowed are refused', async () => {
  const options = { source: memory, maxSamples: 10_000 };
  await expect(evaluateInstant('m[1d]', 1_500_000, options)).rejects.toThrow('too many samples');
});

test('one instant reads series after series without holding them all', async () => {
  const options = { source: memory, maxSamples: 10_000 };
  const result = await evaluateInstant('count(count_over_time(m[1d]))', 1_500_000, options);
  expect(result.type === 'vector' && result.samples[0]?.value).toBe(400);
});

test('a range query fetches samples in pieces', async () => {
  let longestMs = 0;
  const source: SeriesSource = {
    *select(matchers, fromMs, toMs) {
      for (const series of memory.select(matchers, fromMs, toMs)) {
        yield {
          labels: series.labels,
          samples: (from, to) => {
            longestMs = Math.max(longestMs, to - from);
            return series.samples(from, to);
          },
        };
      }
    },
  };
  await evaluateRange('sum(m)', day, { source });
  expect(longestMs).toBeLessThan(3_600_000);
});
