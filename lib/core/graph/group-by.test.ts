import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupBy, nameKey } from './group-by';

describe('nameKey', () => {
  it('is the same for the same names only', () => {
    const names = fc.array(fc.string({ unit: fc.constantFrom('a', ' ', '1', '2', '/'), maxLength: 4 }), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(names, names, (some, others) => {
        expect(nameKey(...some) === nameKey(...others)).toBe(JSON.stringify(some) === JSON.stringify(others));
      }),
    );
    expect(nameKey('a/b', 'c')).not.toBe(nameKey('a', 'b/c'));
    expect(nameKey('1 a', '')).not.toBe(nameKey('', '1 a'));
  });
});

describe('groupBy', () => {
  it('keeps the order of items, whatever their keys are called', () => {
    const groups = groupBy(['__proto__ 1', 'a 2', '__proto__ 3'], (item) => item.split(' ')[0] ?? '');
    expect([...groups]).toEqual([
      ['__proto__', ['__proto__ 1', '__proto__ 3']],
      ['a', ['a 2']],
    ]);
  });
});
