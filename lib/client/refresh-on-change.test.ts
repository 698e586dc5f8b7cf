import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createChangeRefresher } from './refresh-on-change';

const LATENCY_MS = 1_000;

function watchGraph() {
  const client = new QueryClient();
  let asked = 0;
  let canceled = 0;
  const observer = new QueryObserver(client, {
    queryKey: ['graph', 'x'],
    queryFn: ({ signal }) => {
      asked += 1;
      signal.addEventListener('abort', () => (canceled += 1));
      return new Promise((resolve) => setTimeout(() => resolve(asked), LATENCY_MS));
    },
  });
  const leave = observer.subscribe(() => {});
  return { client, leave, counts: () => ({ asked, canceled }) };
}

describe('createChangeRefresher', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('asks once for many changes in a row', async () => {
    const { client, leave, counts } = watchGraph();
    await vi.advanceTimersByTimeAsync(LATENCY_MS);
    const refresher = createChangeRefresher(client);
    for (let change = 0; change < 10; change += 1) refresher.note();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(counts()).toEqual({ asked: 2, canceled: 0 });
    leave();
  });

  it('asks again after a request that was under way when the change came, without cancelling it', async () => {
    const { client, leave, counts } = watchGraph();
    const refresher = createChangeRefresher(client);
    refresher.note();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(counts()).toEqual({ asked: 2, canceled: 0 });
    leave();
  });

  it('does not starve or overlap under a steady stream of changes', async () => {
    const { client, leave, counts } = watchGraph();
    await vi.advanceTimersByTimeAsync(LATENCY_MS);
    const refresher = createChangeRefresher(client);
    for (let change = 0; change < 100; change += 1) {
      refresher.note();
      await vi.advanceTimersByTimeAsync(300);
    }
    const { asked, canceled } = counts();
    expect(canceled).toBe(0);
    expect(asked).toBeGreaterThan(10);
    expect(asked).toBeLessThanOrEqual(30);
    refresher.stop();
    leave();
  });

  it('asks nothing once stopped', async () => {
    const { client, leave, counts } = watchGraph();
    await vi.advanceTimersByTimeAsync(LATENCY_MS);
    const refresher = createChangeRefresher(client);
    refresher.note();
    refresher.stop();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(counts().asked).toBe(1);
    leave();
  });
});
