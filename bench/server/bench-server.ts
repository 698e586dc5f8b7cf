// What the server's side costs, through a real Prometheus: see bench/README.md. Usage: npm run build && npm run bench
import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { startRealPrometheus } from '../../lib/embedded/prometheus/real-prometheus';
import { benchSpots } from './bench-spots';
import { countSeries, writeMeshSamples, type MeshSize, type SampleSpan } from './mesh-samples';
import { startMeasured, type MeasuredApplication } from './measured-application';
import { measureGraph, type GraphRuns } from './measure-graph';
import { startSlowProxy, type SlowProxy } from './slow-proxy';
import { p95Of, printNumber, printSpread, printTable, printVerdict, spreadOf } from './table';

/** An instant of the past: the same samples in every run of the bench. */
const AT_SECONDS = 1_750_000_000;
const SPAN: SampleSpan = { fromSeconds: AT_SECONDS - 480, toSeconds: AT_SECONDS + 240 };
const RUNS = 9;
const FAR_MS = 20;
const GRAPH = '/api/graph?window=5m';

interface Bench {
  readonly application: MeasuredApplication;
  readonly proxy: SlowProxy;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** The built application in front of a real Prometheus with the samples of a mesh. */
async function withMesh<T>(size: MeshSize, span: SampleSpan, work: (bench: Bench) => Promise<T>): Promise<T> {
  const prometheus = await startRealPrometheus(inTime(writeMeshSamples(size, span)));
  const proxy = await startSlowProxy(prometheus.url);
  const application = await startMeasured({
    prometheusUrl: proxy.url,
    environment: { TELLTALE_KUBERNETES: 'off', TELLTALE_PROMETHEUS_TIMEOUT_SECONDS: '60' },
  });
  try {
    return await work({ application, proxy });
  } finally {
    await application.close();
    await proxy.close();
    await prometheus.close();
  }
}

async function* inTime(text: Iterable<string>): AsyncGenerator<string> {
  yield* text;
}

interface Sized {
  readonly workloads: number;
  readonly coldMs: number;
  readonly near: GraphRuns;
  readonly far: GraphRuns;
}

async function benchSize(workloads: number): Promise<Sized> {
  return withMesh({ workloads }, SPAN, async ({ application, proxy }) => {
    const cold = await measureGraph(application, proxy, { path: GRAPH, atSeconds: AT_SECONDS + 60, runs: 1 });
    const near = await measureGraph(application, proxy, { path: GRAPH, atSeconds: AT_SECONDS, runs: RUNS });
    proxy.latencyMs = FAR_MS;
    const far = await measureGraph(application, proxy, { path: GRAPH, atSeconds: AT_SECONDS - 40, runs: 5 });
    return { workloads, coldMs: cold.wallMs[0] ?? Number.NaN, near, far };
  });
}

function median(runs: readonly number[]): number {
  return spreadOf(runs).median;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(2);
}

async function benchSizes(sizes: readonly number[]): Promise<void> {
  const all: Sized[] = [];
  const rows: string[][] = [];
  for (const workloads of sizes) {
    const sized = await benchSize(workloads);
    const before = all.at(-1);
    all.push(sized);
    const { near, far } = sized;
    const growth =
      before === undefined
        ? '–'
        : perDoubling(before.workloads, median(before.near.cpuMs), workloads, median(near.cpuMs)).toFixed(2);
    rows.push([
      String(workloads),
      String(countSeries({ workloads })),
      printNumber(sized.coldMs),
      printSpread(spreadOf(near.wallMs)),
      printSpread(spreadOf(far.wallMs)),
      `${printSpread(spreadOf(near.ownMs))} p95 ${printNumber(p95Of(near.ownMs))}`,
      printSpread(spreadOf(near.cpuMs)),
      growth,
      printSpread(spreadOf(near.stallMs)),
      printNumber(near.peakMiB),
      `${near.queries}/${near.mostAtOnce}`,
      megabytes(near.upstreamBytes),
      (near.payloadBytes / 1000).toFixed(0),
    ]);
    say(`… ${workloads} workloads measured, load ${loadNow()}`);
  }
  say(`\n## Graph API by size\n`);
  say(
    printTable(
      [
        'workloads',
        'series',
        'cold, ms',
        'warm, ms',
        `warm at ${FAR_MS} ms, ms`,
        'without Prometheus, ms',
        'CPU, ms',
        'CPU per doubling',
        'stall, ms',
        'peak, MiB',
        'queries/at once',
        'from Prometheus, MB',
        'payload, kB',
      ],
      rows,
    ),
  );
  const of = (workloads: number) => all.find((one) => one.workloads === workloads);
  const [small, large] = [of(200), of(1_000)];
  if (small !== undefined)
    say(
      printVerdict(
        'graph of 200 services, 600 edges, p95 without Prometheus',
        p95Of(small.near.ownMs),
        150,
        'ms',
      ),
    );
  if (large !== undefined)
    say(
      printVerdict('payload of 1 000 nodes, 3 000 edges, gzipped', large.near.payloadBytes / 1000, 250, 'kB'),
    );
  const first = of(500) ?? all[0];
  const last = all.at(-1);
  if (first !== undefined && last !== undefined && first !== last)
    say(
      printVerdict(
        `CPU per doubling, from ${first.workloads} to ${last.workloads} workloads`,
        perDoubling(first.workloads, median(first.near.cpuMs), last.workloads, median(last.near.cpuMs)),
        2.2,
        'times',
      ),
    );
}

/** By what a cost grows when the size doubles, if it grows as a power. */
function perDoubling(sizeBefore: number, costBefore: number, size: number, cost: number): number {
  return 2 ** (Math.log2(cost / costBefore) / Math.log2(size / sizeBefore));
}

/** All histograms of a mesh, whatever the guard says: by naming every namespace. */
async function benchSeries(): Promise<void> {
  const rows: string[][] = [];
  const verdicts: string[] = [];
  for (const [workloads, mostMs] of [
    [67, 400],
    [667, 2_500],
  ] as const) {
    await withMesh({ workloads }, SPAN, async ({ application, proxy }) => {
      const names = Array.from({ length: Math.round(workloads / 10) }, (_none, i) => `namespace-${i}`);
      const path = `${GRAPH}&quantiles=${names.join()}`;
      await measureGraph(application, proxy, { path, atSeconds: AT_SECONDS + 60, runs: 2 });
      const runs = await measureGraph(application, proxy, { path, atSeconds: AT_SECONDS, runs: RUNS });
      const series = countSeries({ workloads });
      rows.push([
        String(series),
        printSpread(spreadOf(runs.wallMs)),
        printSpread(spreadOf(runs.ownMs)),
        printSpread(spreadOf(runs.cpuMs)),
        printSpread(spreadOf(runs.stallMs)),
        printNumber(runs.peakMiB),
        megabytes(runs.upstreamBytes),
      ]);
      verdicts.push(
        printVerdict(`${series} series, p95 without Prometheus`, p95Of(runs.ownMs), mostMs, 'ms'),
      );
      if (workloads > 100) {
        verdicts.push(printVerdict('  its longest stall, median', median(runs.stallMs), 100, 'ms'));
        verdicts.push(printVerdict('  its memory', runs.peakMiB, 512, 'MiB'));
      }
    });
  }
  say('\n## Every histogram read\n');
  say(
    printTable(
      [
        'series',
        'wall, ms',
        'without Prometheus, ms',
        'CPU, ms',
        'stall, ms',
        'peak, MiB',
        'from Prometheus, MB',
      ],
      rows,
    ),
  );
  for (const verdict of verdicts) say(verdict);
}

/** The same series in one namespace and in sixty, all named, at some distance: turn by turn, as ratios. */
async function benchNamespaces(): Promise<void> {
  const wall: number[][] = [];
  for (const namespaces of [1, 60]) {
    await withMesh({ workloads: 120, namespaces }, SPAN, async ({ application, proxy }) => {
      proxy.latencyMs = FAR_MS;
      const names = Array.from({ length: namespaces }, (_none, i) => `namespace-${i}`);
      const path = `${GRAPH}&namespaces=${names.join()}`;
      await measureGraph(application, proxy, { path, atSeconds: AT_SECONDS + 60, runs: 3 });
      wall.push([
        ...(await measureGraph(application, proxy, { path, atSeconds: AT_SECONDS, runs: 15 })).wallMs,
      ]);
    });
  }
  const [one = [], sixty = []] = wall;
  say('\n## Sixty namespaces\n');
  say(
    `one namespace ${printSpread(spreadOf(one))} ms, sixty ${printSpread(spreadOf(sixty))} ms, at ${FAR_MS} ms`,
  );
  say(printVerdict('wall time of sixty to that of one', median(sixty) / median(one), 1.3, 'times'));
}

/** Viewers who come at any time and refresh every 15 seconds, as the page does. */
async function benchViewers(): Promise<void> {
  const rows: string[][] = [];
  const cost = new Map<number, number>();
  const nowSeconds = Math.floor(Date.now() / 1000);
  const span = { fromSeconds: nowSeconds - 480, toSeconds: nowSeconds + 900 };
  await withMesh({ workloads: 100 }, span, async ({ application, proxy }) => {
    for (const viewers of [1, 10, 100]) {
      await application.ask(GRAPH);
      await new Promise((resolve) => setTimeout(resolve, 16_000));
      proxy.forget();
      await application.reset();
      const waits: number[] = [];
      const view = async (viewer: number) => {
        await new Promise((resolve) => setTimeout(resolve, (viewer / viewers) * 15_000));
        for (let refresh = 0; refresh < 4; refresh += 1) {
          const { status, wallMs } = await application.ask(GRAPH, { 'cache-control': 'max-age=14' });
          if (status !== 200) throw new Error(`A viewer was answered with ${status}.`);
          waits.push(wallMs);
          await new Promise((resolve) => setTimeout(resolve, 15_000 - wallMs));
        }
      };
      await Promise.all(Array.from({ length: viewers }, (_none, i) => view(i)));
      const { requests, bytes } = proxy.passed();
      const { cpuMs, peakMiB, stallMs } = await application.cost();
      // The last of many comes nearly a round after the first: all rounds that were needed, by rounds that were seen.
      const rounds = viewers === 1 ? 4 : 5;
      cost.set(viewers, requests / rounds);
      rows.push([
        String(viewers),
        printSpread(spreadOf(waits)),
        (requests / rounds).toFixed(1),
        megabytes(bytes / rounds),
        printNumber(cpuMs / rounds),
        printNumber(stallMs),
        printNumber(peakMiB),
      ]);
    }
  });
  say('\n## Viewers of one scope, 100 workloads, refresh every 15 s\n');
  say(
    printTable(
      ['viewers', 'wait, ms', 'queries a round', 'MB a round', 'CPU a round, ms', 'stall, ms', 'peak, MiB'],
      rows,
    ),
  );
  const ratio = (cost.get(100) ?? Number.NaN) / (cost.get(1) ?? Number.NaN);
  say(printVerdict('queries for 100 viewers to those for one', ratio, 1.1, 'times'));
}

async function benchMemory(refreshes: number): Promise<void> {
  await withMesh({ workloads: 100 }, SPAN, async ({ application }) => {
    const idle = await application.collect();
    const heap: number[] = [];
    for (let round = 0; round < refreshes; round += 1) {
      await application.ask(`${GRAPH}&at=${AT_SECONDS - (round % 200)}`, { 'cache-control': 'max-age=0' });
      if ((round + 1) % (refreshes / 8) === 0) heap.push((await application.collect()).heapMiB);
    }
    const { rssMiB } = await application.collect();
    // The first eighth warms up caches and compiled code.
    const [early = Number.NaN, late = Number.NaN] = [heap[1], heap.at(-1)];
    say(`\n## Memory over ${refreshes} refreshes\n`);
    say(
      `heap after each eighth: ${heap.map((one) => one.toFixed(1)).join(', ')} MiB; resident ${printNumber(rssMiB)} MiB`,
    );
    say(printVerdict('resident memory before the first question', idle.rssMiB, 200, 'MiB'));
    say(printVerdict('heap after all of them to that after a quarter', late / early, 1.05, 'times'));
  });
}

function loadNow(): string {
  return (os.loadavg()[0] ?? 0).toFixed(1);
}

/** `--most=500` leaves out larger meshes, which take minutes to write. */
function mostWorkloads(): number {
  const said = process.argv.find((one) => one.startsWith('--most='));
  return said === undefined ? Infinity : Number(said.slice('--most='.length));
}

const PARTS: Readonly<Record<string, () => Promise<void>>> = {
  sizes: () => benchSizes([10, 100, 200, 500, 1_000, 2_000].filter((size) => size <= mostWorkloads())),
  series: benchSeries,
  namespaces: benchNamespaces,
  viewers: benchViewers,
  memory: () => benchMemory(2_000),
  spots: benchSpots,
  browser: benchBrowser,
};

/** What the browser's side costs is measured by a program of its own. */
function benchBrowser(): Promise<void> {
  const script = path.join(import.meta.dirname, '../ui/bench-ui.ts');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...process.execArgv, script], { stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${script} ended with code ${code ?? 'none'}.`)),
    );
  });
}

async function main(): Promise<void> {
  const asked = process.argv.slice(2).filter((one) => !one.startsWith('--'));
  const unknown = asked.filter((name) => !(name in PARTS));
  if (unknown.length > 0) throw new Error(`Parts are: ${Object.keys(PARTS).join(', ')}.`);
  say(`${os.availableParallelism()} cores, Node ${process.version}, load ${loadNow()} at the start`);
  for (const [name, part] of Object.entries(PARTS))
    if (asked.length === 0 || asked.includes(name)) await part();
  say(`\nload ${loadNow()} at the end`);
}

await main();
