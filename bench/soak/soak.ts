// A storm of faults, as long as it takes to see a leak: see bench/README.md. Usage: npm run build && npm run soak
import http from 'node:http';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { startMesh, type RunningMesh } from '../../lib/embedded/demo/start-mesh';
import { bookinfo } from '../../lib/embedded/worlds/bookinfo';
import { freePort, startApplication, type Application } from '../../e2e/support/application';
import { report } from '../ui/report';
import { drawFaults, startRandom } from './fault-storm';
import { sleep, watchHealth } from './watch-health';
import { readProcess, type ProcessFigures } from './process-figures';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    rate: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
  },
});
const MINUTES = Number(values.minutes);
const RATE = Number(values.rate);
/** What is loaded and kept on purpose is there by then. */
const WARM_UP_SHARE = 0.2;
/** What a container of the manifests may use. */
const CONTAINER_MEGABYTES = 512;
/** The longest that a whole answer may take while every upstream fails. */
const PATIENCE_MS = 30_000;
const FAULTS_CHANGE_EVERY_MS = 2_000;
/** One in so many viewers leaves before the answer is there. */
const LEAVES = 10;

const QUESTIONS = [
  '/api/graph?window=1m',
  '/api/graph?window=5m&level=workload',
  '/api/graph?window=5m&level=service&serviceNodes=true',
  '/api/routing?window=5m',
  '/api/mtls?window=5m',
  '/api/mtls/plaintext',
  '/api/policies/observed?window=5m',
  '/api/status',
  '/api/doctor',
  '/api/namespaces',
  '/graph',
  '/status',
  '/nowhere',
];

interface Tally {
  readonly statuses: Map<number, number>;
  readonly tookMs: number[];
  left: number;
  /** Why, and what was asked. */
  readonly unanswered: string[];
}

const agent = new http.Agent({ keepAlive: true });

/** Reads an answer to its end, and gives its status. `fetch` was seen never to settle after it was aborted. */
function get(url: string, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { signal, agent }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
      response.on('error', reject);
      response.on('close', () => reject(new Error('The answer was cut off.')));
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      // A connection that was kept may be closed just as it is used again, which clients ask anew for.
      if (request.reusedSocket && error.code === 'ECONNRESET') resolve(get(url, signal));
      else reject(error);
    });
  });
}

async function ask(url: string, leaves: boolean, tally: Tally): Promise<void> {
  const startedMs = performance.now();
  const leaving = new AbortController();
  const timer = setTimeout(() => leaving.abort(), leaves ? 30 : PATIENCE_MS);
  try {
    const status = await get(url, leaving.signal);
    tally.statuses.set(status, (tally.statuses.get(status) ?? 0) + 1);
    tally.tookMs.push(performance.now() - startedMs);
  } catch (error) {
    if (leaves) tally.left += 1;
    else tally.unanswered.push(`${error instanceof Error ? error.message : ''} ${new URL(url).pathname}`);
  } finally {
    clearTimeout(timer);
  }
}

/** All questions, with one for traces of a node that is there. */
async function prepareQuestions({ url }: Application): Promise<string[]> {
  const answer = await fetch(`${url}/api/graph?window=5m`);
  const { nodes } = (await answer.json()) as { nodes: { id: string }[] };
  const node = nodes.find(({ id }) => id.includes('reviews'));
  if (node === undefined) throw new Error('The graph has no reviews.');
  return [...QUESTIONS, `/api/traces?node=${encodeURIComponent(node.id)}&window=5m`];
}

async function storm(mesh: RunningMesh, application: Application, adminUrl: string) {
  const questions = await prepareQuestions(application);
  const random = startRandom(Number(values.seed));
  const tally: Tally = { statuses: new Map(), tookMs: [], left: 0, unanswered: [] };
  const figures: ProcessFigures[] = [];
  const endMs = performance.now() + MINUTES * 60_000;
  let isOver = false;
  const health = watchHealth(adminUrl, () => isOver);
  const open = new Set<Promise<void>>();
  const startedMs = performance.now();
  let [asked, faultsAtMs, figuresAtMs, toldAtMs] = [0, 0, 0, startedMs];
  while (performance.now() < endMs) {
    const nowMs = performance.now();
    if (nowMs - faultsAtMs > FAULTS_CHANGE_EVERY_MS) {
      mesh.faults.set(drawFaults(random));
      faultsAtMs = nowMs;
    }
    if (nowMs - toldAtMs > 60_000) {
      const minutes = Math.round((nowMs - startedMs) / 60_000);
      const { residentMegabytes = 0, sockets = 0 } = figures.at(-1) ?? {};
      process.stdout.write(
        `  minute ${minutes}: ${asked} asked, ${open.size} open, ${residentMegabytes.toFixed(0)} MiB, ${sockets} sockets\n`,
      );
      toldAtMs = nowMs;
    }
    if (nowMs - figuresAtMs > 1_000) {
      figures.push(await readProcess(application.pid));
      figuresAtMs = nowMs;
    }
    for (; asked < ((nowMs - startedMs) / 1_000) * RATE; asked += 1) {
      const question = questions[Math.floor(random() * questions.length)] ?? '/';
      const one = ask(application.url + question, random() * LEAVES < 1, tally).finally(() =>
        open.delete(one),
      );
      open.add(one);
    }
    await sleep(20);
  }
  await Promise.all(open);
  isOver = true;
  const { dead } = await health;
  return { asked, tally, figures, dead };
}

