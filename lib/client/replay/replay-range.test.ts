import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rangeAround, replaySpans, snapTo, stepFrom } from './replay-range';

const NOW = 1_933_153_337;

describe('rangeAround', () => {
  it('is the last hour, on whole steps', () => {
    expect(rangeAround('1h', NOW, null)).toEqual({ from: NOW - 2 - 3_600, to: NOW - 2, stepSeconds: 15 });
  });

  it('keeps the last hours while the instant lies in them', () => {
    expect(rangeAround('6h', NOW, NOW - 20_000)).toEqual(rangeAround('6h', NOW, null));
  });

  it('begins with an instant that has only just left it, and does not jump', () => {
    const { from } = rangeAround('1h', NOW, null);
    expect(rangeAround('1h', NOW + 40, from)).toEqual({ from, to: from + 3_600, stepSeconds: 15 });
  });

  it('lies around an instant that is further back', () => {
    const at = NOW - 100_000;
    const { from, to } = rangeAround('1h', NOW, at);
    expect(to - from).toBe(3_600);
    expect(Math.abs((from + to) / 2 - at)).toBeLessThanOrEqual(15);
  });

  it('never reaches beyond now, and holds every past instant', () => {
    const span = fc.constantFrom(...replaySpans);
    const now = fc.integer({ min: 1_000_000, max: 4_000_000_000 });
    fc.assert(
      fc.property(span, now, fc.integer({ min: 100_000, max: 4_000_000_000 }), (span, now, instant) => {
        const at = Math.min(instant, now);
        const range = rangeAround(span, now, at);
        expect(range.to).toBeLessThanOrEqual(now);
        expect(at).toBeGreaterThanOrEqual(range.from);
        expect(at).toBeLessThanOrEqual(range.to + range.stepSeconds);
        expect([range.from % range.stepSeconds, range.to % range.stepSeconds]).toEqual([0, 0]);
        expect(range.stepSeconds).toBeGreaterThanOrEqual(15);
        expect((range.to - range.from) / range.stepSeconds).toBeLessThanOrEqual(360);
      }),
    );
  });
});

describe('steps', () => {
  const range = rangeAround('1h', NOW, null);

  it('land on whole steps, also from an instant between two', () => {
    expect(snapTo(range, range.from + 22)).toBe(range.from + 15);
    expect(stepFrom(range, range.from + 22, 1)).toBe(range.from + 30);
    expect(stepFrom(range, range.from + 30, -2)).toBe(range.from);
  });

  it('end with the range', () => {
    expect(stepFrom(range, range.to, 1)).toBeUndefined();
    expect(stepFrom(range, range.from, -1)).toBeUndefined();
    expect(snapTo(range, range.to + 900)).toBe(range.to);
  });
});
