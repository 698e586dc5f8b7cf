import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pickTraces } from './pick-traces';

const good = (durationUs: number) => ({ durationUs, isFailure: false });
const bad = (durationUs: number) => ({ durationUs, isFailure: true });

describe('the picks of a list of traces', () => {
  it('are a failing one, the slowest and one of medium length', () => {
    const picks = pickTraces([good(10), good(500), bad(90), good(20), good(30), bad(5)]);
    expect(Object.fromEntries(picks)).toEqual({ 2: 'failing', 1: 'slowest', 3: 'typical' });
  });

  it('are as many as there are', () => {
    expect(pickTraces([]).size).toBe(0);
    expect([...pickTraces([good(1)]).values()]).toEqual(['slowest']);
    expect([...pickTraces([bad(1), bad(2)]).values()].sort()).toEqual(['failing', 'slowest']);
  });

  it('never name one twice, and name only some of the list', () => {
    const candidate = fc.record({ durationUs: fc.nat(1000), isFailure: fc.boolean() });
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 12 }), (list) => {
        const picks = pickTraces(list);
        expect(new Set(picks.values()).size).toBe(picks.size);
        for (const [index, pick] of picks)
          if (pick === 'failing') expect(list[index]?.isFailure).toBe(true);
          else if (pick === 'typical') expect(list[index]?.isFailure).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});
