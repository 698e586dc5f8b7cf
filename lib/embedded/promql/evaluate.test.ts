import { describe, expect, test } from 'vitest';
import { evaluateInstant, evaluateRange, type EvaluateOptions } from './evaluate';
import { listSupportedFunctions } from './function-table';
import { MemorySource, type MemorySeries } from './memory-source';
import { MAX_DEPTH } from './parse';
import { writeStaleMarker } from './series-source';

const second = 1_000;
const minute = 60_000;

function every(stepMs: number, values: readonly number[], startMs = 0): MemorySeries['samples'] {
  return values.map((value, index) => [startMs + index * stepMs, value] as const);
}

async function ask(
  series: readonly MemorySeries[],
  query: string,
  atMs: number,
  options: Partial<EvaluateOptions> = {},
): Promise<Record<string, number>> {
  const result = await evaluateInstant(query, atMs, { source: new MemorySource(series), ...options });
  if (result.type === 'scalar') return { '': result.value };
  if (result.type !== 'vector') throw new Error(`unexpected ${result.type}`);
  return Object.fromEntries(
    result.samples.map(({ labels, value }) => [
      Object.entries(labels)
        .map((pair) => pair.join('='))
        .join(),
      value,
    ]),
  );
}

describe('window edges', () => {
  const series = [{ labels: { __name__: 'm' }, samples: every(minute, [1, 2, 3, 4, 5, 6, 7]) }];

  test('a range leaves its start out in v3 and includes it in v2', async () => {
    expect(await ask(series, 'count_over_time(m[2m])', 4 * minute)).toEqual({ '': 2 });
    expect(await ask(series, 'count_over_time(m[2m])', 4 * minute, { semantics: 'v2' })).toEqual({ '': 3 });
  });

  test('the lookback leaves its start out in v3 and includes it in v2', async () => {
    expect(await ask(series, 'm', 11 * minute)).toEqual({});
    expect(await ask(series, 'm', 11 * minute, { semantics: 'v2' })).toEqual({ '__name__=m': 7 });
    expect(await ask(series, 'm', 11 * minute - 1)).toEqual({ '__name__=m': 7 });
    expect(await ask(series, 'm', 7 * minute, { lookbackMs: minute })).toEqual({});
  });

  test('a subquery stands on multiples of its step and leaves its start out in v3', async () => {
    expect(await ask(series, 'count_over_time(m[3m:1m])', 4 * minute)).toEqual({ '': 3 });
    expect(await ask(series, 'count_over_time(m[3m:1m])', 4 * minute, { semantics: 'v2' })).toEqual({
      '': 4,
    });
    expect(await ask(series, 'max_over_time(vector(time())[3m:1m])', 4 * minute + 7_000)).toEqual({
      '': 240,
    });
  });
});

describe('counters', () => {
  test('v3 never extrapolates a young counter below zero; v2 asked for the zero first', async () => {
    const samples = every(15 * second, [1, 2, 3, 4], 100 * second);
    const series = [{ labels: { __name__: 'c' }, samples }];
    // 45 s are covered; 15 s earlier the counter was 0; the window reaches 55 s further back.
    expect((await ask(series, 'increase(c[2m])', 150 * second))['']).toBeCloseTo(
      (3 * (45 + 7.5 + 5)) / 45,
      12,
    );
    const fast = [{ labels: { __name__: 'c' }, samples: every(15 * second, [1, 11, 21, 31], 100 * second) }];
    expect((await ask(fast, 'increase(c[2m])', 150 * second))['']).toBeCloseTo(
      (30 * (45 + 1.5 + 5)) / 45,
      12,
    );
    const slow = [{ labels: { __name__: 'c' }, samples: every(15 * second, [11, 21, 31, 41], 100 * second) }];
    expect((await ask(slow, 'increase(c[2m])', 150 * second))['']).toBeCloseTo(
      (30 * (45 + 7.5 + 5)) / 45,
      12,
    );
  });

  test('a reset adds what had been reached before', async () => {
    const series = [{ labels: { __name__: 'c' }, samples: every(minute, [100, 110, 5, 15]) }];
    expect((await ask(series, 'increase(c[3m1s])', 3 * minute))['']).toBeCloseTo(
      (110 - 100 + 15) * (181 / 180),
      12,
    );
    expect(await ask(series, 'resets(c[3m1s])', 3 * minute)).toEqual({ '': 1 });
    expect(await ask(series, 'irate(c[2m])', 2 * minute)).toEqual({ '': 5 / 60 });
  });

  test('one sample has no rate', async () => {
    const series = [{ labels: { __name__: 'c' }, samples: every(minute, [1]) }];
    expect(await ask(series, 'rate(c[5m])', minute)).toEqual({});
  });
});

describe('staleness', () => {
  const source = new MemorySource([
    { labels: { __name__: 'm' }, samples: every(minute, [1, 2, 3, Number.NaN, 5]) },
  ]);
  writeStaleMarker(source.series[0]!.all.values, 3);
  const value = async (query: string, atMs: number): Promise<unknown> => {
    const result = await evaluateInstant(query, atMs, { source });
    return result.type === 'vector' ? result.samples.map((sample) => sample.value) : result;
  };

  test('a marker ends a series at once', async () => {
    expect(await value('m', 3 * minute - 1)).toEqual([3]);
    expect(await value('m', 3 * minute)).toEqual([]);
    expect(await value('m', 4 * minute)).toEqual([5]);
  });

  test('ranges skip markers, yet keep other NaN', async () => {
    expect(await value('count_over_time(m[10m])', 4 * minute)).toEqual([4]);
    const plain = [{ labels: { __name__: 'm' }, samples: every(minute, [1, Number.NaN]) }];
    expect(await ask(plain, 'count_over_time(m[10m])', 4 * minute)).toEqual({ '': 2 });
    expect(await ask(plain, 'm', minute)).toEqual({ '__name__=m': Number.NaN });
  });
});

