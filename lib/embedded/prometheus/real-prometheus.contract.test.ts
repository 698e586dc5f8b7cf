import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAgreementSource, DATA_END_MS, DATA_START_MS } from './agreement-data';
import { AGREEMENT_EXPRESSIONS, INSTANT_ONLY_EXPRESSIONS } from './agreement-expressions';
import { findDisagreement, readAnswer } from './compare-answers';
import { writeOpenMetrics } from './open-metrics';
import { startRealPrometheus, type RealPrometheus } from './real-prometheus';
import { startPrometheusServer, type RunningServer } from './start-server';

let real: RealPrometheus;
let embedded: RunningServer;

beforeAll(async () => {
  const source = createAgreementSource();
  const every = [[{ name: '__name__', op: '!=', value: '' }]] as const;
  const text = [...writeOpenMetrics(source, every, DATA_START_MS, DATA_END_MS)].join('');
  real = await startRealPrometheus(text);
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

const minutes = (count: number): number => DATA_START_MS / 1000 + count * 60;

const INSTANTS = [minutes(2), minutes(33.5), minutes(61), minutes(117.31), minutes(179), minutes(188)];
const RANGES = [
  { start: minutes(50), end: minutes(90), step: 60 },
  { start: minutes(-3.3), end: minutes(190), step: 611 },
];

async function disagreements(path: string, params: Record<string, string>): Promise<string[]> {
  const [wanted, got] = await Promise.all(
    [real, embedded].map(({ url }) => readAnswer(`${url}/api/v1/${path}`, params)),
  );
  const found = findDisagreement(wanted!, got!);
  return found === undefined ? [] : [`${path} ${JSON.stringify(params)}: ${found}`];
}

async function compare(query: string, withRanges: boolean): Promise<string[]> {
  const found: string[] = [];
  for (const time of INSTANTS) found.push(...(await disagreements('query', { query, time: String(time) })));
  for (const range of withRanges ? RANGES : []) {
    const { start, end, step } = range;
    const params = { query, start: String(start), end: String(end), step: String(step) };
    found.push(...(await disagreements('query_range', params)));
  }
  return found;
}

for (const [topic, expressions] of Object.entries(AGREEMENT_EXPRESSIONS)) {
  describe(`${topic} agree with a real Prometheus`, () => {
    test.each(expressions)('%s', async (query) => {
      expect(await compare(query, true)).toEqual([]);
    });
  });
}

describe('answers of instant queries alone agree with a real Prometheus', () => {
  test.each(INSTANT_ONLY_EXPRESSIONS)('%s', async (query) => {
    expect(await compare(query, false)).toEqual([]);
  });
});

test.each([
  'sort(memory_megabytes)',
  'sort_desc(odd_value)',
  'topk(5, memory_megabytes)',
  'bottomk(5, odd_value)',
])('%s answers in the order of a real Prometheus', async (query) => {
  const params = { query, time: String(minutes(61)) };
  const answers = [real, embedded].map(({ url }) => readAnswer(`${url}/api/v1/query`, params));
  const [wanted, got] = await Promise.all(answers);
  expect([...got!.points]).toEqual([...wanted!.points]);
});

test('the list covers at least 130 expressions', () => {
  const all = new Set(Object.values(AGREEMENT_EXPRESSIONS).flat());
  expect(all.size).toBeGreaterThanOrEqual(130);
});

test.each([
  ['series', { 'match[]': 'up{app="cart"}' }],
  ['labels', {}],
  ['labels', { 'match[]': 'odd_value' }],
  ['label/destination_workload/values', {}],
  ['label/app/values', { 'match[]': 'up{zone="a"}' }],
])('/api/v1/%s %j lists what a real Prometheus lists', async (path, params) => {
  const span = { start: String(minutes(0)), end: String(minutes(180)) };
  const read = async (url: string): Promise<unknown> => {
    const response = await fetch(`${url}/api/v1/${path}?${new URLSearchParams({ ...span, ...params })}`);
    const { data } = (await response.json()) as { data: unknown[] };
    return data.map((item) => JSON.stringify(item, Object.keys(item as object).sort())).sort();
  };
  expect(await read(embedded.url)).toEqual(await read(real.url));
});
