// What the recording rules cost Prometheus and save. Usage: npx tsx bench/recording-rules.ts [workloads] [pods of each]
import { createPrometheusClient } from '../lib/adapters/prometheus/client';
import { createRecordedRates } from '../lib/adapters/prometheus/recorded-rates';
import { createTelemetry } from '../lib/adapters/prometheus/telemetry';
import { parseGraphRequest } from '../lib/contracts/graph-request';
import { ISTIO_NAMES } from '../lib/core/telemetry/istio-names';
import { parseRecordingRules } from '../lib/core/telemetry/recording-rules';
import { startRecordedPrometheus } from '../lib/embedded/prometheus/real-prometheus';
import { readShippedRules, splitShippedRules } from '../lib/embedded/prometheus/shipped-rules';
import { getMeshGraph } from '../lib/services/get-mesh-graph';
import { SourceLedger } from '../lib/services/source-ledger';
import { podSeries, type PodMesh } from './server/pod-series';
import { printSamples } from './server/print-samples';
import { printNumber, printSpread, printTable, spreadOf } from './server/table';

const AT_SECONDS = 1_750_000_000;
const RUNS = 7;
const INTERVALS_A_DAY = 2 * 60 * 24;

interface Stats {
  readonly data: {
    readonly result: readonly unknown[];
    readonly stats: { readonly samples: { readonly totalQueryableSamples: number } };
  };
}

async function main(): Promise<void> {
  const mesh: PodMesh = {
    workloads: Number(process.argv[2] ?? 50),
    pods: Number(process.argv[3] ?? 5),
    fromSeconds: AT_SECONDS - 540,
    toSeconds: AT_SECONDS + 60,
    everySeconds: 15,
  };
  const prometheus = await startRecordedPrometheus(printSamples(podSeries(mesh), mesh), splitShippedRules(), {
    fromSeconds: AT_SECONDS - 480,
    toSeconds: AT_SECONDS + 60,
  });

  async function ask(
    query: string,
    atSeconds: number,
  ): Promise<{ ms: number; samples: number; series: number }> {
    const body = new URLSearchParams({ query, time: String(atSeconds), stats: 'all' });
    const startedMs = performance.now();
    const answer = await fetch(`${prometheus.url}/api/v1/query`, { method: 'POST', body });
    const { data } = (await answer.json()) as Stats;
    return {
      ms: performance.now() - startedMs,
      samples: data.stats.samples.totalQueryableSamples,
      series: data.result.length,
    };
  }

  /** The graph, as the product asks for it; a client of its own each time, so that nothing is remembered. */
  async function measure(window: string, isRecorded: boolean) {
    const times: number[] = [];
    let [samples, recordedQueries] = [0, 0];
    for (let run = 0; run < RUNS; run += 1) {
      const client = createPrometheusClient({ url: prometheus.url, deadlineMs: 60_000 });
      const rules = parseRecordingRules(isRecorded ? 'auto' : 'off');
      const recorded = rules.ok && rules.value && createRecordedRates(client, rules.value, ISTIO_NAMES);
      const telemetry = createTelemetry(client, ISTIO_NAMES, recorded || undefined);
      const nowSeconds = () => AT_SECONDS;
      const ports = { telemetry, ledger: new SourceLedger(nowSeconds), nowSeconds };
      const graphAt = async (at: number) => {
        const request = parseGraphRequest(new URLSearchParams({ window, at: String(at) }));
        if (!request.ok) throw new Error(request.problem.message);
        const graph = await getMeshGraph(ports, request.value);
        if (!graph.ok) throw new Error(graph.problem.message);
        return graph.value;
      };
      // The first finds out whether rates are recorded, which is remembered for the others.
      await graphAt(AT_SECONDS - 2);
      const startedMs = performance.now();
      const graph = await graphAt(AT_SECONDS - 1);
      times.push(performance.now() - startedMs);
      client.close();
      if (run > 0) continue;
      for (const { text, purpose, recorded: reads } of graph.queries) {
        if (purpose === 'clock') continue;
        samples += (await ask(text, graph.at)).samples;
        if (reads === true) recordedQueries += 1;
      }
    }
    return { times, samples, recordedQueries };
  }

  const rows: string[][] = [];
  for (const window of ['1m', '5m']) {
    for (const isRecorded of [false, true]) {
      const { times, samples, recordedQueries } = await measure(window, isRecorded);
      rows.push([
        window,
        isRecorded ? `recorded (${recordedQueries} queries)` : 'proxies',
        printSpread(spreadOf(times)),
        String(samples),
      ]);
    }
  }
  print(`## The graph of ${mesh.workloads} workloads of ${mesh.pods} pods\n`);
  print(printTable(['window', 'read from', 'ms', 'samples read'], rows));

  const costs: string[][] = [];
  let [all, series] = [0, 0];
  for (const { name, rules } of readShippedRules()) {
    let [ms, read, recorded] = [0, 0, 0];
    for (const { expr } of rules) {
      const runs: number[] = [];
      for (let run = 0; run < RUNS; run += 1) {
        // Counted, since a rule's answer is not written as JSON.
        runs.push((await ask(`count(${expr})`, AT_SECONDS)).ms);
      }
      ms += spreadOf(runs).median;
      const one = await ask(expr, AT_SECONDS);
      [read, recorded] = [read + one.samples, recorded + one.series];
    }
    all += ms;
    series += recorded;
    costs.push([name, printNumber(ms), String(read), String(recorded)]);
  }
  print(`\n## One evaluation of the rules\n`);
  print(printTable(['group', 'ms', 'samples read', 'series recorded'], costs));
  const raw = (await ask('count({__name__=~"istio_.+"})', AT_SECONDS)).samples;
  print(
    `\n${raw} series of proxies, ${series} recorded, ${series * INTERVALS_A_DAY} samples a day; ${printNumber(all)} ms in all.`,
  );
  await prometheus.close();
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

await main();
