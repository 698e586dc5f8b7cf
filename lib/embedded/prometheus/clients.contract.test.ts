import { PrometheusDriver, type QueryResult } from 'prometheus-query';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAgreementSource, DATA_END_MS, DATA_START_MS } from './agreement-data';
import { runBinary } from './run-binary';
import { startPrometheusServer, type RunningServer } from './start-server';

let server: RunningServer;

beforeAll(async () => {
  server = await startPrometheusServer({
    source: createAgreementSource(),
    nowMs: () => DATA_END_MS,
    scrapeIntervalSeconds: 15,
    retentionSeconds: 86_400,
  });
});

afterAll(() => server?.close());

const at = String(DATA_END_MS / 1000);
const window = ['--start', String(DATA_START_MS / 1000), '--end', at];

describe('promtool understands the embedded server', () => {
  test('query instant prints a vector', async () => {
    const output = await runBinary('promtool', [
      'query',
      'instant',
      '--time',
      at,
      server.url,
      'sum by (app) (up)',
    ]);
    expect(output.trim().split('\n').sort()[0]).toBe(`{app="cart"} => 2 @[${at}]`);
  });

  test('query range prints a matrix', async () => {
    const args = ['query', 'range', ...window, '--step', '1h', server.url, 'count(up)'];
    const output = await runBinary('promtool', args);
    expect(output.match(/^8 @\[\d+\]$/gm)).toHaveLength(3);
  });

  test('query series lists label sets', async () => {
    const args = ['query', 'series', ...window, '--match', 'app_build_info', server.url];
    const output = await runBinary('promtool', args);
    expect(output.trim().split('\n')).toHaveLength(4);
    expect(output).toContain('version="1.2.0"');
  });

  test('query labels lists values', async () => {
    const output = await runBinary('promtool', ['query', 'labels', ...window, server.url, 'zone']);
    expect(output.trim().split('\n')).toEqual(['a', 'b']);
  });

  test('a refused query ends with its message', async () => {
    await expect(runBinary('promtool', ['query', 'instant', server.url, 'sum('])).rejects.toThrow(
      'parse error',
    );
  });
});

describe.each([{ preferPost: false }, { preferPost: true }])('prometheus-query with %j', (options) => {
  const driver = (): PrometheusDriver => new PrometheusDriver({ endpoint: server.url, ...options });
  const valuesByApp = (result: QueryResult): unknown =>
    Object.fromEntries(
      result.result.map((entry: { metric: { labels: { app: string } }; value: { value: number } }) => [
        entry.metric.labels.app,
        entry.value.value,
      ]),
    );

  test('reads instant vectors', async () => {
    const result = await driver().instantQuery('sum by (app) (up)', DATA_END_MS);
    expect(valuesByApp(result)).toEqual({ storefront: 2, catalog: 2, cart: 2, ledger: 2 });
  });

  test('reads matrices', async () => {
    const result = await driver().rangeQuery('count(up)', DATA_END_MS - 600_000, DATA_END_MS, 60);
    expect(result.result[0].values).toHaveLength(11);
  });

  test('reads series and label values', async () => {
    const series = await driver().series(['up{zone="a"}'], DATA_START_MS, DATA_END_MS);
    expect(series).toHaveLength(4);
    expect(await driver().labelValues('zone')).toEqual(['a', 'b']);
  });

  test('reads errors', async () => {
    const refusal: unknown = await driver()
      .instantQuery('sum(')
      .catch((error: unknown) => error);
    expect(JSON.stringify(refusal)).toContain('400');
    expect(JSON.stringify(refusal)).toContain('parse error');
  });
});
