import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeSplit, type SplitEvidence } from './judge-split';

const calls = fc.oneof(fc.nat(2000), fc.double({ min: 0, max: 1e7, noNaN: true }));
const evidence: fc.Arbitrary<SplitEvidence> = fc
  .record({
    parts: fc.array(fc.record({ weight: fc.nat(100), calls }), { minLength: 1, maxLength: 5 }),
    lost: fc.oneof(fc.constant(0), calls),
    countedShare: fc.double({ min: 0.05, max: 1, noNaN: true }),
  })
  .map(({ parts, ...rest }) => {
    const total = parts.reduce((sum, { weight }) => sum + weight, 0);
    const share = (weight: number) => (total === 0 ? 1 / parts.length : weight / total);
    return { ...rest, parts: parts.map((part) => ({ declared: share(part.weight), calls: part.calls })) };
  });

const runs = { numRuns: 300 };

describe('of every split', () => {
  it('the seen share lies in its interval, and the interval between nothing and all', () => {
    fc.assert(
      fc.property(evidence, (split) => {
        for (const interval of judgeSplit(split).intervals) {
          if (interval === undefined) continue;
          expect(interval.low).toBeGreaterThanOrEqual(0);
          expect(interval.high).toBeLessThanOrEqual(1);
          expect(interval.share).toBeGreaterThanOrEqual(interval.low - 1e-12);
          expect(interval.share).toBeLessThanOrEqual(interval.high + 1e-12);
        }
      }),
      runs,
    );
  });

  it('the order of its parts decides nothing', () => {
    fc.assert(
      fc.property(evidence, (split) => {
        const turned = judgeSplit({ ...split, parts: [...split.parts].reverse() });
        const judged = judgeSplit(split);
        expect(turned.verdict).toBe(judged.verdict);
        expect(turned.callsNeeded).toBe(judged.callsNeeded);
      }),
      runs,
    );
  });

  it('more lost calls never make it drift', () => {
    fc.assert(
      fc.property(evidence, calls, (split, more) => {
        if (judgeSplit(split).verdict === 'drifting') return;
        // What was not counted must not become proof by being added to.
        expect(judgeSplit({ ...split, lost: split.lost + more }).verdict).not.toBe('drifting');
      }),
      runs,
    );
  });

  it('what drifts with few of its calls counted drifts with more of them counted', () => {
    fc.assert(
      fc.property(evidence, (split) => {
        if (judgeSplit(split).verdict !== 'drifting') return;
        expect(judgeSplit({ ...split, countedShare: 1 }).verdict).toBe('drifting');
      }),
      runs,
    );
  });

  it('calls that come just as declared are never drifting', () => {
    fc.assert(
      fc.property(evidence, fc.nat(1_000_000), (split, whole) => {
        const parts = split.parts.map(({ declared }) => ({ declared, calls: declared * whole }));
        expect(judgeSplit({ ...split, parts, lost: 0 }).verdict).not.toBe('drifting');
      }),
      runs,
    );
  });
});