/** Milliseconds from the end of all faults until both sources are well. */
async function recover(mesh: RunningMesh, { url }: Application): Promise<number> {
  mesh.faults.clear();
  const startedMs = performance.now();
  while (performance.now() - startedMs < 120_000) {
    const answer = await fetch(`${url}/api/status`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    const { sources } = (await answer.json()) as { sources: Record<string, { status: string }> };
    if (sources['prometheus']?.status === 'ok' && sources['kubernetes']?.status === 'ok')
      return performance.now() - startedMs;
    await sleep(500);
  }
  return Number.POSITIVE_INFINITY;
}

function medianMegabytes(figures: readonly ProcessFigures[]): number {
  const sorted = figures.map(({ residentMegabytes }) => residentMegabytes).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const mesh = await startMesh({ world: bookinfo, historySeconds: 3600, scrapeIntervalSeconds: 5 });
const adminPort = await freePort();
const application = await startApplication({
  prometheusUrl: mesh.prometheusUrl,
  kubeconfig: mesh.kubeconfig,
  environment: {
    TELLTALE_JAEGER_URL: mesh.jaegerUrl,
    TELLTALE_PROMETHEUS_TIMEOUT_SECONDS: '5',
    TELLTALE_ADMIN_PORT: String(adminPort),
    // As in the manifests, whose container has 512 MiB.
    NODE_OPTIONS: '--max-old-space-size=400',
  },
});
let isSound = false;
try {
  process.stdout.write(
    `${MINUTES} minutes, ${RATE} requests a second, all upstreams failing at random; ${os.cpus().length} cores, load ${os.loadavg()[0]?.toFixed(1)}\n`,
  );
  const before = await readProcess(application.pid);
  const { asked, tally, figures, dead } = await storm(mesh, application, `http://127.0.0.1:${adminPort}`);
  const recoveredMs = await recover(mesh, application);
  // Connections that are kept for the next request are let go of by then.
  await sleep(30_000);
  const idle = await readProcess(application.pid);
  await sleep(10_000);
  const after = await readProcess(application.pid);

  const warm = figures.slice(Math.floor(figures.length * WARM_UP_SHARE));
  const [early, late] = [warm.slice(0, warm.length / 4), warm.slice((-warm.length * 1) / 4)];
  const growth = (medianMegabytes(late) / medianMegabytes(early) - 1) * 100;
  const idleCpu = ((after.cpuSeconds - idle.cpuSeconds) / 10) * 100;
  const answers = [...tally.statuses]
    .toSorted(([a], [b]) => a - b)
    .map(([status, many]) => `${many} × ${status}`);
  process.stdout.write(`asked ${asked}: ${answers.join(', ')}; ${tally.left} left before the answer\n`);
  report('without an answer', [tally.unanswered.length], 'requests', { most: 0 });
  for (const reason of new Set(tally.unanswered)) process.stdout.write(`  ${reason}\n`);
  report('not alive', [dead], 'of the looks each second', { most: 0 });
  report('answers', tally.tookMs, 'ms', undefined);
  report(
    'memory, first quarter after the warm-up',
    early.map((each) => each.residentMegabytes),
    'MiB',
    undefined,
  );
  report(
    'memory, last quarter',
    late.map((each) => each.residentMegabytes),
    'MiB',
    undefined,
  );
  const most = Math.max(...figures.map(({ residentMegabytes }) => residentMegabytes));
  report('memory at most, the whole storm', [most], 'MiB', { most: CONTAINER_MEGABYTES });
  report('growth of the medians', [growth], '%', { most: 10 });
  report('well again after the last fault', [recoveredMs], 'ms', undefined);
  report('processor while nobody asks', [idleCpu], '% of a core', { most: 20 });
  report('sockets before', [before.sockets], '', undefined);
  report('sockets at most in the storm', [Math.max(...figures.map(({ sockets }) => sockets))], '', undefined);
  report('sockets after', [after.sockets], '', { most: before.sockets + 10 });
  isSound =
    tally.unanswered.length === 0 &&
    dead === 0 &&
    growth <= 10 &&
    most <= CONTAINER_MEGABYTES &&
    idleCpu <= 20 &&
    Number.isFinite(recoveredMs) &&
    after.sockets <= before.sockets + 10;
} finally {
  agent.destroy();
  await application.close();
  await mesh.close();
}
process.exit(isSound ? 0 : 1);
