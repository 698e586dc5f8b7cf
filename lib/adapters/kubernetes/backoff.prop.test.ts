import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBackoff } from './backoff';

const fraction = fc.double({ min: 0, max: 0.999_999, noNaN: true });

describe('backoff', () => {
  it('stays between half of the first pause and the cap, whatever chance says', () => {
    fc.assert(
      fc.property(fc.array(fraction, { minLength: 1, maxLength: 60 }), (chances) => {
        let index = 0;
        const backoff = createBackoff({
          baseMs: 500,
          capMs: 30_000,
          random: () => chances[index++ % chances.length] ?? 0,
        });
        for (let attempt = 0; attempt < 60; attempt += 1) {
          const pauseMs = backoff.nextMs();
          expect(pauseMs).toBeGreaterThanOrEqual(250);
          expect(pauseMs).toBeLessThanOrEqual(30_000);
          if (attempt > 6) expect(pauseMs).toBeGreaterThanOrEqual(15_000);
        }
        backoff.reset();
        expect(backoff.nextMs()).toBeLessThanOrEqual(500);
      }),
    );
  });

  it('waits as long as asked, up to five minutes', () => {
    const backoff = createBackoff({ baseMs: 10, capMs: 100, random: () => 0 });
    expect(backoff.nextMs(5_000)).toBe(5_000);
    expect(backoff.nextMs(1e9)).toBe(300_000);
  });
});
