import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinKey } from './join-key';

const parts = fc.array(
  fc.option(fc.oneof(fc.string(), fc.constantFrom('-', '1:', '0:', '')), { nil: undefined }),
  {
    maxLength: 5,
  },
);

describe('joinKey', () => {
  it('gives different lists different keys', () => {
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const isSame = one.length === other.length && one.every((part, i) => part === other[i]);
        expect(joinKey(...one) === joinKey(...other)).toBe(isSame);
      }),
      { numRuns: 5000 },
    );
  });
});
