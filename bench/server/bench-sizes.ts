import { FAR_MS, AT_SECONDS, GRAPH, withApplication, withPrometheus, type Bench } from './with-mesh';
import { countSeries } from './mesh-series';
import { measureGraph, untilForgotten, warmUp, type GraphRuns } from './measure-graph';
import { replayAnswers } from './replay-answers';
import { loadNow, say } from './say';
import type { SlowProxy } from './slow-proxy';
import { megabytes, p95Of, printNumber, printSpread, printTable, printVerdict, spreadOf } from './table';

/** Up to so many workloads a 95th percentile is asked for, which takes some more runs. */
const MOST_WORKLOADS_OF_P95 = 200;

interface Runs {
  /** Fresh processes, each asked once. */
  readonly starts: number;
  readonly near: number;
  readonly far: number;
}

function runsOf(workloads: number): Runs {
  if (workloads <= MOST_WORKLOADS_OF_P95) return { starts: 7, near: 40, far: 20 };
  return workloads <= 1_000 ? { starts: 3, near: 9, far: 5 } : { starts: 3, near: 5, far: 3 };
}

interface Sized {
  readonly workloads: number;
  /** First answers of fresh processes, ms, without and with some distance. */
  readonly coldMs: readonly number[];
  readonly coldFarMs: readonly number[];
  readonly near: GraphRuns;
  readonly far: GraphRuns;
  /** As near, but with answers that Prometheus gave before. */
  readonly replayed: GraphRuns;
  readonly elements: Elements;
}

interface Elements {
  readonly nodes: readonly object[];
  readonly edges: readonly object[];
}

/** The graph of ever larger meshes: first and later answers, near and far from Prometheus. */
export async function benchSizes(sizes: readonly number[]): Promise<void> {
  const all: Sized[] = [];
  for (const workloads of sizes) {
    all.push(await benchSize(workloads));
    say(`… ${workloads} workloads measured, load ${loadNow()}`);
  }
  sayWaits(all);
  sayCosts(all);
  sayVerdicts(all);
}

function benchSize(workloads: number): Promise<Sized> {
  const { starts, ...runs } = runsOf(workloads);
  return withPrometheus({ workloads }, async (proxy) => {
    const coldMs = await measureCold(proxy, 0, starts);
    const coldFarMs = await measureCold(proxy, FAR_MS, starts);
    proxy.latencyMs = 0;
    return withApplication(proxy, async (bench) => {
      await warmUp(bench, GRAPH, AT_SECONDS + 60);
      const near = await measureGraph(bench, { path: GRAPH, atSeconds: AT_SECONDS, runs: runs.near });
      const replayed = await measureReplayed(bench, runs.near);
      proxy.latencyMs = FAR_MS;
      const far = await measureGraph(bench, { path: GRAPH, atSeconds: AT_SECONDS - 60, runs: runs.far });
      return { workloads, coldMs, coldFarMs, near, far, replayed, elements: await readElements(bench) };
    });
  });
}

/** The same questions over the same wire, while Prometheus has nothing to do. */
async function measureReplayed(bench: Bench, runs: number): Promise<GraphRuns> {
  const { proxy } = bench;
  const prometheus = proxy.target;
  const replay = await replayAnswers(prometheus);
  proxy.target = replay.url;
  try {
    const asked = { path: GRAPH, atSeconds: AT_SECONDS, runs };
    await measureGraph(bench, asked);
    await untilForgotten();
    return await measureGraph(bench, asked);
  } finally {
    proxy.target = prometheus;
    await replay.close();
  }
}

async function measureCold(proxy: SlowProxy, latencyMs: number, starts: number): Promise<number[]> {
  proxy.latencyMs = latencyMs;
  const all: number[] = [];
  for (let start = 0; start < starts; start += 1) {
    const { wallMs } = await withApplication(proxy, (bench) =>
      measureGraph(bench, { path: GRAPH, atSeconds: AT_SECONDS, runs: 1 }),
    );
    all.push(...wallMs);
  }
  return all;
}

