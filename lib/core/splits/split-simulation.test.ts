import { describe, expect, it } from 'vitest';
import { judgeSplit, type JudgedSplit } from './judge-split';
import { sendCalls, seededRandom } from './sample-trials';

const TRIALS = 10_000;

/** Sends calls by what is true, and judges them by what is declared, again and again. */
function tryOut(
  truth: readonly number[],
  declared: readonly number[],
  calls: number,
  { trials = TRIALS, seed = 20_260_801 }: { trials?: number; seed?: number } = {},
): { coverage: number; drifting: number; inLine: number } {
  const random = seededRandom(seed);
  let covered = 0;
  let drifting = 0;
  let inLine = 0;
  for (let trial = 0; trial < trials; trial += 1) {
    const counts = sendCalls(truth, calls, random);
    const parts = declared.map((share, i) => ({ declared: share, calls: counts[i] ?? 0 }));
    const judged = judgeSplit({ parts, lost: 0, countedShare: 1 });
    if (holds(judged, truth)) covered += 1;
    if (judged.verdict === 'drifting') drifting += 1;
    if (judged.verdict === 'inLine') inLine += 1;
  }
  return { coverage: covered / trials, drifting: drifting / trials, inLine: inLine / trials };
}

function holds({ intervals }: JudgedSplit, truth: readonly number[]): boolean {
  return intervals.every(
    (interval, i) => interval !== undefined && interval.low <= truth[i]! && truth[i]! <= interval.high,
  );
}

describe('tried out ten thousand times', () => {
  it.each([200, 1000])(
    'the interval of a true 90/10 holds it 94 to 96 times in 100, of %i calls',
    (calls) => {
      const { coverage } = tryOut([0.9, 0.1], [0.9, 0.1], calls);
      expect(coverage).toBeGreaterThanOrEqual(0.94);
      expect(coverage).toBeLessThanOrEqual(0.96);
    },
  );

  it('the intervals of a true split in three hold it together in 94 % and more', () => {
    const { coverage } = tryOut([0.2, 0.3, 0.5], [0.2, 0.3, 0.5], 1000);
    expect(coverage).toBeGreaterThanOrEqual(0.94);
    expect(coverage).toBeLessThanOrEqual(0.975);
  });

  it.each([
    [[0.9, 0.1], 1000],
    [[0.9, 0.1], 60],
    [[0.99, 0.01], 300],
    [[0.5, 0.5], 100],
    [[0.2, 0.3, 0.5], 500],
    [[0.98, 0.01, 0.01], 400],
  ])('%j, of %i calls, is taken for drifting less than once in 100 times when it is not', (truth, calls) => {
    expect(tryOut(truth, truth, calls).drifting).toBeLessThan(0.01);
  });

  it('a 90/10 that runs 80/20 is found in more than 99 % at 1000 calls', () => {
    expect(tryOut([0.8, 0.2], [0.9, 0.1], 1000).drifting).toBeGreaterThan(0.99);
  });

  it('a 90/10 that runs as declared is in line at 1000 calls', () => {
    expect(tryOut([0.9, 0.1], [0.9, 0.1], 1000).inLine).toBeGreaterThan(0.99);
  });

  it('a 50/50 that runs 38/62 is found in more than 99 % at 1000 calls', () => {
    expect(tryOut([0.38, 0.62], [0.5, 0.5], 1000, { trials: 2000 }).drifting).toBeGreaterThan(0.99);
  });
});
