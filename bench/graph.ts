// How long a graph takes from the simulated Prometheus to the answer, by window. Usage: npx tsx bench/graph.ts [world]
import { createPrometheusClient } from '../lib/adapters/prometheus/client';
import { createTelemetry } from '../lib/adapters/prometheus/telemetry';
import { parseGraphRequest } from '../lib/contracts/graph-request';
import { startMesh } from '../lib/embedded/demo/start-mesh';
import { findWorld } from '../lib/embedded/worlds/find-world';
import { getMeshGraph } from '../lib/services/get-mesh-graph';
import { SourceLedger } from '../lib/services/source-ledger';

const RUNS = 5;

async function main(): Promise<void> {
  const world = findWorld(process.argv[2] ?? 'shop');
  if (world === undefined) throw new Error('There is no such world.');
  const mesh = await startMesh({ world });
  const prometheus = createPrometheusClient({ url: mesh.prometheusUrl, deadlineMs: 60_000 });
  const nowSeconds = () => Date.now() / 1000;
  const ports = { telemetry: createTelemetry(prometheus), ledger: new SourceLedger(nowSeconds), nowSeconds };
  let back = 0;
  for (const window of ['1m', '5m', '1h', '24h']) {
    const times: number[] = [];
    let size = '';
    for (let run = 0; run < RUNS; run += 1) {
      // Another instant for every run: equal questions share one answer.
      back += 1;
      const at = Math.floor(nowSeconds()) - back;
      const request = parseGraphRequest(new URLSearchParams({ window, at: String(at) }));
      if (!request.ok) throw new Error(request.problem.message);
      const startedMs = performance.now();
      const graph = await getMeshGraph(ports, request.value);
      times.push(performance.now() - startedMs);
      if (graph.ok) size = `${graph.value.nodes.length} nodes, ${graph.value.edges.length} edges`;
    }
    times.sort((a, b) => a - b);
    const [least = 0, median = 0, most = 0] = [times[0], times[Math.floor(RUNS / 2)], times.at(-1)];
    process.stdout.write(
      `${window.padStart(4)}  median ${median.toFixed(0)} ms (${least.toFixed(0)} to ${most.toFixed(0)}), ${size}\n`,
    );
  }
  process.stdout.write(`resident memory ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MiB\n`);
  prometheus.close();
  await mesh.close();
}

await main();
