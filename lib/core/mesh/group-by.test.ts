import { describe, expect, it } from 'vitest';
import { groupBy } from './group-by';

describe('groupBy', () => {
  it('keeps the order of items, whatever their keys are called', () => {
    const groups = groupBy(['__proto__ 1', 'a 2', '__proto__ 3'], (item) => item.split(' ')[0] ?? '');
    expect([...groups]).toEqual([
      ['__proto__', ['__proto__ 1', '__proto__ 3']],
      ['a', ['a 2']],
    ]);
  });
});
