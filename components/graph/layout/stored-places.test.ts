import { describe, expect, it } from 'vitest';
import type { Point } from './layout-types';
import { readPlaces, writePlaces } from './stored-places';

/** The part of a browser's storage that is used, with room for so many characters. */
function storage(room = Infinity): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    clear: () => items.clear(),
    key: (at) => [...items.keys()][at] ?? null,
    getItem: (key) => items.get(key) ?? null,
    removeItem: (key) => void items.delete(key),
    setItem: (key, value) => {
      if (value.length > room) throw new DOMException('full', 'QuotaExceededError');
      items.set(key, value);
    },
  };
}

const places = (...positions: [string, Point][]) => ({
  positions: new Map(positions),
  pinned: new Set<string>(),
});

describe('readPlaces', () => {
  it('gives back what was written, each picture its own', () => {
    const kept = storage();
    const one = { positions: new Map([['__proto__', { x: 1, y: -2 }]]), pinned: new Set(['__proto__']) };
    writePlaces('one', one, kept);
    writePlaces('two', places(['a', { x: 5, y: 5 }]), kept);
    expect(readPlaces('one', kept)).toEqual(one);
    expect(readPlaces('two', kept)?.positions.get('a')).toEqual({ x: 5, y: 5 });
    expect(readPlaces('three', kept)).toBeUndefined();
  });

  it('knows nothing where there is no storage, or it holds something else', () => {
    expect(readPlaces('one', undefined)).toBeUndefined();
    for (const spoilt of [
      '',
      'null',
      '{',
      '[]',
      '{"pictures":[{"key":"one"}]}',
      '{"pictures":[{"key":"one","nodes":[["a",1e300,0]],"pinned":[]}]}',
      '{"pictures":[{"key":"one","nodes":[["a","1",0]],"pinned":[]}]}',
    ]) {
      const kept = storage();
      kept.setItem('telltale:places:v1', spoilt);
      expect(readPlaces('one', kept)).toBeUndefined();
      writePlaces('one', places(['a', { x: 1, y: 1 }]), kept);
      expect(readPlaces('one', kept)?.positions.size).toBe(1);
    }
  });

  it('tells long keys apart that begin alike', () => {
    const kept = storage();
    const long = 'namespace,'.repeat(200);
    writePlaces(`${long}a`, places(['a', { x: 1, y: 1 }]), kept);
    expect(readPlaces(`${long}b`, kept)).toBeUndefined();
    expect(readPlaces(`${long}a`, kept)?.positions.size).toBe(1);
  });
});

describe('writePlaces', () => {
  const many = (count: number, prefix = 'workload-with-a-rather-long-name') =>
    places(
      ...Array.from({ length: count }, (_, index): [string, Point] => [
        `${prefix}-${index}`,
        { x: index, y: 0 },
      ]),
    );

  it('forgets the oldest pictures and the oldest nodes of a picture', () => {
    const kept = storage();
    for (let picture = 0; picture < 20; picture += 1) writePlaces(`${picture}`, many(3), kept);
    expect(readPlaces('0', kept)).toBeUndefined();
    expect(readPlaces('19', kept)?.positions.size).toBe(3);
    writePlaces('huge', many(5_000), kept);
    const huge = readPlaces('huge', kept)!;
    expect(huge.positions.size).toBe(2_000);
    expect(huge.positions.has('workload-with-a-rather-long-name-4999')).toBe(true);
  });

  it('stays far below what a browser grants', () => {
    const kept = storage();
    for (let picture = 0; picture < 12; picture += 1) {
      writePlaces(`${picture}`, many(2_000, 'x'.repeat(200)), kept);
    }
    expect(kept.getItem('telltale:places:v1')!.length).toBeLessThan(1_000_000);
    expect(readPlaces('11', kept)?.positions.size).toBe(2_000);
  });

  it('survives a full storage', () => {
    const kept = storage(10);
    writePlaces('one', many(3), kept);
    expect(readPlaces('one', kept)).toBeUndefined();
  });
});
