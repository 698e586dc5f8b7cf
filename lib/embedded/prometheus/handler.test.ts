import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MemorySource } from '../promql/memory-source';
import type { SeriesSource } from '../promql/series-source';
import { MAX_BODY_BYTES } from './read-request';
import { startPrometheusServer, type RunningServer } from './start-server';

const NOW_MS = 1_700_000_000_000;
const at = NOW_MS / 1000;

const memory = new MemorySource(
  ['a', 'b', 'c'].map((app, index) => ({
    labels: { __name__: 'requests_total', app },
    samples: [-60_000, -30_000, -1].map(
      (offset, count) => [NOW_MS + offset, count * 10 * (index + 1)] as const,
    ),
  })),
);
const source: SeriesSource = {
  select(matchers, fromMs, toMs) {
    if (matchers.some((matcher) => matcher.value === 'broken')) throw new Error('the disk /secret is gone');
    return memory.select(matchers, fromMs, toMs);
  },
};

let server: RunningServer;

beforeAll(async () => {
  server = await startPrometheusServer({
    source,
    nowMs: () => NOW_MS,
    scrapeIntervalSeconds: 30,
    retentionSeconds: 2 * 86_400,
    externalLabels: { cluster: 'east: "1"' },
    maxSamples: 1_000,
  });
});

afterAll(() => server.close());

/** Every part any answer of the API may have. */
interface Envelope {
  readonly status: string;
  readonly error: string;
  readonly errorType: string;
  readonly warnings?: readonly string[];
  readonly data: {
    readonly result: { readonly values: [number, string][] }[];
    readonly yaml: string;
    readonly version: string;
    readonly activeTargets: unknown[];
    readonly seriesCountByMetricName: unknown[];
  };
}

async function ask(
  path: string,
  init: RequestInit = {},
): Promise<{ status: number; body: Envelope; headers: Headers }> {
  const response = await fetch(server.url + path, init);
  return { status: response.status, body: (await response.json()) as Envelope, headers: response.headers };
}

const api = (path: string, params: Record<string, string> = {}) =>
  ask(`/api/v1/${path}?${new URLSearchParams(params)}`);

describe('queries', () => {
  test('without time are asked for the clock of the server', async () => {
    const { body } = await api('query', { query: 'requests_total{app="a"}' });
    expect(body).toEqual({
      status: 'success',
      data: {
        resultType: 'vector',
        result: [{ metric: { __name__: 'requests_total', app: 'a' }, value: [at, '20'] }],
      },
    });
  });

  test('take RFC 3339 times', async () => {
    const { body } = await api('query', { query: 'time()', time: '2023-11-14T22:13:20.5Z' });
    expect(body.data.result).toEqual([1_700_000_000.5, '1700000000.5']);
  });

  test('over a range answer points at every step', async () => {
    const params = { query: 'count(requests_total)', start: String(at - 30), end: String(at), step: '15s' };
    const { body } = await api('query_range', params);
    expect(body.data.result[0]?.values.map(([time]) => time)).toEqual([at - 30, at - 15, at]);
  });

  test('as a form take the body before the URL', async () => {
    const { body } = await ask('/api/v1/query?query=1', {
      method: 'POST',
      body: new URLSearchParams({ query: '2' }),
    });
    expect(body.data.result).toEqual([at, '2']);
  });

  test('with a limit say that they are cut', async () => {
    const { body } = await api('query', { query: 'requests_total', limit: '2' });
    expect(body.data.result).toHaveLength(2);
    expect(body.warnings).toEqual(['results truncated due to limit']);
    const whole = await api('query', { query: 'requests_total', limit: '3' });
    expect(whole.body.warnings).toBeUndefined();
  });

  test('use the lookback they name', async () => {
    const params = { query: 'count(requests_total)', time: String(at + 20), lookback_delta: '10s' };
    expect((await api('query', params)).body.data.result).toEqual([]);
  });

  test('are compressed for clients that accept it', async () => {
    const { headers, body } = await ask('/api/v1/query?query=1', { headers: { 'accept-encoding': 'gzip' } });
    expect(headers.get('content-encoding')).toBe('gzip');
    expect(body.status).toBe('success');
    const plain = await ask('/api/v1/query?query=1', {
      headers: { 'accept-encoding': 'gzip;q=0, identity' },
    });
    expect(plain.headers.get('content-encoding')).toBeNull();
  });
});

