import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eachInSteps, finish, mapInSteps, sortInSteps } from './steps';

describe('thinking in steps', () => {
  it('maps as an array does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 5 }), (items, stride) => {
        const map = (item: number, index: number) => item * 2 + index;
        expect(finish(mapInSteps(items, map, stride))).toEqual(items.map(map));
      }),
      { numRuns: 50 },
    );
  });

  it('sorts as an array does, equal ones in their order', () => {
    const items = fc.array(fc.record({ key: fc.integer({ min: 0, max: 9 }), id: fc.nat() }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(items, fc.integer({ min: 1, max: 7 }), (all, part) => {
        const compare = (a: { key: number }, b: { key: number }) => a.key - b.key;
        expect(finish(sortInSteps(all, compare, part))).toEqual(all.toSorted(compare));
      }),
      { numRuns: 200 },
    );
  });

  it('stops after every stride, whatever the work', () => {
    const steps = eachInSteps([1, 2, 3, 4, 5], () => undefined, 2);
    expect([steps.next().done, steps.next().done, steps.next().done]).toEqual([false, false, true]);
  });
});
