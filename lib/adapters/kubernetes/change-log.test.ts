import { describe, expect, it } from 'vitest';
import { ChangeLog } from './change-log';
import { keepFor } from './keep';
import { ObjectStore } from './object-store';

function follow() {
  let nowMs = 1_000;
  const log = new ChangeLog(() => nowMs);
  const store = new ObjectStore(keepFor('virtualServices'), log);
  const list = (...items: object[]) => {
    const replacement = store.replacement();
    for (const item of items) replacement.add(item);
    replacement.commit();
  };
  return {
    log,
    store,
    list,
    wait: (ms: number) => {
      nowMs += ms;
    },
  };
}

const route = (weight: number, more: object = {}) => ({
  metadata: { name: 'reviews', namespace: 'bookinfo', ...more },
  spec: { http: [{ route: [{ weight }] }] },
});

describe('the log of changes', () => {
  it('knows nothing of what was there at first', () => {
    const { log, list } = follow();
    list(route(90));
    expect(log.list()).toEqual([]);
  });

  it('notes a change of the spec, and none of labels or status', () => {
    const { log, store, list, wait } = follow();
    list(route(90));
    wait(500);
    store.apply('MODIFIED', route(90, { labels: { a: 'b' }, resourceVersion: '7' }));
    store.apply('MODIFIED', { ...route(90), status: { seen: true } });
    expect(log.list()).toEqual([]);
    store.apply('MODIFIED', route(80));
    wait(500);
    store.apply('MODIFIED', route(70));
    expect(log.list().map(({ atMs }) => atMs)).toEqual([1_500, 2_000]);
    expect(log.list()[0]).toMatchObject({ namespace: 'bookinfo', name: 'reviews' });
  });

  it('notes what appears, and what a new list shows to have changed', () => {
    const { log, store, list, wait } = follow();
    list(route(90));
    store.apply('ADDED', route(1, { name: 'new' }));
    wait(100);
    list(route(10), route(1, { name: 'new' }));
    expect(log.list()).toEqual([
      { namespace: 'bookinfo', name: 'new', atMs: 1_000 },
      { namespace: 'bookinfo', name: 'reviews', atMs: 1_100 },
    ]);
  });

  it('takes a list after a time of being forbidden for a first one', () => {
    const { log, store, list } = follow();
    list(route(90));
    store.clear();
    list(route(10));
    expect(log.list()).toEqual([]);
  });

  it('forgets the oldest', () => {
    const { log, wait } = follow();
    for (let i = 0; i < 30; i += 1) {
      wait(1);
      log.note({ namespace: 'x', name: 'busy' }, undefined, { spec: i });
    }
    for (let i = 0; i < 2_000; i += 1) log.note({ namespace: 'x', name: `n${i}` }, undefined, {});
    expect(log.list()).toHaveLength(2_000);
    expect(log.list().some(({ name }) => name === 'busy')).toBe(false);
  });
});
