import { startMesh } from '../../lib/embedded/demo/start-mesh';
import { findWorld } from '../../lib/embedded/worlds/find-world';
import { startMeasured } from './measured-application';
import { printNumber, printSpread, printTable, printVerdict, spreadOf } from './table';

const ADDRESSES = [
  '/api/graph?window=5m',
  '/api/graph?window=5m&overview=true',
  '/api/mtls?window=5m',
  '/api/policies/observed?window=5m',
  '/api/routing?window=5m',
];
const RUNS = 5;

/** Answers that think much about what a large cluster declares, in front of a simulated mesh with its objects. */
export async function benchSpots(): Promise<void> {
  const world = findWorld('large:1000');
  if (world === undefined) throw new Error('There is no such world.');
  const mesh = await startMesh({ world, historySeconds: 900 });
  const application = await startMeasured({
    prometheusUrl: mesh.prometheusUrl,
    kubeconfig: mesh.kubeconfig,
    environment: { TELLTALE_PROMETHEUS_TIMEOUT_SECONDS: '60' },
  });
  const rows: string[][] = [];
  const verdicts: string[] = [];
  try {
    for (const address of ADDRESSES) {
      const [wall, cpu, stall]: number[][] = [[], [], []];
      for (let run = -1; run < RUNS; run += 1) {
        await application.reset();
        const { status, wallMs } = await application.ask(address, { 'cache-control': 'max-age=0' });
        if (status !== 200) throw new Error(`${address} was answered with ${status}.`);
        const cost = await application.cost();
        // The first finds a simulated Prometheus that has not counted yet.
        if (run < 0) continue;
        wall?.push(wallMs);
        cpu?.push(cost.cpuMs);
        stall?.push(cost.stallMs);
      }
      const stalls = spreadOf(stall ?? []);
      rows.push([
        address,
        printSpread(spreadOf(wall ?? [])),
        printSpread(spreadOf(cpu ?? [])),
        printSpread(stalls),
      ]);
      verdicts.push(printVerdict(`longest stall of ${address}, median`, stalls.median, 100, 'ms'));
    }
    const { peakMiB } = await application.cost();
    process.stdout.write(
      `\n## A cluster of 1 000 workloads, simulated Prometheus (in the bench's own process)\n\n${printTable(['address', 'wall, ms', 'CPU, ms', 'stall, ms'], rows)}\npeak ${printNumber(peakMiB)} MiB\n${verdicts.join('\n')}\n`,
    );
  } finally {
    await application.close();
    await mesh.close();
  }
}
