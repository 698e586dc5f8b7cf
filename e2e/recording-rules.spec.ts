import { expect, test } from '@playwright/test';
import type { GraphAnswer } from '../lib/contracts/graph';
import type { StatusAnswer } from '../lib/contracts/status';
import { startRecordedPrometheus, type RealPrometheus } from '../lib/embedded/prometheus/real-prometheus';
import { splitShippedRules } from '../lib/embedded/prometheus/shipped-rules';
import { writeSteadyCounters, type SteadyCounter } from '../lib/embedded/prometheus/steady-counters';
import { startApplication, type Application } from './support/application';

/** Samples and rules reach that far on both sides of now, so that "now" is not to be hurried after. */
const AROUND_SECONDS = 1200;
const CALLS = [
  ['web', 'cart', 40],
  ['cart', 'pay', 10],
] as const;

let prometheus: RealPrometheus;
let telltale: Application;
let notLooking: Application;

function counters(): SteadyCounter[] {
  return CALLS.flatMap(([from, to, rate]) =>
    ['source', 'destination'].flatMap((reporter) =>
      [0, 1].flatMap((pod) => {
        const labels = {
          reporter,
          source_workload: from,
          source_workload_namespace: 'shop',
          source_canonical_service: from,
          source_canonical_revision: 'v1',
          destination_workload: to,
          destination_workload_namespace: 'shop',
          destination_canonical_service: to,
          destination_canonical_revision: 'v1',
          destination_service: `${to}.shop.svc.cluster.local`,
          destination_service_name: to,
          destination_service_namespace: 'shop',
          request_protocol: 'http',
          response_code: '200',
          response_flags: '-',
          connection_security_policy: reporter === 'source' ? 'unknown' : 'mutual_tls',
          pod: `${reporter}-${pod}`,
        };
        const buckets = ['50', '250', '+Inf'].map((le, i): SteadyCounter => ({
          metric: 'istio_request_duration_milliseconds_bucket',
          labels: { ...labels, le },
          rate: (rate / 2) * ((i + 1) / 3),
        }));
        return [
          { metric: 'istio_requests_total', labels, rate: rate / 2 },
          { metric: 'istio_request_duration_milliseconds_sum', labels, rate: rate * 30 },
          ...buckets,
        ];
      }),
    ),
  );
}

test.beforeAll(async () => {
  const now = Math.floor(Date.now() / 1000);
  const text = writeSteadyCounters(counters(), now + AROUND_SECONDS, 2 * AROUND_SECONDS);
  const span = { fromSeconds: now - AROUND_SECONDS + 60, toSeconds: now + AROUND_SECONDS };
  prometheus = await startRecordedPrometheus([...text].join(''), splitShippedRules(), span);
  const environment = { TELLTALE_KUBERNETES: 'off' };
  [telltale, notLooking] = await Promise.all([
    startApplication({ prometheusUrl: prometheus.url, environment }),
    startApplication({
      prometheusUrl: prometheus.url,
      environment: { ...environment, TELLTALE_RECORDING_RULES: 'off' },
    }),
  ]);
});

test.afterAll(async () => {
  await Promise.all([telltale?.close(), notLooking?.close()]);
  await prometheus?.close();
});

async function ask<T>(application: Application, address: string): Promise<T> {
  const answer = await fetch(`${application.url}${address}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as T;
}

test('a graph from recorded rates is the graph of the proxies, and says what was asked', async ({ page }) => {
  for (const window of ['1m', '5m', '10m']) {
    const [recorded, plain] = await Promise.all(
      [telltale, notLooking].map((one) => ask<GraphAnswer>(one, `/api/graph?window=${window}`)),
    );
    expect(recorded?.queries.some((query) => query.recorded)).toBe(true);
    expect(plain?.queries.some((query) => query.recorded)).toBe(false);
    const rates = (graph?: GraphAnswer) =>
      graph?.edges.map(({ id, rate }) => [id, Math.round(rate * 100) / 100]);
    expect(rates(recorded)).toEqual(rates(plain));
    expect(recorded?.edges.map(({ rate }) => Math.round(rate)).sort((a, b) => a - b)).toEqual([10, 40]);
  }
  await page.goto(`${telltale.url}/graph?window=5m`);
  await page.getByTestId('queries').click();
  const list = page.getByTestId('query-list');
  await expect(list.getByText('from recording rules').first()).toBeVisible();
  await expect(list.getByText('workload:istio_requests:rate1m').first()).toBeVisible();
});

test('the status page tells which rates are read as recorded, and of the others why not', async ({
  page,
}) => {
  await page.goto(`${telltale.url}/status`);
  await expect(page.getByTestId('status-prometheus')).toContainText('rates of 3 of 12 metrics');
  const table = page.getByTestId('recorded-metrics');
  await expect(table.getByRole('row', { name: 'istio_requests_total' })).toContainText('every 30 s');
  await expect(table.getByRole('row', { name: 'istio_request_bytes_sum' })).toContainText('not recorded');
});

test('nothing is looked for where it is switched off', async ({ page }) => {
  const { prometheus } = await ask<StatusAnswer>(notLooking, '/api/status');
  expect(prometheus.recordingRules).toBeUndefined();
  await page.goto(`${notLooking.url}/status`);
  await expect(page.getByTestId('status-prometheus')).not.toContainText('Recorded');
  await expect(page.getByTestId('recorded-metrics')).toHaveCount(0);
});
