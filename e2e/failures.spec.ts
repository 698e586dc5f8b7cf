import { expect, test } from '@playwright/test';
import { startMesh, type RunningMesh } from '../lib/embedded/demo/start-mesh';
import { startPrometheusServer } from '../lib/embedded/prometheus/start-server';
import { bookinfo } from '../lib/embedded/worlds/bookinfo';
import { startApplication, type Application } from './support/application';

let mesh: RunningMesh;
let prometheus: { url: string; close(): Promise<void> } | undefined;
let application: Application;

function runPrometheus(port?: number) {
  return startPrometheusServer({
    source: mesh.source,
    nowMs: Date.now,
    scrapeIntervalSeconds: 2,
    retentionSeconds: 3600,
    ...(port === undefined ? {} : { port }),
  });
}

test.beforeEach(async () => {
  mesh = await startMesh({ world: bookinfo, historySeconds: 3600, scrapeIntervalSeconds: 2 });
  prometheus = await runPrometheus();
  application = await startApplication({ prometheusUrl: prometheus.url, kubeconfig: mesh.kubeconfig });
});

test.afterEach(async () => {
  await application?.close();
  await prometheus?.close();
  await mesh?.close();
});

test('a Prometheus that fails keeps the last graph, is named, and recovers without a reload', async ({
  page,
}) => {
  await page.goto(`${application.url}/graph?refresh=5s&window=30s`);
  const canvas = page.getByTestId('graph-canvas');
  await expect(canvas).toHaveAttribute('data-node-count', '7');

  const port = Number(new URL(prometheus?.url ?? '').port);
  await prometheus?.close();
  prometheus = undefined;
  await expect(page.getByTestId('source-prometheus')).toContainText(/down|unavailable|not reach/i, {
    timeout: 20_000,
  });
  await expect(canvas).toHaveAttribute('data-node-count', '7');
  await expect(canvas).toHaveAttribute('data-stale', 'true');

  prometheus = await runPrometheus(port);
  await expect(page.getByTestId('source-prometheus')).toContainText(/ok/i, { timeout: 20_000 });
  await expect(canvas).toHaveAttribute('data-stale', 'false');
});

test('a cluster that fails takes away its own layer only', async ({ page, request }) => {
  await page.goto(`${application.url}/graph?refresh=5s&window=30s`);
  const canvas = page.getByTestId('graph-canvas');
  await expect(canvas).toHaveAttribute('data-node-count', '7');
  await mesh.close();
  await expect(page.getByTestId('source-kubernetes')).not.toContainText(/ok/i, { timeout: 30_000 });
  await expect(canvas).toHaveAttribute('data-node-count', '7');
  const graph = await (await request.get(`${application.url}/api/graph?window=30s`)).json();
  expect(graph.sources.prometheus.status).toBe('ok');
  expect(graph.sources.kubernetes.status).not.toBe('ok');
  expect(graph.edges).toHaveLength(7);
});

test('without Kubernetes the graph is drawn from metrics alone', async ({ request }) => {
  const alone = await startApplication({ prometheusUrl: prometheus?.url ?? '' });
  try {
    const graph = await (await request.get(`${alone.url}/api/graph?window=30s`)).json();
    expect(graph.sources.kubernetes.status).toBe('notConfigured');
    expect(graph.edges).toHaveLength(7);
    expect(graph.nodes[0].config).toBeUndefined();
  } finally {
    await alone.close();
  }
});

test('a namespace without traffic says so and offers the next step', async ({ page }) => {
  await page.goto(`${application.url}/graph?namespaces=default`);
  await expect(page.getByTestId('show-idle')).toBeVisible();
  await expect(page.getByTestId('widen-window')).toBeVisible();
});