async function readElements({ application }: Bench): Promise<Elements> {
  const answer = await fetch(`${application.url}${GRAPH}&at=${AT_SECONDS}`);
  return (await answer.json()) as Elements;
}

function sayWaits(all: readonly Sized[]): void {
  say('\n## Graph API by size: from the question to the last byte\n');
  const head = [
    'workloads',
    'series',
    'first answer, ms',
    `at ${FAR_MS} ms, ms`,
    'later ones, ms',
    `at ${FAR_MS} ms, ms`,
    'without Prometheus, ms',
    'p95',
    'the same replayed, ms',
    'p95',
  ];
  const p95 = (workloads: number, { ownMs }: GraphRuns) =>
    workloads <= MOST_WORKLOADS_OF_P95 ? printNumber(p95Of(ownMs)) : '–';
  const rows = all.map(({ workloads, coldMs, coldFarMs, near, far, replayed }) => [
    String(workloads),
    String(countSeries({ workloads })),
    printSpread(spreadOf(coldMs)),
    printSpread(spreadOf(coldFarMs)),
    printSpread(spreadOf(near.wallMs)),
    printSpread(spreadOf(far.wallMs)),
    printSpread(spreadOf(near.ownMs)),
    p95(workloads, near),
    printSpread(spreadOf(replayed.ownMs)),
    p95(workloads, replayed),
  ]);
  say(printTable(head, rows));
}

function sayCosts(all: readonly Sized[]): void {
  say('\n## Graph API by size: what a later answer costs\n');
  const head = [
    'workloads',
    'nodes/edges',
    'CPU, ms',
    'replayed, ms',
    'CPU per doubling',
    'stall, ms',
    'peak, MiB',
    'queries/at once',
    'from Prometheus, MB',
    'payload, kB',
  ];
  const rows = all.map(({ workloads, near, replayed, elements }, i) => [
    String(workloads),
    `${elements.nodes.length}/${elements.edges.length}`,
    printSpread(spreadOf(near.cpuMs)),
    printSpread(spreadOf(replayed.cpuMs)),
    printNumber(growth(all[i - 1], all[i])),
    printSpread(spreadOf(near.stallMs)),
    printNumber(near.peakMiB),
    `${near.queries}/${near.mostAtOnce}`,
    megabytes(near.upstreamBytes),
    (near.payloadBytes / 1000).toFixed(0),
  ]);
  say(printTable(head, rows));
}

/** By what the processor's time grows when the mesh doubles, if it grows as a power. */
function growth(before: Sized | undefined, after: Sized | undefined): number {
  if (before === undefined || after === undefined) return Number.NaN;
  const cost = spreadOf(after.near.cpuMs).median / spreadOf(before.near.cpuMs).median;
  return 2 ** (Math.log2(cost) / Math.log2(after.workloads / before.workloads));
}

function sayVerdicts(all: readonly Sized[]): void {
  const of = (workloads: number) => all.find((one) => one.workloads === workloads);
  const [small, large] = [of(200), of(1_000)];
  say('');
  if (small !== undefined) {
    const what = 'graph of 200 services, 600 edges, p95 without Prometheus';
    say(printVerdict(what, p95Of(small.near.ownMs), 150, 'ms'));
    say(printVerdict('  the same, its answers replayed', p95Of(small.replayed.ownMs), 150, 'ms'));
  }
  if (large !== undefined) {
    const { nodes, edges } = large.elements;
    const what = `payload of ${nodes.length} nodes, ${edges.length} edges, gzipped`;
    say(printVerdict(what, large.near.payloadBytes / 1000, 250, 'kB'));
  }
  if (all.length < 2) return;
  const steps = all.slice(1).map((after, i) => growth(all[i], after));
  say(
    printVerdict(
      'CPU per doubling, from the smallest to the largest',
      growth(all[0], all.at(-1)),
      2.2,
      'times',
    ),
  );
  say(printVerdict('CPU per doubling, the steepest step', Math.max(...steps), 2.2, 'times'));
}
