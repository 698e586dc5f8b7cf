import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeRecording, VERDICT_SECONDS, type Evaluations, type EvaluationTimes } from './judge-recording';

const AT = 1_750_000_010;
const HOUR = 3600;

/** Times every so many seconds, as Prometheus would count them in the window before `AT`. */
function times(all: readonly number[], windowSeconds: number): EvaluationTimes {
  const within = all.filter((at) => at > AT - windowSeconds && at <= AT);
  return {
    count: within.length,
    firstSeconds: within.length === 0 ? Number.NaN : Math.min(...within),
    lastSeconds: within.length === 0 ? Number.NaN : Math.max(...within),
  };
}

interface Recording {
  readonly every?: number;
  /** Seconds before `AT`. */
  readonly from?: number;
  readonly until?: number;
  readonly gaps?: readonly (readonly [number, number])[];
}

function evaluated({ every = 30, from = 6 * HOUR, until = 0, gaps = [] }: Recording): number[] {
  const all: number[] = [];
  for (let at = Math.ceil((AT - from) / every) * every; at <= AT - until; at += every) {
    const age = AT - at;
    if (!gaps.some(([older, newer]) => age <= older && age >= newer)) all.push(at);
  }
  return all;
}

function evaluationsOf(all: readonly number[], windowSeconds: number): Evaluations | undefined {
  const asked = times(all, windowSeconds);
  return asked.count === 0 ? undefined : { asked, fewest: asked.count, lately: times(all, HOUR) };
}

function judge(windowSeconds: number, recording: Recording, baseSeconds = 60) {
  const evaluations = evaluationsOf(evaluated(recording), windowSeconds);
  return judgeRecording(evaluations, { windowSeconds, atSeconds: AT, baseSeconds });
}

describe('recorded rates', () => {
  it('of a window look at a time as long as it', () => {
    expect(judge(300, {})).toEqual({ usable: true, intervalSeconds: 30, spanSeconds: 270 });
    expect(judge(HOUR, {})).toEqual({ usable: true, intervalSeconds: 30, spanSeconds: 3570 });
    expect(judge(600, { every: 15 }, 120)).toEqual({ usable: true, intervalSeconds: 15, spanSeconds: 495 });
  });

  it('answer for their own window with the last of them', () => {
    expect(judge(60, {})).toEqual({ usable: true, intervalSeconds: 30, spanSeconds: 0 });
  });

  it.each<[string, number, Recording, number, string]>([
    ['shorter than what a rate looks back', 30, {}, 60, 'shortWindow'],
    ['without any', 300, { until: HOUR }, 60, 'absent'],
    ['with one alone', 300, { from: 20 }, 60, 'tooYoung'],
    ['that begins before they do', 600, { from: 500 }, 60, 'tooYoung'],
    ['that ends after they do', 300, { until: 65 }, 60, 'stale'],
    ['with less than one for each time that a rate looks back', 600, { every: 90 }, 60, 'tooRare'],
    ['of five minutes with one that lacks', 300, { gaps: [[200, 60]] }, 60, 'gaps'],
    ['of a day with hours that lack', 6 * HOUR, { gaps: [[4 * HOUR, 2 * HOUR]] }, 60, 'gaps'],
  ])('of a window %s are not read', (_what, windowSeconds, recording, baseSeconds, fault) => {
    expect(judge(windowSeconds, recording, baseSeconds)).toEqual({ usable: false, fault });
  });

  it('may lack a little of a long window, at its ends and within it', () => {
    expect(judge(HOUR, { until: 170 }).usable).toBe(true);
    expect(judge(HOUR, { from: HOUR - 170 }).usable).toBe(true);
    expect(judge(6 * HOUR, { gaps: [[4 * HOUR, 4 * HOUR - 600]] }).usable).toBe(true);
  });

  it('of several servers are read only where all of them record as often', () => {
    const evaluations = evaluationsOf(evaluated({}), 600);
    const window = { windowSeconds: 600, atSeconds: AT, baseSeconds: 60 };
    if (evaluations === undefined) throw new Error('none');
    expect(judgeRecording({ ...evaluations, fewest: 10 }, window)).toEqual({
      usable: false,
      fault: 'unequal',
    });
    expect(judgeRecording({ ...evaluations, fewest: 19 }, window).usable).toBe(true);
  });

  it('are read only where there is one left to read until the verdict is given anew', () => {
    const recording = fc.record({
      every: fc.integer({ min: 1, max: 120 }),
      from: fc.integer({ min: 1, max: 2 * HOUR }),
      until: fc.integer({ min: 0, max: 400 }),
    });
    fc.assert(
      fc.property(
        recording,
        fc.integer({ min: 1, max: 2 * HOUR }),
        fc.integer({ min: 1, max: 600 }),
        (one, window, base) => {
          const verdict = judge(window, one, base);
          if (!verdict.usable) return;
          const all = evaluated(one);
          expect(verdict.spanSeconds).toBeLessThanOrEqual(window);
          // What is looked at is as long as the window.
          expect(verdict.spanSeconds + base).toBeLessThanOrEqual(
            window + verdict.intervalSeconds + base * Number(verdict.spanSeconds === 0),
          );
          const later = AT + VERDICT_SECONDS;
          const held = all.filter((at) => at > later - Math.max(verdict.spanSeconds, 300) && at <= later);
          expect(held.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are refused where what is said of them is nonsense', () => {
    const nonsense = { count: Number.NaN, firstSeconds: Number.POSITIVE_INFINITY, lastSeconds: Number.NaN };
    const window = { windowSeconds: 300, atSeconds: AT, baseSeconds: 60 };
    const good = times(evaluated({}), HOUR);
    for (const lately of [nonsense, good]) {
      for (const asked of [
        nonsense,
        { ...nonsense, count: 10 },
        { count: 10, firstSeconds: AT, lastSeconds: 0 },
        { ...times(evaluated({}), 300), count: Number.NaN },
      ])
        expect(judgeRecording({ asked, fewest: 1, lately }, window).usable).toBe(false);
    }
    expect(
      judgeRecording({ asked: times(evaluated({}), 300), fewest: Number.NaN, lately: good }, window).usable,
    ).toBe(false);
  });
});
