import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { startMesh, type RunningMesh } from '../lib/embedded/demo/start-mesh';
import { bookinfo } from '../lib/embedded/worlds/bookinfo';
import { freePort } from './support/application';

let mesh: RunningMesh;
const children: ChildProcess[] = [];

test.beforeAll(async () => {
  mesh = await startMesh({ world: bookinfo, historySeconds: 600 });
});

test.afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await mesh?.close();
});

function start(env: Record<string, string>): { child: ChildProcess; errors: () => string } {
  const child = spawn(process.execPath, ['deploy/start.mjs'], {
    cwd: path.resolve(import.meta.dirname, '..'),
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', HOME: '/nonexistent', ...env },
  });
  children.push(child);
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  return { child, errors: () => errors };
}

const endOf = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
  });

test.describe('in a cluster', () => {
  test('health and metrics have a port of their own, and the process ends in order (R24)', async () => {
    const [port, admin] = [await freePort(), await freePort()];
    const { child } = start({
      PORT: String(port),
      TELLTALE_ADMIN_PORT: String(admin),
      TELLTALE_DRAIN_SECONDS: '2',
      TELLTALE_PROMETHEUS_URL: mesh.prometheusUrl,
      TELLTALE_KUBERNETES: 'off',
    });
    const ask = (place: string) => fetch(`http://127.0.0.1:${admin}${place}`).catch(() => undefined);
    await expect.poll(async () => (await ask('/readyz'))?.status, { timeout: 30_000 }).toBe(200);
    const answer = await fetch(`http://127.0.0.1:${port}/api/status`, {
      headers: { 'x-request-id': 'from-the-proxy' },
    });
    expect(answer.headers.get('x-request-id')).toBe('from-the-proxy');
    const metrics = (await (await ask('/metrics'))?.text()) ?? '';
    expect(metrics).toContain('telltale_http_requests_total{route="status",code="2xx"} 1');
    expect(metrics).toContain('telltale_source_up{source="prometheus"} 1');
    // The application's own port has none of it.
    expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(404);

    // A stream that nobody ends must not hold the process.
    const stream = await fetch(`http://127.0.0.1:${port}/api/changes`);
    expect(stream.status).toBe(200);
    const ended = endOf(child);
    const askedMs = Date.now();
    child.kill('SIGTERM');
    await expect.poll(async () => (await ask('/readyz'))?.status).toBe(503);
    expect((await fetch(`http://127.0.0.1:${port}/api/status`)).status).toBe(200);
    expect(await ended).toBe(0);
    expect(Date.now() - askedMs).toBeLessThan(10_000);
    await stream.body?.cancel().catch(() => undefined);
  });

  test('nobody but this machine reaches it unless somebody insists (S7)', async () => {
    const { child, errors } = start({
      HOSTNAME: '0.0.0.0',
      TELLTALE_PROMETHEUS_URL: mesh.prometheusUrl,
      TELLTALE_KUBERNETES: 'off',
    });
    expect(await endOf(child)).toBe(1);
    expect(errors()).toContain('Telltale has no sign-in and does not listen on "0.0.0.0"');

    const port = await freePort();
    start({
      HOSTNAME: '0.0.0.0',
      PORT: String(port),
      TELLTALE_ALLOW_EVERYONE: 'true',
      TELLTALE_PROMETHEUS_URL: mesh.prometheusUrl,
      TELLTALE_KUBERNETES: 'off',
    });
    const ask = () => fetch(`http://127.0.0.1:${port}/api/status`).catch(() => undefined);
    await expect.poll(async () => (await ask())?.status, { timeout: 30_000 }).toBe(200);
  });
});
