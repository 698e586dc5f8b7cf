import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluateInstant, evaluateRange } from './evaluate';
import { MemorySource, type MemorySeries } from './memory-source';
import type { CounterWindow, Samples, SeriesSource } from './series-source';

/** The same series with the short cut a closed-form source would offer. */
function withShortCut(memory: MemorySource): { source: SeriesSource; used: () => number } {
  let used = 0;
  const source: SeriesSource = {
    *select(matchers, fromMs, toMs) {
      for (const series of memory.select(matchers, fromMs, toMs)) {
        yield {
          labels: series.labels,
          samples: (from, to) => series.samples(from, to),
          counterWindow: (from, to) => {
            const window = readWindow(series.samples(from + 1, to));
            if (window !== undefined) used += 1;
            return window;
          },
        };
      }
    },
  };
  return { source, used: () => used };
}

function readWindow({ timestampsMs, values }: Samples): CounterWindow | undefined {
  for (let index = 1; index < values.length; index += 1) {
    if (values[index]! < values[index - 1]!) return undefined;
  }
  const count = values.length;
  const [firstMs = 0, lastMs = 0] = [timestampsMs[0], timestampsMs[count - 1]];
  const [firstValue = 0, lastValue = 0] = [values[0], values[count - 1]];
  return { count, firstMs, firstValue, lastMs, lastValue };
}

const series: fc.Arbitrary<MemorySeries> = fc
  .array(
    fc.record({
      gapMs: fc.integer({ min: 1, max: 40_000 }),
      grows: fc.double({ min: 0, max: 1e6, noNaN: true }),
      restarts: fc.integer({ max: 30, min: 0 }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((steps) => {
    let atMs = 0;
    let value = 0;
    const samples = steps.map(({ gapMs, grows, restarts }) => {
      atMs += gapMs;
      value = restarts === 0 ? 0 : value + grows;
      return [atMs, value] as const;
    });
    return { labels: { __name__: 'c' }, samples };
  });

const query = fc.constantFrom(
  'rate(c[1m])',
  'increase(c[3m])',
  'rate(c[7s])',
  'c',
  'c offset 1m',
  'increase(c[10m] offset -1m)',
);
const semantics = fc.constantFrom('v2', 'v3');

test('the short cut of a source gives the very bits the samples give', async () => {
  let shortCuts = 0;
  await fc.assert(
    fc.asyncProperty(
      series,
      query,
      semantics,
      fc.integer({ min: 0, max: 900_000 }),
      async (one, text, kind, atMs) => {
        const memory = new MemorySource([one]);
        const { source, used } = withShortCut(memory);
        const wanted = await evaluateInstant(text, atMs, { source: memory, semantics: kind });
        const got = await evaluateInstant(text, atMs, { source, semantics: kind });
        shortCuts += used();
        expect(got).toEqual(wanted);
      },
    ),
    { numRuns: 500 },
  );
  expect(shortCuts).toBeGreaterThan(100);
});

test('a range query is the instant queries of its steps', async () => {
  const range = fc.record({
    startMs: fc.integer({ min: 0, max: 300_000 }),
    stepMs: fc.integer({ min: 1_000, max: 200_000 }),
  });
  await fc.assert(
    fc.asyncProperty(series, query, semantics, range, async (one, text, kind, { startMs, stepMs }) => {
      const options = { source: new MemorySource([one]), semantics: kind };
      const endMs = startMs + 6 * stepMs;
      const matrix = await evaluateRange(text, { startMs, endMs, stepMs }, options);
      const points: [number, number][] = [];
      for (let atMs = startMs; atMs <= endMs; atMs += stepMs) {
        const instant = await evaluateInstant(text, atMs, options);
        if (instant.type === 'vector') for (const { value } of instant.samples) points.push([atMs, value]);
      }
      const [only] = matrix.series;
      expect(only?.timestampsMs.map((atMs, index) => [atMs, only.values[index]]) ?? []).toEqual(points);
    }),
  );
});
