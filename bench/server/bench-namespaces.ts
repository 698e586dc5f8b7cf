import { measureGraph, warmUp, type GraphRuns } from './measure-graph';
import { say } from './say';
import { printSpread, printTable, printVerdict, spreadOf } from './table';
import { AT_SECONDS, FAR_MS, GRAPH, withApplication, withPrometheus } from './with-mesh';

const WORKLOADS = 120;
const RUNS = 40;

/** The same number of series in one namespace and in sixty, all named, at some distance. */
export async function benchNamespaces(): Promise<void> {
  const one = await measureIn(1);
  const sixty = await measureIn(60);
  say(`\n## ${WORKLOADS} workloads in one namespace and in sixty, at ${FAR_MS} ms\n`);
  say(
    printTable(['namespaces', 'wall, ms', 'CPU, ms', 'queries/at once'], [toRow(1, one), toRow(60, sixty)]),
  );
  const ratio = spreadOf(sixty.wallMs).median / spreadOf(one.wallMs).median;
  say(printVerdict('wall time of sixty to that of one', ratio, 1.3, 'times'));
}

function measureIn(namespaces: number): Promise<GraphRuns> {
  return withPrometheus({ workloads: WORKLOADS, namespaces }, (proxy) => {
    proxy.latencyMs = FAR_MS;
    return withApplication(proxy, async (bench) => {
      const names = Array.from({ length: namespaces }, (_none, i) => `namespace-${i}`);
      const path = `${GRAPH}&namespaces=${names.join()}`;
      await warmUp(bench, path, AT_SECONDS + 60);
      return measureGraph(bench, { path, atSeconds: AT_SECONDS, runs: RUNS });
    });
  });
}

function toRow(namespaces: number, { wallMs, cpuMs, queries, mostAtOnce }: GraphRuns): string[] {
  return [
    String(namespaces),
    printSpread(spreadOf(wallMs)),
    printSpread(spreadOf(cpuMs)),
    `${queries}/${mostAtOnce}`,
  ];
}
