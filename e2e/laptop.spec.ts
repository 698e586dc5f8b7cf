import { spawn } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { startMesh, type RunningMesh } from '../lib/embedded/demo/start-mesh';
import { bookinfo } from '../lib/embedded/worlds/bookinfo';
import { freePort } from './support/application';

let mesh: RunningMesh;
let folder: string;
let url: string;
let output = '';
let stop: () => void;

test.beforeAll(async () => {
  mesh = await startMesh({ world: bookinfo, historySeconds: 1_800, addOns: true });
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'telltale-laptop-'));
  const kubeconfig = path.join(folder, 'kubeconfig');
  await fs.writeFile(kubeconfig, mesh.kubeconfig);
  const port = await freePort();
  const command = ['deploy/telltale.mjs', '--kubeconfig', kubeconfig, '--port', String(port)];
  const child = spawn(process.execPath, command, {
    cwd: path.resolve(import.meta.dirname, '..'),
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'], HOME: folder, NODE_ENV: 'production' },
  });
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  stop = () => child.kill('SIGKILL');
  url = `http://127.0.0.1:${port}`;
  await expect
    .poll(async () => (await fetch(`${url}/api/status`).catch(() => undefined))?.ok, { timeout: 30_000 })
    .toBe(true);
});

test.afterAll(async () => {
  stop?.();
  await mesh?.close();
  if (folder !== undefined) await fs.rm(folder, { recursive: true, force: true });
});

test.describe('on a laptop with nothing but a kubeconfig', () => {
  test('the terminal says what was found and what was not', () => {
    expect(output).toMatch(/Prometheus +found +istio-system\/prometheus:9090 +\d/);
    expect(output).toMatch(/Jaeger +found +istio-system\/tracing:80/);
    expect(output).toMatch(/Tempo +not found/);
    expect(output).toMatch(/Grafana +found +istio-system\/grafana:3000 +12\.1\.0/);
    expect(output).toMatch(/istiod +found +istio-system\/istiod:15014 +1\.30\.0-demo-Clean/);
  });

  test('the graph has the calls that Prometheus knows, read through the API server', async ({ page }) => {
    await page.goto(`${url}/graph?view=table`);
    await expect(page.getByText('productpage').first()).toBeVisible();
    const answer = (await (await fetch(`${url}/api/graph`)).json()) as {
      edges: unknown[];
      sources: { prometheus: { status: string } };
    };
    expect(answer.sources.prometheus.status).toBe('ok');
    expect(answer.edges.length).toBeGreaterThan(4);
  });

  test('the status page shows the same', async ({ page }) => {
    await page.goto(`${url}/status`);
    const rows = page.getByTestId('found-sources').locator('tbody tr');
    await expect(rows).toHaveCount(5);
    await expect(rows.nth(0)).toContainText('istio-system/prometheus:9090');
    await expect(rows.nth(2)).toContainText('not found');
  });
});
