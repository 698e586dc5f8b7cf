// How long the mTLS answer takes, and its parts. Usage: npx tsx bench/mtls.ts [world]
import { createCluster } from '../lib/adapters/kubernetes/cluster';
import { createPrometheusClient } from '../lib/adapters/prometheus/client';
import { createTelemetry } from '../lib/adapters/prometheus/telemetry';
import { parseMtlsRequest } from '../lib/contracts/mtls-request';
import { startMesh } from '../lib/embedded/demo/start-mesh';
import { findWorld } from '../lib/embedded/worlds/find-world';
import { getMtlsPosture } from '../lib/services/get-mtls-posture';
import { readClusterFacts } from '../lib/services/read-cluster-facts';
import { SourceLedger } from '../lib/services/source-ledger';

const RUNS = 5;

async function main(): Promise<void> {
  const world = findWorld(process.argv[2] ?? 'large:600');
  if (world === undefined) throw new Error('There is no such world.');
  const mesh = await startMesh({ world });
  const prometheus = createPrometheusClient({ url: mesh.prometheusUrl, deadlineMs: 60_000 });
  const cluster = createCluster({
    access: { baseUrl: mesh.kubernetesUrl, credentials: async () => ({ headers: {} }) },
  });
  const nowSeconds = () => Date.now() / 1000;
  const ports = {
    telemetry: createTelemetry(prometheus),
    cluster,
    ledger: new SourceLedger(nowSeconds),
    nowSeconds,
  };
  while ([...cluster.status().kinds.values()].some(({ state }) => state === 'syncing'))
    await new Promise((resolve) => setTimeout(resolve, 100));
  const whole: number[] = [];
  const declared: number[] = [];
  const traffic: number[] = [];
  let size = '';
  const clock = async (times: number[], work: () => unknown) => {
    const startedMs = performance.now();
    const made = await work();
    times.push(performance.now() - startedMs);
    return made;
  };
  for (let run = 1; run <= RUNS; run += 1) {
    // Another instant for every run: equal questions share one answer.
    const atSeconds = Math.floor(nowSeconds()) - 10 - run;
    const request = parseMtlsRequest(new URLSearchParams({ at: String(atSeconds) }));
    if (!request.ok) throw new Error(request.problem.message);
    await clock(declared, () => readClusterFacts(ports));
    await clock(traffic, () =>
      ports.telemetry.readTraffic({
        windowSeconds: request.value.windowSeconds,
        atSeconds: atSeconds - 100,
        rates: { http: 'requests', grpc: 'requests', tcp: 'total' },
      }),
    );
    await clock(whole, async () => {
      const posture = await getMtlsPosture(ports, request.value);
      if (!posture.ok) throw new Error(posture.problem.message);
      const { workloads, services } = posture.value;
      size = `${workloads.length} workloads, ${services.length} services, ${JSON.stringify(posture.value).length} bytes`;
    });
  }
  const report = (name: string, times: number[]) => {
    times.sort((a, b) => a - b);
    process.stdout.write(
      `${name.padEnd(16)} median ${(times[RUNS >> 1] ?? 0).toFixed(0)} ms (${(times[0] ?? 0).toFixed(0)} to ${(times.at(-1) ?? 0).toFixed(0)})\n`,
    );
  };
  report('traffic alone', traffic);
  report('objects alone', declared);
  report('all of it', whole);
  process.stdout.write(`${size}\n`);
  prometheus.close();
  await cluster.stop();
  await mesh.close();
}

await main();
