import { describe, expect, it } from 'vitest';
import { chanceOfShare } from './drift-bound';
import { judgeSplit, type SplitEvidence } from './judge-split';

function split(
  declared: readonly number[],
  calls: readonly number[],
  more: Partial<SplitEvidence> = {},
): ReturnType<typeof judgeSplit> {
  const parts = declared.map((share, i) => ({ declared: share, calls: calls[i] ?? 0 }));
  return judgeSplit({ parts, lost: 0, countedShare: 1, ...more });
}

describe('a split', () => {
  it.each([
    ['just as declared', [0.9, 0.1], [900, 100], 'inLine'],
    ['a little off by chance', [0.9, 0.1], [880, 120], 'inLine'],
    ['twice as much as declared', [0.9, 0.1], [800, 200], 'drifting'],
    ['turned around', [0.9, 0.1], [10, 90], 'drifting'],
    ['of few calls', [0.9, 0.1], [9, 1], 'tooLittleTraffic'],
    ['of no calls', [0.9, 0.1], [0, 0], 'tooLittleTraffic'],
    ['of few calls that are all wrong', [1, 0], [0, 5], 'drifting'],
    ['in three', [0.2, 0.3, 0.5], [2040, 2960, 5000], 'inLine'],
    ['in three of which two have changed places', [0.2, 0.3, 0.5], [3000, 2000, 5000], 'drifting'],
    ['whose rare part was seldom to be expected', [0.999, 0.001], [2000, 1], 'tooLittleTraffic'],
    ['whose rare part never came', [0.999, 0.001], [200_000, 0], 'drifting'],
    ['with all for one', [1], [50], 'inLine'],
    ['with something for whom nothing is declared', [1, 0], [900, 100], 'drifting'],
    ['with a straggler for whom nothing is declared', [1, 0], [10_000, 3], 'inLine'],
    ['of millions, off by less than matters', [0.5, 0.5], [5_030_000, 4_970_000], 'inLine'],
    ['of millions, off by more', [0.5, 0.5], [5_200_000, 4_800_000], 'drifting'],
  ] as const)('%s: %j of %j is %s', (_what, declared, calls, verdict) => {
    expect(split(declared, calls).verdict).toBe(verdict);
  });

  it('names the part that is farthest off', () => {
    expect(split([0.2, 0.3, 0.5], [2000, 1000, 7000]).farthest).toBe(1);
    expect(split([0.9, 0.1], [900, 100]).farthest).toBeUndefined();
  });

  it('says how many calls are needed for one point', () => {
    expect(split([0.9, 0.1], [900, 100]).callsNeeded).toBe(2461);
    expect(split([0.9, 0.1], [0, 0]).callsNeeded).toBe(3461);
    expect(split([0.9, 0.1], [90_000, 10_000]).callsNeeded).toBe(0);
  });

  it('takes counts that are no whole numbers', () => {
    const { intervals, verdict } = split([0.9, 0.1], [901.37, 98.21]);
    expect(verdict).toBe('inLine');
    expect(intervals[0]?.share).toBeCloseTo(901.37 / 999.58, 12);
  });
});

describe('calls that reached nobody', () => {
  it('may have been meant for whoever lacks them', () => {
    expect(split([0.9, 0.1], [900, 10], { lost: 90 }).verdict).toBe('inLine');
    expect(split([0.9, 0.1], [900, 10]).verdict).toBe('drifting');
  });

  it('do not excuse what they cannot explain', () => {
    expect(split([0.9, 0.1], [500, 480], { lost: 20 }).verdict).toBe('drifting');
  });
});

describe('calls that were extrapolated', () => {
  it('prove nothing: the intervals are those of what was counted', () => {
    const half = split([0.5, 0.5], [600, 400], { countedShare: 0.5 });
    const counted = split([0.5, 0.5], [300, 200]);
    expect(half.intervals).toEqual(counted.intervals);
    expect(half.callsNeeded).toBe(counted.callsNeeded);
  });

  it('do not make chance look like drift', () => {
    const seen = [62, 38];
    expect(
      split(
        [0.5, 0.5],
        seen.map((calls) => calls * 6),
        { countedShare: 1 / 6 },
      ).verdict,
    ).not.toBe('drifting');
    expect(
      split(
        [0.5, 0.5],
        seen.map((calls) => calls * 6),
      ).verdict,
    ).toBe('drifting');
  });
});

describe('the chance of a share', () => {
  it('is never told smaller than it is', () => {
    // The chance of at least x of n, exactly, against the bound for both sides.
    for (const declared of [0.05, 0.1, 0.5]) {
      const n = 60;
      const chances = binomial(n, declared);
      for (let x = Math.ceil(n * declared); x <= n; x += 1) {
        const tail = chances.slice(x).reduce((sum, chance) => sum + chance, 0);
        expect(chanceOfShare(x / n, declared, n)).toBeGreaterThanOrEqual(tail);
      }
    }
  });

  it('is none where nothing may come, and certain for what is declared', () => {
    expect(chanceOfShare(0.01, 0, 100)).toBe(0);
    expect(chanceOfShare(0.99, 1, 100)).toBe(0);
    expect(chanceOfShare(0.3, 0.3, 100)).toBe(1);
    expect(chanceOfShare(0, 0, 100)).toBe(1);
  });
});

function binomial(n: number, p: number): number[] {
  const chances = [(1 - p) ** n];
  for (let x = 1; x <= n; x += 1) {
    chances.push(((chances[x - 1] ?? 0) * (n - x + 1) * p) / (x * (1 - p)));
  }
  return chances;
}
