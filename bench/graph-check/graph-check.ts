// Prints the graph that a bundle asks for, in the bundle's own names, so that it can be compared from outside.
// Usage: npm run --silent graph:check -- <bundle.json> --prometheus <url>
import { parseArgs } from 'node:util';
import { createPrometheusClient } from '@/lib/adapters/prometheus/client';
import { createTelemetry } from '@/lib/adapters/prometheus/telemetry';
import { parseScope } from '@/lib/core/promql/scope';
import { getMeshGraph } from '@/lib/services/get-mesh-graph';
import { SourceLedger } from '@/lib/services/source-ledger';
import { printGraph } from './print-graph';
import { readBundle } from './read-bundle';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { prometheus: { type: 'string' } },
    allowPositionals: true,
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0 || values.prometheus === undefined)
    throw new Error('Usage: npm run --silent graph:check -- <bundle.json> --prometheus <url>');
  const request = readBundle(file);
  const scope = parseScope(process.env['TELLTALE_PROMETHEUS_SCOPE'] ?? '');
  if (!Array.isArray(scope)) throw new Error(`TELLTALE_PROMETHEUS_SCOPE: ${scope.message}`);
  const prometheus = createPrometheusClient({ url: values.prometheus, scope, deadlineMs: 60_000 });
  const nowSeconds = () => Date.now() / 1000;
  const ports = { telemetry: createTelemetry(prometheus), ledger: new SourceLedger(nowSeconds), nowSeconds };
  try {
    const graph = await getMeshGraph(ports, request);
    if (!graph.ok) throw new Error(graph.problem.message);
    const { sources, warnings } = graph.value;
    if (sources.prometheus.status !== 'ok') throw new Error(sources.prometheus.reason ?? 'No Prometheus.');
    for (const { code, message } of warnings) process.stderr.write(`${code}: ${message}\n`);
    process.stdout.write(`${JSON.stringify(printGraph(graph.value), null, 2)}\n`);
  } finally {
    prometheus.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : 'The check failed.'}\n`);
  process.exitCode = 1;
});
