import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAgreementSource, DATA_END_MS, DATA_START_MS } from './agreement-data';
import { findDisagreement, readAnswer } from './compare-answers';
import { writeOpenMetrics } from './open-metrics';
import { randomVector } from './random-expressions';
import { startRealPrometheus, type RealPrometheus } from './real-prometheus';
import { startPrometheusServer, type RunningServer } from './start-server';

let real: RealPrometheus;
let embedded: RunningServer;

beforeAll(async () => {
  const source = createAgreementSource();
  const every = [[{ name: '__name__', op: '!=', value: '' }]] as const;
  real = await startRealPrometheus([...writeOpenMetrics(source, every, DATA_START_MS, DATA_END_MS)].join(''));
  embedded = await startPrometheusServer({
    source,
    nowMs: () => DATA_END_MS,
    scrapeIntervalSeconds: 15,
    retentionSeconds: 86_400,
    semantics: 'v2',
  });
});

afterAll(async () => {
  await embedded?.close();
  await real?.close();
});

test('random expressions are answered as by a real Prometheus', async () => {
  const start = DATA_START_MS / 1000;
  const range = { start: String(start + 3_000), end: String(start + 9_000), step: '751' };
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(randomVector, async (query) => {
      const answers = [real, embedded].map(({ url }) =>
        readAnswer(`${url}/api/v1/query_range`, { query, ...range }),
      );
      const [wanted, got] = await Promise.all(answers);
      if (wanted!.points.size > 0) answered += 1;
      expect(findDisagreement(wanted!, got!)).toBeUndefined();
    }),
    { numRuns: 400, seed: 1709164800 },
  );
  expect(answered).toBeGreaterThan(100);
});
