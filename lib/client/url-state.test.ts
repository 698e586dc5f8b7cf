import { createSerializer } from 'nuqs/server';
import { describe, expect, it } from 'vitest';
import { nothingFolded } from '@/lib/core/graph/fold-choice';
import { findUrlNotes } from './url-notes';
import { viewParsers } from './url-state';

const serialize = createSerializer(viewParsers);

describe('viewParsers', () => {
  it('writes nothing for a view of defaults', () => {
    const defaults = {
      namespaces: 'all' as const,
      level: 'versionedApp' as const,
      serviceNodes: false,
      window: 300,
      at: null,
      replay: null,
      refresh: '15s' as const,
      idle: false,
      rateGrpc: 'requests' as const,
      rateTcp: 'total' as const,
      legs: false,
      find: '',
      hide: '',
      labels: ['rate' as const],
      select: null,
      fold: null,
      focus: null,
      hops: '1' as const,
      to: null,
      trace: null,
      view: 'graph' as const,
      rows: 'nodes' as const,
      sort: null,
    };
    expect(serialize(defaults)).toBe('');
  });

  it('writes an empty choice of namespaces, which is not the same as all', () => {
    expect(serialize({ namespaces: [] })).toBe('?namespaces=');
    expect(viewParsers.namespaces.parse('')).toEqual([]);
  });

  it('keeps the usable names of a list and says that others were dropped', () => {
    expect(viewParsers.namespaces.parse('shop,B@D,bookinfo,shop')).toEqual(['bookinfo', 'shop']);
    expect(findUrlNotes(new URLSearchParams('namespaces=shop,B@D,bookinfo'))).toEqual([
      { parameter: 'namespaces', value: 'shop,B@D,bookinfo', instead: 'only 2 of the names' },
    ]);
  });

  it('reads any spelling of a window and prints the shortest', () => {
    expect(viewParsers.window.parse('300s')).toBe(300);
    expect(serialize({ window: 5_400 })).toBe('?window=1h30m');
  });

  it.each(['0s', '29s', '31d', 'abc', '-5m', '', '5'])('does not take "%s" for a window', (text) => {
    expect(viewParsers.window.parse(text)).toBeNull();
  });

  it('does not take every text but "true" for false', () => {
    expect(viewParsers.idle.parse('yes')).toBeNull();
    expect(findUrlNotes(new URLSearchParams('idle=yes'))).toEqual([
      { parameter: 'idle', value: 'yes', instead: 'false' },
    ]);
  });

  it('keeps colons in a selected id', () => {
    expect(viewParsers.select.parse('edge:a:b')).toEqual({ kind: 'edge', id: 'a:b' });
    expect(viewParsers.select.parse('box:a')).toBeNull();
  });

  it('takes no expression that is not understood, or too long, for one', () => {
    expect(viewParsers.find.parse('name = reviews')).toBe('name = reviews');
    expect(viewParsers.hide.parse('nmae = reviews')).toBeNull();
    expect(viewParsers.hide.parse(' ')).toBeNull();
    expect(viewParsers.find.parse('x'.repeat(1_001))).toBeNull();
    expect(findUrlNotes(new URLSearchParams('find=(&hide=nmae=x'))).toEqual([
      { parameter: 'find', value: '(', instead: 'nothing looked for' },
      { parameter: 'hide', value: 'nmae=x', instead: 'nothing hidden' },
    ]);
  });

  it('tells a graph that folds by itself from one in which nothing shall be folded', () => {
    expect(serialize({ fold: nothingFolded })).toBe('?fold=');
    expect(viewParsers.fold.parse('ns:payments')).toEqual({
      ...nothingFolded,
      folded: new Set(['ns:payments']),
    });
    expect(findUrlNotes(new URLSearchParams('fold=payments'))).toEqual([
      { parameter: 'fold', value: 'payments', instead: 'nothing folded by hand' },
    ]);
  });

  it('reads several labels, in whatever order, and the single ones of earlier links', () => {
    expect(viewParsers.labels.parse('p95,rate')).toEqual(['rate', 'p95']);
    expect(viewParsers.labels.parse('latency')).toEqual(['p95']);
    expect(viewParsers.labels.parse('none')).toEqual([]);
    expect(serialize({ labels: [] })).toBe('?labels=none');
    expect(serialize({ labels: ['mtls', 'rate'] })).toBe('?labels=rate,mtls');
    for (const text of ['', 'rates', 'rate,', 'rate,none', 'toString'])
      expect(viewParsers.labels.parse(text)).toBeNull();
  });

  it('shortens a long unusable value in the note', () => {
    const [note] = findUrlNotes(new URLSearchParams({ level: 'x'.repeat(4_000) }));
    expect(note?.value).toHaveLength(61);
  });
});
