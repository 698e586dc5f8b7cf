import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { drawFaults, startRandom } from '../bench/soak/fault-storm';
import { readProcess } from '../bench/soak/process-figures';
import { sleep, watchHealth } from '../bench/soak/watch-health';
import { startMesh, type RunningMesh } from '../lib/embedded/demo/start-mesh';
import { bookinfo } from '../lib/embedded/worlds/bookinfo';
import { watchRejections, type RejectionWatch } from './support/rejection-watch';
import { freePort, startApplication, type Application } from './support/application';

// The short sister of `npm run soak`, which lasts ten minutes and judges memory.

const STORM_MS = 18_000;
const QUESTIONS_PER_SECOND = 20;
const FAULTS_CHANGE_EVERY_MS = 1_000;
/** Kept connections end within this; until then they are not lost, but waiting. */
const SOCKETS_BACK_WITHIN_MS = 15_000;
/** The longest that a whole answer may take while every upstream fails. */
const PATIENCE_MS = 30_000;
const SEED = 21;

const QUESTIONS = [
  '/api/graph?window=1m',
  '/api/graph?window=6h&level=workload',
  '/api/routing?window=5m',
  '/api/mtls?window=5m',
  '/api/mtls/plaintext',
  '/api/policies/observed?window=5m',
  '/api/status',
  '/api/doctor',
  '/api/namespaces',
  '/graph',
  '/nowhere',
];

let mesh: RunningMesh;
let application: Application;
let adminUrl: string;
let rejections: RejectionWatch;

test.beforeAll(async () => {
  rejections = await watchRejections();
  mesh = await startMesh({ world: bookinfo, historySeconds: 1_800, scrapeIntervalSeconds: 5 });
  const adminPort = await freePort();
  adminUrl = `http://127.0.0.1:${adminPort}`;
  application = await startApplication({
    prometheusUrl: mesh.prometheusUrl,
    kubeconfig: mesh.kubeconfig,
    environment: {
      TELLTALE_JAEGER_URL: mesh.jaegerUrl,
      TELLTALE_PROMETHEUS_TIMEOUT_SECONDS: '3',
      TELLTALE_ADMIN_PORT: String(adminPort),
      NODE_OPTIONS: rejections.nodeOptions,
    },
  });
});

test.afterAll(async () => {
  await application?.close();
  await mesh?.close();
  await rejections?.close();
});

interface Tally {
  readonly statuses: Map<number, number>;
  unanswered: number;
}

async function ask(url: string, tally: Tally): Promise<void> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    await response.text();
    tally.statuses.set(response.status, (tally.statuses.get(response.status) ?? 0) + 1);
  } catch {
    tally.unanswered += 1;
  }
}

test('a rejection that nobody handles is seen, also where somebody goes on after it', async () => {
  const watch = await watchRejections();
  const script = "process.on('unhandledRejection', () => {}); void Promise.reject(new Error('on purpose'))";
  const env = { ...process.env, NODE_OPTIONS: watch.nodeOptions };
  await promisify(execFile)(process.execPath, ['-e', script], { env }).catch(() => undefined);
  expect(await watch.read()).toEqual([expect.stringMatching(/^unhandledRejection: Error: on purpose/)]);
  await watch.close();
});

test('a storm of faults leaves the process alive, every question answered and no socket behind (R21)', async () => {
  test.setTimeout(120_000);
  // What is kept open in peace: watches, and connections for the next question.
  for (const question of QUESTIONS) await (await fetch(application.url + question)).text();
  const before = await readProcess(application.pid);
  const random = startRandom(SEED);
  const tally: Tally = { statuses: new Map(), unanswered: 0 };
  let isOver = false;
  const health = watchHealth(adminUrl, () => isOver);
  const questions: Promise<void>[] = [];
  const startedMs = performance.now();
  let [faultsAtMs, mostSockets] = [0, 0];
  while (performance.now() - startedMs < STORM_MS) {
    const nowMs = performance.now();
    if (nowMs - faultsAtMs > FAULTS_CHANGE_EVERY_MS) {
      mesh.faults.set(drawFaults(random));
      faultsAtMs = nowMs;
      mostSockets = Math.max(mostSockets, (await readProcess(application.pid)).sockets);
    }
    while (questions.length < ((nowMs - startedMs) / 1_000) * QUESTIONS_PER_SECOND) {
      const question = QUESTIONS[Math.floor(random() * QUESTIONS.length)] ?? '/';
      questions.push(ask(application.url + question, tally));
    }
    await sleep(20);
  }
  mesh.faults.clear();
  await Promise.all(questions);
  isOver = true;
  const { looks, dead } = await health;

  expect(questions.length).toBeGreaterThanOrEqual((STORM_MS / 1_000) * QUESTIONS_PER_SECOND * 0.9);
  expect(looks).toBeGreaterThan(10);
  expect(dead).toBe(0);
  expect(await rejections.read()).toEqual([]);
  expect(tally.unanswered).toBe(0);
  // An upstream that fails is told of in an answer; only an address that is not there, or a trace, is refused.
  expect([...tally.statuses.keys()].toSorted((a, b) => a - b)).toEqual([200, 404]);
  expect(mostSockets).toBeGreaterThan(before.sockets);
  await expect
    .poll(async () => (await readProcess(application.pid)).sockets, { timeout: SOCKETS_BACK_WITHIN_MS })
    .toBeLessThanOrEqual(before.sockets + 5);
  await expect
    .poll(
      async () => {
        const answer = await fetch(`${application.url}/api/status`);
        const { sources } = (await answer.json()) as { sources: Record<string, { status: string }> };
        return [sources['prometheus']?.status, sources['kubernetes']?.status];
      },
      { timeout: 30_000 },
    )
    .toEqual(['ok', 'ok']);
});
