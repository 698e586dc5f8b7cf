// @vitest-environment happy-dom
import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useScrub } from './use-scrub';

interface Address {
  at: number | null;
  busy: boolean;
}

/** A page that asks for the graph of each instant it is given, and an answer that comes when the test says so. */
function openPage(begin: Address) {
  const settled: number[] = [];
  const hook = renderHook(
    ({ at, busy }: Address) => useScrub({ at, busy, onSettle: (instant) => settled.push(instant) }),
    { initialProps: begin },
  );
  const pass = () => act(() => vi.advanceTimersByTime(1));
  return {
    settled,
    thumb: () => hook.result.current.instant,
    move(...instants: number[]) {
      for (const instant of instants) act(() => hook.result.current.moveTo(instant));
      pass();
    },
    now(address: Address) {
      hook.rerender(address);
      pass();
    },
  };
}

describe('useScrub', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('asks at once when nothing is on its way', () => {
    const page = openPage({ at: null, busy: false });
    page.move(100);
    expect([page.settled, page.thumb()]).toEqual([[100], 100]);
  });

  it('asks for one graph at a time, and then only for the last place of the thumb', () => {
    const page = openPage({ at: 100, busy: false });
    page.move(115);
    page.now({ at: 115, busy: true });
    page.move(130, 145, 160);
    expect([page.settled, page.thumb()]).toEqual([[115], 160]);
    page.now({ at: 115, busy: false });
    expect(page.settled).toEqual([115, 160]);
  });

  it('asks nothing more until what was handed on is in the address', () => {
    const page = openPage({ at: 100, busy: false });
    page.move(115);
    page.move(130);
    expect(page.settled).toEqual([115]);
    page.now({ at: 115, busy: false });
    expect(page.settled).toEqual([115, 130]);
  });

  it('lets go of the thumb when the address is changed by somebody else', () => {
    const page = openPage({ at: 100, busy: true });
    page.move(115);
    page.now({ at: null, busy: false });
    expect([page.settled, page.thumb()]).toEqual([[], undefined]);
    page.move(130);
    expect(page.settled).toEqual([130]);
  });

  it('can go back to live and be moved again', () => {
    const page = openPage({ at: null, busy: false });
    page.move(100);
    page.now({ at: 100, busy: false });
    page.now({ at: null, busy: false });
    page.move(100);
    expect(page.settled).toEqual([100, 100]);
  });
});
