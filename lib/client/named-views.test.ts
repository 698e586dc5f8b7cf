import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BlockedStorage, FakeStorage } from './fake-storage';
import {
  deleteNamedView,
  describeNamedView,
  MOST_NAMED_VIEWS,
  readNamedViews,
  renameNamedView,
  saveNamedView,
} from './named-views';

const KEY = 'telltale:views:v1';

function names(storage: Storage): string[] {
  return readNamedViews(storage).map(({ name }) => name);
}

describe('named views', () => {
  it('are read as they were saved, in the order people count', () => {
    const storage = new FakeStorage();
    saveNamedView('shop 10', 'namespaces=shop', storage);
    saveNamedView(' shop 9 ', 'namespaces=shop&window=1h', storage);
    expect(readNamedViews(storage)).toEqual([
      { name: 'shop 9', search: 'namespaces=shop&window=1h' },
      { name: 'shop 10', search: 'namespaces=shop' },
    ]);
  });

  it('give way to a newer one of the same name', () => {
    const storage = new FakeStorage();
    saveNamedView('mine', 'level=app', storage);
    expect(saveNamedView('mine', 'level=service', storage)).toEqual({
      ok: true,
      views: [{ name: 'mine', search: 'level=service' }],
    });
  });

  it('can be renamed and deleted', () => {
    const storage = new FakeStorage();
    saveNamedView('one', 'level=app', storage);
    saveNamedView('two', '', storage);
    expect(renameNamedView('one', 'two', storage)).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/has this name/),
    });
    expect(renameNamedView('gone', 'three', storage)).toMatchObject({ ok: false });
    expect(renameNamedView('one', 'three', storage)).toMatchObject({ ok: true });
    expect(names(storage)).toEqual(['three', 'two']);
    deleteNamedView('two', storage);
    expect(names(storage)).toEqual(['three']);
  });

  it('are bounded in number and size', () => {
    const storage = new FakeStorage();
    for (let index = 0; index < MOST_NAMED_VIEWS; index += 1) saveNamedView(`view ${index}`, '', storage);
    expect(saveNamedView('one more', '', storage)).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/delete one/),
    });
    expect(saveNamedView('view 3', 'level=app', storage)).toMatchObject({ ok: true });
    expect(saveNamedView('view 3', `select=node:${'x'.repeat(5_000)}`, storage)).toMatchObject({ ok: false });
    expect(saveNamedView('', '', storage)).toMatchObject({ ok: false });
    expect(saveNamedView('x'.repeat(81), '', storage)).toMatchObject({ ok: false });
  });

  it('hold parameters of the graph page only', () => {
    const storage = new FakeStorage();
    saveNamedView('mine', 'level=app&__proto__=x&token=secret&view=table', storage);
    expect(readNamedViews(storage)[0]?.search).toBe('level=app&view=table');
    storage.setItem(KEY, JSON.stringify([{ name: 'theirs', search: 'next=//evil.example&level=app' }]));
    expect(readNamedViews(storage)[0]?.search).toBe('level=app');
  });

  it('pass over what is spoilt and keep the rest', () => {
    const storage = new FakeStorage();
    storage.setItem(
      KEY,
      JSON.stringify([{ name: 'good', search: '' }, null, { name: 7 }, 'x', { name: ' ' }]),
    );
    expect(names(storage)).toEqual(['good']);
  });

  it('survive any text in their place', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const storage = new FakeStorage();
        storage.setItem(KEY, text);
        expect(Array.isArray(readNamedViews(storage))).toBe(true);
      }),
    );
  });

  it('say so where nothing can be kept', () => {
    const storage = new BlockedStorage();
    expect(readNamedViews(storage)).toEqual([]);
    expect(saveNamedView('mine', '', storage)).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/full or blocked/),
    });
  });

  it('are told apart by what they show and when', () => {
    const search = 'namespaces=payments,shop&window=1h&at=1933153335';
    expect(describeNamedView({ name: 'x', search })).toBe(
      'payments + 1 · last 1h · at 2031-04-05 11:02:15 UTC',
    );
    expect(describeNamedView({ name: 'x', search: 'window=elephant' })).toBe('All namespaces · last 5m');
  });
});
