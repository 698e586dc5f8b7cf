import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Grouping } from './grouping';
import { compareLabelSets, fromEntries } from './label-set';

const word = fc.oneof(
  fc.string({ maxLength: 3 }),
  fc.constantFrom('', '\u0000', '\u0000\u0000', '\u0001', 'a', '__name__'),
);
const entries = fc.uniqueArray(fc.tuple(word, word), { selector: ([name]) => name, maxLength: 5 });
const spell = (pairs: readonly (readonly [string, string])[]): string =>
  JSON.stringify(pairs.filter(([, value]) => value !== '').toSorted(([a], [b]) => (a < b ? -1 : 1)));

test('keys are equal exactly for equal sets, whatever the order of labels', () => {
  fc.assert(
    fc.property(entries, entries, (left, right) => {
      const sameKey = fromEntries(left).key() === fromEntries(right).key();
      expect(sameKey).toBe(spell(left) === spell(right));
      expect(fromEntries(left).key()).toBe(fromEntries(left.toReversed()).key());
    }),
    { numRuns: 2_000 },
  );
});

test('the order of sets is total and agrees with their keys', () => {
  fc.assert(
    fc.property(entries, entries, (left, right) => {
      const [a, b] = [fromEntries(left), fromEntries(right)];
      expect(Math.sign(compareLabelSets(a, b))).toBe(-Math.sign(compareLabelSets(b, a)) + 0);
      expect(compareLabelSets(a, b) === 0).toBe(a.key() === b.key());
    }),
  );
});

test('sets fall into one group exactly when they agree on the grouping labels', () => {
  fc.assert(
    fc.property(entries, entries, fc.uniqueArray(word), (left, right, names) => {
      const [a, b] = [fromEntries(left), fromEntries(right)];
      const grouping = new Grouping(names, false);
      const agree = names.every((name) => a.get(name) === b.get(name));
      expect(grouping.groupOf(a) === grouping.groupOf(b)).toBe(agree);
      expect(grouping.groupOf(a).set.key()).toBe(a.keep(names).key());
    }),
  );
});
