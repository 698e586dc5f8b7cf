import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finish } from '@/lib/core/steps/steps';
import { printJson } from './print-json';

describe('printJson', () => {
  it('prints what JSON.stringify prints', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(fc.jsonValue(), fc.constant(undefined))), (value) => {
        expect(finish(printJson(value)).join('')).toBe(JSON.stringify(value));
      }),
      { numRuns: 200 },
    );
  });

  it('prints long lists whole', () => {
    for (const length of [0, 99, 100, 101, 200, 250]) {
      const value = {
        before: undefined,
        list: Array.from({ length }, (_none, i) => ({ i, text: `"${i}` })),
        after: [1, undefined],
      };
      expect(finish(printJson(value)).join('')).toBe(JSON.stringify(value));
    }
  });

  it('stops between the parts of a long list', () => {
    const steps = printJson({ list: Array.from({ length: 1_000 }, (_none, i) => i) });
    let stops = 0;
    while (steps.next().done !== true) stops += 1;
    expect(stops).toBe(10);
  });
});