describe('failures', () => {
  const range = { start: '100', end: '200', step: '10' };
  test.each([
    [
      'query',
      {},
      400,
      'bad_data',
      'invalid parameter "query": 1:1: parse error: no expression found in input',
    ],
    ['query', { query: 'up', time: 'soon' }, 400, 'bad_data', 'cannot parse "soon" to a valid timestamp'],
    ['query', { query: 'up', limit: '-1' }, 400, 'bad_data', 'limit must be non-negative'],
    ['query', { query: 'up', timeout: 'x' }, 400, 'bad_data', 'invalid parameter "timeout"'],
    ['query', { query: '1', timeout: '0s' }, 503, 'timeout', 'query timed out'],
    ['query', { query: 'info(up)' }, 422, 'execution', 'not supported by the embedded engine'],
    ['query', { query: 'sum_over_time(vector(1)[2h:1s])' }, 422, 'execution', 'too many samples'],
    ['query', { query: 'broken' }, 500, 'internal', 'internal error of the embedded engine'],
    [
      'query_range',
      { ...range, query: 'up', step: '0' },
      400,
      'bad_data',
      'zero or negative query resolution',
    ],
    [
      'query_range',
      { ...range, query: 'up', end: '99' },
      400,
      'bad_data',
      'end timestamp must not be before start',
    ],
    [
      'query_range',
      { ...range, query: 'up', step: '0.001' },
      400,
      'bad_data',
      'exceeded maximum resolution of 11,000',
    ],
    ['query_range', { ...range, query: 'up[5m]' }, 400, 'bad_data', 'invalid expression type "range vector"'],
    ['query_range', { query: 'up' }, 400, 'bad_data', 'invalid parameter "start"'],
    ['series', {}, 400, 'bad_data', 'no match[] parameter provided'],
    ['series', { 'match[]': 'sum(up)' }, 400, 'bad_data', 'invalid parameter "match[]"'],
    ['labels', { start: '200', end: '100' }, 400, 'bad_data', 'end timestamp must not be before start'],
  ])('%s %j answers %i %s', async (path, params, status, errorType, message) => {
    const { status: got, body } = await api(path, params);
    expect({ status: got, errorType: body.errorType }).toEqual({ status, errorType });
    expect(body.status).toBe('error');
    expect(body.error).toContain(message);
  });

  test('bodies above the cap are refused', async () => {
    const body = new URLSearchParams({ query: 'x'.repeat(MAX_BODY_BYTES) });
    const { status } = await ask('/api/v1/query', { method: 'POST', body });
    expect(status).toBe(413);
  });

  test('unknown paths are 404, other methods 405, and bad percent-encoding 400', async () => {
    expect((await fetch(`${server.url}/api/v1/nothing`)).status).toBe(404);
    expect((await fetch(`${server.url}/graph`)).status).toBe(404);
    expect((await fetch(`${server.url}/api/v1/status/nothing`)).status).toBe(404);
    expect((await fetch(`${server.url}/api/v1/query`, { method: 'DELETE' })).status).toBe(405);
    expect((await fetch(`${server.url}/api/v1/rules`, { method: 'POST' })).status).toBe(405);
    expect((await fetch(`${server.url}/api/v1/label/%E0%A4/values`)).status).toBe(400);
  });
});

describe('the other endpoints', () => {
  test('list series, label names and label values', async () => {
    expect((await api('series', { 'match[]': 'requests_total{app="b"}' })).body.data).toEqual([
      { __name__: 'requests_total', app: 'b' },
    ]);
    expect((await api('labels')).body.data).toEqual(['__name__', 'app']);
    expect((await api('label/app/values', { limit: '2' })).body).toMatchObject({
      data: ['a', 'b'],
      warnings: ['results truncated due to limit'],
    });
    expect((await api('label/constructor/values')).body.data).toEqual([]);
    expect((await api('labels', { end: '1000' })).body.data).toEqual([]);
  });

  test('describe metrics by their names', async () => {
    const { body } = await api('metadata');
    expect(body.data).toEqual({ requests_total: [{ type: 'counter', help: '', unit: '' }] });
  });

  test('tell retention, lookback and scrape interval', async () => {
    const flags = (await api('status/flags')).body.data;
    expect(flags).toMatchObject({ 'storage.tsdb.retention.time': '2d', 'query.lookback-delta': '5m' });
    expect((await api('status/config')).body.data.yaml).toContain('scrape_interval: 30s\n');
    expect((await api('status/config')).body.data.yaml).toContain('"cluster": "east: \\"1\\""');
    expect((await api('status/buildinfo')).body.data.version).toMatch(/^3\./);
    expect((await api('status/runtimeinfo')).body.data).toMatchObject({
      storageRetention: '2d',
      timeSeriesCount: 3,
    });
    expect((await api('status/tsdb')).body.data.seriesCountByMetricName).toEqual([
      { name: 'requests_total', value: 3 },
    ]);
  });

  test('have no rules, alerts or targets to show', async () => {
    expect((await api('rules')).body.data).toEqual({ groups: [] });
    expect((await api('alerts')).body.data).toEqual({ alerts: [] });
    expect((await api('targets')).body.data.activeTargets).toEqual([]);
  });

  test('say that the server is well', async () => {
    expect(await (await fetch(`${server.url}/-/healthy`)).text()).toBe('Prometheus Server is Healthy.\n');
    expect(await (await fetch(`${server.url}/-/ready`)).text()).toBe('Prometheus Server is Ready.\n');
  });
});