describe('functions newer than the real server of the contract test', () => {
  const series = [{ labels: { __name__: 'm', a: 'x' }, samples: every(minute, [4, 1, 7, 2, 9]) }];

  test('first_over_time keeps the name', async () => {
    expect(await ask(series, 'first_over_time(m[4m])', 4 * minute)).toEqual({ '__name__=m,a=x': 1 });
  });

  test('mad_over_time is the median distance from the median', async () => {
    expect(await ask(series, 'mad_over_time(m[10m])', 4 * minute)).toEqual({ 'a=x': 3 });
  });

  test('atan2 drops the name only in v3', async () => {
    expect(Object.keys(await ask(series, 'm atan2 1', 4 * minute))).toEqual(['a=x']);
    expect(Object.keys(await ask(series, 'm atan2 1', 4 * minute, { semantics: 'v2' }))).toEqual([
      '__name__=m,a=x',
    ]);
  });
});

test('every function of the table has a plan', async () => {
  const options = { source: new MemorySource([]) };
  const argument = { scalar: '1', string: '"x"', vector: 'm', matrix: 'm[1m]' };
  const { findFunction } = await import('./function-table');
  for (const name of listSupportedFunctions()) {
    const args = findFunction(name)!.args.map((type) => argument[type]);
    await expect(evaluateInstant(`${name}(${args.join()})`, 0, options)).resolves.toBeDefined();
  }
});

test.each([
  'histogram_count(m)',
  'histogram_fraction(0, 1, m)',
  'limitk(1, m)',
  'limit_ratio(0.5, m)',
  'info(m)',
  'sort_by_label(m, "a")',
  'double_exponential_smoothing(m[5m], 0.5, 0.5)',
])('%s is refused, not answered by nothing', async (query) => {
  await expect(ask([], query, 0)).rejects.toMatchObject({
    kind: 'execution',
    message: expect.stringContaining('not supported by the embedded engine'),
  });
});

test.each([
  ['-{a="x"}', 'vector cannot contain metrics with the same labelset'],
  ['rate({a="x"}[5m])', 'vector cannot contain metrics with the same labelset'],
  ['{a="x"} + on () m', 'multiple matches for labels'],
  ['m + on () {a="x"}', 'found duplicate series for the match group {} on the right hand-side'],
  ['{a="x"} + on () group_right m', 'found duplicate series for the match group {} on the left hand-side'],
  ['topk(1e300, m)', 'overflows int64'],
  ['label_replace(m, "", "", "", "")', 'invalid destination label name'],
])('%s fails with "%s"', async (query, message) => {
  const series = ['m', 'n'].map((name) => ({
    labels: { __name__: name, a: 'x' },
    samples: every(minute, [1, 2]),
  }));
  await expect(ask(series, query, minute)).rejects.toThrow(message);
});

test('quantiles outside of 0 to 1 come with a warning', async () => {
  const source = new MemorySource([]);
  for (const query of ['quantile(2, m)', 'quantile_over_time(-1, m[5m])', 'histogram_quantile(NaN, m)']) {
    const { warnings } = await evaluateInstant(query, 0, { source });
    expect(warnings).toEqual([expect.stringContaining('quantile value should be between 0 and 1')]);
  }
  expect((await evaluateInstant('quantile(0.5, m)', 0, { source })).warnings).toEqual([]);
});

test('a range query sorts its series and leaves gaps where there is nothing', async () => {
  const source = new MemorySource([
    { labels: { __name__: 'm', a: 'z' }, samples: every(minute, [1, 2, 3, 4]) },
    { labels: { __name__: 'm', a: 'b' }, samples: every(minute, [1, 2, 3, 4]) },
  ]);
  const range = { startMs: 0, endMs: 3 * minute, stepMs: minute };
  const { series } = await evaluateRange('m > 2', range, { source });
  expect(series.map(({ labels, timestampsMs, values }) => [labels['a'], timestampsMs, values])).toEqual([
    ['b', [2 * minute, 3 * minute], [3, 4]],
    ['z', [2 * minute, 3 * minute], [3, 4]],
  ]);
});

test('label names that every object inherits are ordinary labels', async () => {
  const series = [{ labels: { __name__: 'm', a: 'x' }, samples: every(minute, [1]) }];
  expect(await ask(series, 'sum by (constructor, __proto__) (m)', 0)).toEqual({ '': 1 });
  const made = await ask(series, 'label_replace(m, "__proto__", "$1", "a", "(.*)")', 0);
  expect(made).toEqual({ '__name__=m,__proto__=x,a=x': 1 });
});

test('the deepest tree the parser accepts is evaluated', async () => {
  const query = Array(MAX_DEPTH).fill('1').join('+');
  expect(await ask([], query, 0)).toEqual({ '': MAX_DEPTH });
  const nested = 'abs('.repeat(MAX_DEPTH - 2) + 'vector(1)' + ')'.repeat(MAX_DEPTH - 2);
  expect(await ask([], nested, 0)).toEqual({ '': 1 });
});
