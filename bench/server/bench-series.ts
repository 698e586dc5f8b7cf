import { countSeries, type MeshSize } from './mesh-series';
import { measureGraph, warmUp } from './measure-graph';
import { say } from './say';
import { megabytes, p95Of, printNumber, printSpread, printTable, printVerdict, spreadOf } from './table';
import { AT_SECONDS, GRAPH, withMesh } from './with-mesh';

const MESHES: readonly (MeshSize & { readonly runs: number; readonly mostMs: number })[] = [
  { workloads: 200, counts: 'requests', runs: 40, mostMs: 150 },
  { workloads: 67, runs: 40, mostMs: 400 },
  { workloads: 667, runs: 20, mostMs: 2_500 },
];
const HEAD = [
  'workloads',
  'series',
  'wall, ms',
  'without Prometheus, ms',
  'p95',
  'CPU, ms',
  'stall, ms',
  'peak, MiB',
  'from Prometheus, MB',
];

/** Few series of many services, and all histograms of a mesh, whatever the guard says: by naming every namespace. */
export async function benchSeries(): Promise<void> {
  const rows: string[][] = [];
  const verdicts: string[] = [];
  for (const { runs, mostMs, ...size } of MESHES) {
    const { workloads } = size;
    await withMesh(size, async (bench) => {
      const names = Array.from({ length: Math.round(workloads / 10) }, (_none, i) => `namespace-${i}`);
      const path = `${GRAPH}&quantiles=${names.join()}`;
      await warmUp(bench, path, AT_SECONDS + 60);
      const cost = await measureGraph(bench, { path, atSeconds: AT_SECONDS, runs });
      const series = countSeries(size);
      const p95 = p95Of(cost.ownMs);
      rows.push([
        String(workloads),
        String(series),
        printSpread(spreadOf(cost.wallMs)),
        printSpread(spreadOf(cost.ownMs)),
        printNumber(p95),
        printSpread(spreadOf(cost.cpuMs)),
        printSpread(spreadOf(cost.stallMs)),
        printNumber(cost.peakMiB),
        megabytes(cost.upstreamBytes),
      ]);
      verdicts.push(
        printVerdict(
          `${workloads} workloads, ${series} series, p95 of ${runs} without Prometheus`,
          p95,
          mostMs,
          'ms',
        ),
      );
      if (series < 100_000) return;
      verdicts.push(printVerdict('  its longest stall, median', spreadOf(cost.stallMs).median, 100, 'ms'));
      verdicts.push(printVerdict('  its memory', cost.peakMiB, 512, 'MiB'));
    });
  }
  say('\n## By the number of series, with every histogram read that there is\n');
  say(printTable(HEAD, rows));
  for (const verdict of verdicts) say(verdict);
}
