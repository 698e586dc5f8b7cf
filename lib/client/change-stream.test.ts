import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChangeEvent } from '@/lib/contracts/changes';
import { type EventSourceLike, openChangeStream } from './change-stream';

class FakeSource implements EventSourceLike {
  onopen: ((event: Event) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  closed = false;
  private readonly listeners: ((event: MessageEvent<string>) => void)[] = [];

  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void {
    if (type === 'change') this.listeners.push(listener);
  }
  close(): void {
    this.closed = true;
  }
  send(data: string): void {
    for (const listener of this.listeners) listener(new MessageEvent('change', { data }));
  }
  fail(): void {
    this.onerror?.(new Event('error'));
  }
  succeed(): void {
    this.onopen?.(new Event('open'));
  }
}

function openFake() {
  const sources: FakeSource[] = [];
  const seen: ChangeEvent[] = [];
  const stream = openChangeStream({
    address: '/api/changes',
    onChange: (event) => seen.push(event),
    open: () => {
      const source = new FakeSource();
      sources.push(source);
      return source;
    },
    random: () => 1,
  });
  return { stream, sources, seen, last: () => sources.at(-1)! };
}

const change = { revision: 7, kinds: ['virtualservices'], at: 1_700_000_000 };

describe('openChangeStream', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('hands on changes that fit the contract and passes over the rest', () => {
    const { seen, last } = openFake();
    for (const text of [JSON.stringify(change), 'not json', '{"revision":"x"}', 'null']) last().send(text);
    expect(seen).toEqual([change]);
  });

  it('reconnects after 1, 2, 4 … seconds and never later than 60', () => {
    const { sources, last } = openFake();
    for (const delayMs of [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]) {
      const before = sources.length;
      last().fail();
      expect(last().closed).toBe(true);
      vi.advanceTimersByTime(delayMs - 1);
      expect(sources).toHaveLength(before);
      vi.advanceTimersByTime(1);
      expect(sources).toHaveLength(before + 1);
    }
  });

  it('starts again at one second after a connection succeeded', () => {
    const { sources, last } = openFake();
    last().fail();
    vi.advanceTimersByTime(1_000);
    last().fail();
    vi.advanceTimersByTime(2_000);
    last().succeed();
    last().fail();
    vi.advanceTimersByTime(1_000);
    expect(sources).toHaveLength(4);
  });

  it('makes one new connection however often a lost one complains', () => {
    const { sources } = openFake();
    sources[0]!.fail();
    sources[0]!.fail();
    vi.advanceTimersByTime(60_000);
    expect(sources).toHaveLength(2);
  });

  it('is silent and stays away once closed', () => {
    const { stream, sources, seen, last } = openFake();
    stream.close();
    expect(last().closed).toBe(true);
    last().send(JSON.stringify(change));
    last().fail();
    vi.advanceTimersByTime(120_000);
    expect(seen).toEqual([]);
    expect(sources).toHaveLength(1);
  });

  it('does not reconnect when closed while it waits', () => {
    const { stream, sources, last } = openFake();
    last().fail();
    stream.close();
    vi.advanceTimersByTime(120_000);
    expect(sources).toHaveLength(1);
  });
});
