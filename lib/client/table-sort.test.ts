import { describe, expect, it } from 'vitest';
import { nextTableSort, parseTableSort, printTableSort } from './table-sort';

describe('a sort in the address', () => {
  it.each(['rate', '-rate', 'p95Ms', '-errorShare'])('reads %s and prints it the same', (text) => {
    const sort = parseTableSort(text);
    expect(sort && printTableSort(sort)).toBe(text);
  });

  it.each(['', '-', '--rate', 'rate desc', 'p.95', '__proto__', 'a'.repeat(33)])(
    'does not take %j',
    (text) => {
      expect(parseTableSort(text)).toBeNull();
    },
  );
});

describe('nextTableSort', () => {
  it('goes from the first direction to the other and to none', () => {
    const first = nextTableSort(undefined, 'rate', true);
    const second = nextTableSort(first, 'rate', true);
    expect([first, second, nextTableSort(second, 'rate', true)]).toEqual([
      { column: 'rate', descending: true },
      { column: 'rate', descending: false },
      undefined,
    ]);
  });

  it('begins anew with another column', () => {
    expect(nextTableSort({ column: 'rate', descending: true }, 'name', false)).toEqual({
      column: 'name',
      descending: false,
    });
  });
});
