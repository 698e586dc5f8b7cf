import { createPrometheusClient } from '@/lib/adapters/prometheus/client';
import { createTelemetry } from '@/lib/adapters/prometheus/telemetry';
import { parseGraphRequest } from '@/lib/contracts/graph-request';
import { startMesh } from '@/lib/embedded/demo/start-mesh';
import { findWorld } from '@/lib/embedded/worlds/find-world';
import { getMeshGraph } from '@/lib/services/get-mesh-graph';
import { SourceLedger } from '@/lib/services/source-ledger';
const world = findWorld(process.argv[2] ?? 'shop')!;
const mesh = await startMesh({ world });
const prometheus = createPrometheusClient({ url: mesh.prometheusUrl, deadlineMs: 60_000 });
const nowSeconds = () => Date.now() / 1000;
const ports = { telemetry: createTelemetry(prometheus), ledger: new SourceLedger(nowSeconds), nowSeconds };
for (const q of process.argv.slice(3)) {
  const request = parseGraphRequest(new URLSearchParams(q));
  if (!request.ok) throw new Error(JSON.stringify(request.problem));
  const t = performance.now();
  const graph = await getMeshGraph(ports, request.value);
  if (!graph.ok) throw new Error('x');
  const g = graph.value;
  console.log(
    '==',
    q,
    g.nodes.length,
    'nodes',
    g.edges.length,
    'edges',
    (performance.now() - t).toFixed(0),
    'ms',
    g.queries.length,
    'queries',
    JSON.stringify(g).length,
  );
  for (const w of g.warnings) console.log('warn', w.code, w.message.slice(0, 300));
  const n = (id: string) => {
    const x = g.nodes.find((y) => y.id === id)!;
    return `${x.kind}:${x.namespace}/${x.workload ?? x.app ?? x.service}`;
  };
  for (const e of g.edges)
    console.log(
      n(e.source),
      '>',
      n(e.target),
      e.protocol,
      e.rate.toPrecision(3),
      'err',
      e.errorRate.toPrecision(2),
      e.reportedBy.chosen,
      'mtls',
      Object.values(e.mtls)
        .map((x) => x.toPrecision(2))
        .join('/'),
      e.via?.join() ?? '',
      e.connections ? JSON.stringify(e.connections) : '',
      e.throughput ? JSON.stringify(e.throughput) : '',
      e.disagreement ?? '',
    );
}
prometheus.close();
await mesh.close();
