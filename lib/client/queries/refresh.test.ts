// @vitest-environment happy-dom
import { focusManager, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createQueryClient } from '../query-client';
import type { RefreshChoice } from '../refresh-pace';
import { plainOverview, sampleAnswer, sampleNode } from '../sample-answer';
import { graphQuery } from './graph';
import type { GraphRequest } from './graph-request';

const request: GraphRequest = {
  namespaces: 'all',
  level: 'versionedApp',
  serviceNodes: false,
  windowSeconds: 300,
  at: null,
  idle: false,
  rates: { http: 'requests', grpc: 'requests', tcp: 'total' },
  legs: false,
};

/** A server that takes this long for its answers, and how many questions were open at once. */
function serveSlowly(tookMs: number, answer: () => Response = () => Response.json(sampleAnswer())) {
  const seen = { asked: 0, open: 0, mostOpen: 0 };
  vi.stubGlobal('fetch', async () => {
    seen.asked += 1;
    seen.open += 1;
    seen.mostOpen = Math.max(seen.mostOpen, seen.open);
    await new Promise((resolve) => setTimeout(resolve, tookMs));
    seen.open -= 1;
    return answer();
  });
  return seen;
}

function watch(refresh: RefreshChoice, at: number | null = null) {
  const client = createQueryClient();
  client.mount();
  const observer = new QueryObserver(client, graphQuery({ ...request, at }, { refresh }));
  const leave = observer.subscribe(() => {});
  return {
    client,
    observer,
    leave() {
      leave();
      client.unmount();
    },
  };
}

describe('refreshing the graph', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
    focusManager.setFocused(undefined);
  });

  it('never has two questions open, whoever else asks for a refresh (R23)', async () => {
    const seen = serveSlowly(12_000);
    const { observer, leave } = watch('5s');
    for (let second = 0; second < 60; second += 1) {
      await vi.advanceTimersByTimeAsync(1_000);
      void observer.refetch({ cancelRefetch: false });
    }
    expect(seen.mostOpen).toBe(1);
    expect(seen.asked).toBeGreaterThan(3);
    leave();
  });

  it('slows down when answers take more than half the interval, and speeds up again', async () => {
    const seen = serveSlowly(4_000);
    const { leave } = watch('5s');
    await vi.advanceTimersByTimeAsync(4_000 + 7_900);
    expect(seen.asked).toBe(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(seen.asked).toBe(2);
    vi.unstubAllGlobals();
    const quick = serveSlowly(10);
    await vi.advanceTimersByTimeAsync(4_000 + 8_000 + 10 + 15_000);
    expect(quick.asked).toBeGreaterThanOrEqual(3);
    leave();
  });

  it('asks nothing while the tab is hidden, and once when it is back (R23)', async () => {
    const seen = serveSlowly(10);
    const { leave } = watch('5s');
    await vi.advanceTimersByTimeAsync(1_000);
    focusManager.setFocused(false);
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(seen.asked).toBe(1);
    focusManager.setFocused(true);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(seen.asked).toBe(2);
    leave();
  });

  it('does not ask again before the server wants to be asked', async () => {
    const busy = () => new Response('busy', { status: 503, headers: { 'retry-after': '90' } });
    const seen = serveSlowly(10, busy);
    const { leave } = watch('5s');
    await vi.advanceTimersByTimeAsync(89_000);
    expect(seen.asked).toBe(1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(seen.asked).toBe(2);
    leave();
  });

  it('asks about a past instant once, however often it is looked at', async () => {
    const seen = serveSlowly(10);
    const first = watch('5s', 1_700_000_000);
    await vi.advanceTimersByTimeAsync(60_000);
    const options = graphQuery({ ...request, at: 1_700_000_000 }, { refresh: '5s' });
    const again = new QueryObserver(first.client, options).subscribe(() => {});
    await vi.advanceTimersByTimeAsync(60_000);
    expect(seen.asked).toBe(1);
    again();
    first.leave();
  });

  it('asks again about a past instant that Prometheus could not answer', async () => {
    const sources = { ...sampleAnswer().sources, prometheus: { status: 'unavailable' as const, since: 1 } };
    const seen = serveSlowly(10, () => Response.json(sampleAnswer({ sources })));
    const first = watch('5s', 1_700_000_000);
    await vi.advanceTimersByTimeAsync(1_000);
    const options = graphQuery({ ...request, at: 1_700_000_000 }, { refresh: '5s' });
    await vi.advanceTimersByTimeAsync(5_000);
    const again = new QueryObserver(first.client, options).subscribe(() => {});
    await vi.advanceTimersByTimeAsync(1_000);
    expect(seen.asked).toBe(2);
    again();
    first.leave();
  });

  it('follows an overview with the graph, even where nothing is refreshed, and does not insist', async () => {
    const overview = { nodes: [sampleNode('cart')], overview: plainOverview };
    let isWell = true;
    const seen = serveSlowly(100, () => {
      if (seen.asked === 1) return Response.json(sampleAnswer(overview));
      return isWell ? Response.json(sampleAnswer()) : new Response('', { status: 400 });
    });
    const watched = watch('off');
    await vi.advanceTimersByTimeAsync(1_900);
    expect(seen.asked).toBe(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(seen.asked).toBe(2);
    watched.leave();

    [isWell, seen.asked] = [false, 0];
    const { leave, observer } = watch('off');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(seen.asked).toBe(2);
    expect(observer.getCurrentResult().data?.overview).toBeDefined();
    leave();
  });
});
