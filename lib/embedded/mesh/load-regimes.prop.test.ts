import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Incident } from '../worlds/world';
import { waveLoad } from './load-profile';
import { LoadRegimes } from './load-regimes';

const START = 1_767_225_600;
const load = waveLoad(20, [{ amplitude: 0.3, periodSeconds: 3600, phase: 1 }]);

const incident: fc.Arbitrary<Incident> = fc
  .record({
    everySeconds: fc.integer({ min: 60, max: 5000 }),
    lastsSeconds: fc.integer({ min: 1, max: 6000 }),
    offsetSeconds: fc.integer({ min: -5000, max: 5000 }),
  })
  .map((times) => ({ ...times, namespace: 'n', workload: 'w', slowness: 1, failures: [] }));
const regimes = fc
  .array(incident, { maxLength: 3 })
  .map((incidents) => new LoadRegimes(load, incidents, START));
const instant = fc.double({ min: START, max: START + 86_400, noNaN: true });

describe('the regimes of a load', () => {
  it('share the whole load between any two instants', () => {
    fc.assert(
      fc.property(regimes, instant, instant, (split, a, b) => {
        const whole = load.integral(b) - load.integral(a);
        const parts = split.regimes.map((r) => split.growthIn(r).integral(b) - split.growthIn(r).integral(a));
        expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(whole, 2);
      }),
    );
  });

  it('never take back what has come in', () => {
    fc.assert(
      fc.property(regimes, instant, instant, (split, a, b) => {
        const [early, late] = [Math.min(a, b), Math.max(a, b)];
        for (const r of split.regimes) {
          const growth = split.growthIn(r);
          expect(growth.integral(late) - growth.integral(early)).toBeGreaterThan(-1e-4);
        }
      }),
    );
  });

  it('grow only while they hold', () => {
    fc.assert(
      fc.property(regimes, instant, (split, at) => {
        const now = split.regimeAt(at);
        if (split.regimeAt(at - 0.5) !== now || split.regimeAt(at + 0.5) !== now) return;
        const grown = split.regimes.filter(
          (r) => split.growthIn(r).integral(at + 0.4) - split.growthIn(r).integral(at) > 1,
        );
        expect(grown).toEqual([now]);
      }),
    );
  });

  it('are remembered alike in whatever order they are asked for', () => {
    fc.assert(
      fc.property(
        fc.array(incident, { minLength: 1, maxLength: 3 }),
        fc.array(instant, { maxLength: 8 }),
        (incidents, times) => {
          const forwards = new LoadRegimes(load, incidents, START);
          const backwards = new LoadRegimes(load, incidents, START);
          const ask = (split: LoadRegimes, at: number) =>
            split.regimes.map((r) => split.growthIn(r).integral(at));
          const answers = times.map((at) => ask(forwards, at));
          for (const [index, at] of [...times.entries()].reverse())
            expect(ask(backwards, at)).toEqual(answers[index]);
        },
      ),
    );
  });

  it('without incidents are the load itself', () => {
    const calm = new LoadRegimes(load, [], START);
    expect(calm.growthIn(0)).toBe(load);
    expect(calm.firstIn(0, START)).toBe(START);
  });

  it('begin when their incident first does', () => {
    const times = { everySeconds: 100, lastsSeconds: 10, offsetSeconds: START + 40 };
    const split = new LoadRegimes(
      load,
      [{ ...times, namespace: 'n', workload: 'w', slowness: 1, failures: [] }],
      START,
    );
    expect(split.firstIn(1, START)).toBeCloseTo(START + 40, 3);
    expect(split.firstIn(1, START + 60)).toBeCloseTo(START + 140, 3);
  });
});
