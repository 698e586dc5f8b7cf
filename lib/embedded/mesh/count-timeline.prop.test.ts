import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CountTimeline } from './count-timeline';
import { meanMs, shareBelow, type LatencyModel } from './latency-model';
import { waveLoad, type LoadProfile, type Wave } from './load-profile';
import { firstScrapeMs, lastScrapeMs, scrapeClock } from './scrape-clock';

const T0 = 1_767_225_600;

const wave: fc.Arbitrary<Wave> = fc.record({
  amplitude: fc.double({ min: -0.3, max: 0.3, noNaN: true }),
  periodSeconds: fc.integer({ min: 60, max: 86_400 }),
  phase: fc.double({ min: -4, max: 4, noNaN: true }),
});
const load: fc.Arbitrary<LoadProfile> = fc
  .tuple(fc.double({ min: 0.1, max: 100, noNaN: true }), fc.array(wave, { maxLength: 3 }))
  .map(([base, waves]) => waveLoad(base, waves));
const instant = fc.double({ min: T0, max: T0 + 86_400, noNaN: true });

describe('a load', () => {
  it('is never zero', () => {
    fc.assert(
      fc.property(load, instant, (profile, at) => {
        expect(profile.rate(at)).toBeGreaterThan(0);
      }),
    );
  });

  it('has the integral of its rate', () => {
    fc.assert(
      fc.property(load, instant, fc.double({ min: 1, max: 30, noNaN: true }), (profile, from, length) => {
        const steps = 2000;
        let area = 0;
        for (let i = 0; i < steps; i += 1) area += profile.rate(from + ((i + 0.5) * length) / steps);
        const numeric = (area * length) / steps;
        expect(Math.abs(profile.integral(from + length) - profile.integral(from) - numeric)).toBeLessThan(
          1e-3 + 1e-6 * numeric,
        );
      }),
      { numRuns: 200 },
    );
  });

  it('is refused when its waves could stop it', () => {
    const waves = [0.5, -0.5].map((amplitude) => ({ amplitude, periodSeconds: 60, phase: 0 }));
    expect(() => waveLoad(1, waves)).toThrow(RangeError);
  });
});

describe('a count', () => {
  const timeline = fc
    .tuple(
      load,
      fc.array(fc.tuple(instant, fc.double({ min: 0, max: 3, noNaN: true })), { minLength: 1, maxLength: 5 }),
    )
    .map(([profile, changes]) => {
      const sorted = changes.toSorted(([a], [b]) => a - b);
      const line = new CountTimeline<number>(profile, sorted[0]![0], sorted[0]![1], 0);
      for (const [index, [at, factor]] of sorted.slice(1).entries()) line.change(at, factor, index + 1);
      return line;
    });

  it('is a whole number that never falls, whatever changes', () => {
    fc.assert(
      fc.property(timeline, instant, instant, (line, a, b) => {
        const [early, late] = [Math.min(a, b), Math.max(a, b)];
        const [first, second] = [line.count(line.startSeconds, early), line.count(line.startSeconds, late)];
        expect(Number.isInteger(first)).toBe(true);
        expect(first).toBeLessThanOrEqual(second);
      }),
      { numRuns: 2000 },
    );
  });

  it('weighs no more than it counts with weights up to 1, and no less with higher ones', () => {
    const weight = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(timeline, instant, weight, weight, (line, at, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const weigh = (w: number) => Math.floor(line.weigh(line.startSeconds, at, () => w));
        expect(weigh(low)).toBeLessThanOrEqual(weigh(high));
        expect(weigh(high)).toBeLessThanOrEqual(line.count(line.startSeconds, at));
      }),
      { numRuns: 2000 },
    );
  });

  it('is nothing before its start', () => {
    fc.assert(
      fc.property(timeline, (line) => {
        expect(line.count(0, line.startSeconds)).toBe(0);
        expect(line.count(0, line.startSeconds - 1)).toBe(0);
      }),
    );
  });
});

describe('a latency', () => {
  const model: fc.Arbitrary<LatencyModel> = fc.record({
    medianMs: fc.double({ min: 0.1, max: 10_000, noNaN: true }),
    sigma: fc.double({ min: 0.05, max: 1.5, noNaN: true }),
  });

  it('has a share below a bound that grows from nothing to everything', () => {
    const bound = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(model, bound, bound, (latency, a, b) => {
        const [low, high] = [shareBelow(latency, Math.min(a, b)), shareBelow(latency, Math.max(a, b))];
        // The approximation behind it is exact to 7.5e-8.
        expect(low).toBeLessThanOrEqual(high + 1.5e-7);
        expect(low >= 0 && high <= 1).toBe(true);
        expect(shareBelow(latency, Infinity)).toBe(1);
        expect(shareBelow(latency, 0)).toBe(0);
      }),
      { numRuns: 3000 },
    );
  });

  it('lies to one half below its median, and its mean above it', () => {
    fc.assert(
      fc.property(model, (latency) => {
        expect(shareBelow(latency, latency.medianMs)).toBeCloseTo(0.5, 6);
        expect(meanMs(latency)).toBeGreaterThan(latency.medianMs);
      }),
    );
  });
});

describe('a scrape', () => {
  const clock = fc
    .tuple(fc.string(), fc.integer({ min: 1, max: 120 }))
    .map(([instance, seconds]) => scrapeClock(instance, seconds * 1000));
  const at = fc.integer({ min: T0 * 1000, max: (T0 + 86_400) * 1000 });

  it('comes once in every interval, never on a whole one', () => {
    fc.assert(
      fc.property(clock, at, (scrapes, ms) => {
        const first = firstScrapeMs(scrapes, ms);
        expect(first >= ms && first < ms + scrapes.intervalMs).toBe(true);
        expect(lastScrapeMs(scrapes, first)).toBe(first);
        expect(lastScrapeMs(scrapes, first - 1)).toBe(first - scrapes.intervalMs);
        expect(first % scrapes.intervalMs).toBe(scrapes.phaseMs);
        expect(scrapes.phaseMs > 0 && scrapes.phaseMs < scrapes.intervalMs).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
