import { startExpositionServer } from '../exposition/exposition-server';
import { scrapeConfiguration } from '../exposition/scrape-configuration';
import { readDemoOptions, USAGE } from './demo-options';
import { startMesh } from './start-mesh';
import { writeDemoKubeconfig } from './write-demo-kubeconfig';

/** `npm run demo:mesh`: only the simulated mesh, for other tools to look at. */
async function main(): Promise<void> {
  const options = readDemoOptions(process.argv.slice(2), process.env);
  const mesh = await startMesh({
    ...options,
    addOns: true,
    say: (line) => process.stdout.write(`${line}\n`),
  });
  const { scrapeIntervalSeconds, metricsPort } = options;
  const exposition = await startExpositionServer({
    source: mesh.source,
    nowMs: Date.now,
    scrapeIntervalSeconds,
    port: metricsPort,
  });
  const kubeconfig = await writeDemoKubeconfig(mesh.kubeconfig);
  process.stdout.write(
    [
      `The world "${options.world.name}" is alive.`,
      `  Prometheus  ${mesh.prometheusUrl}`,
      `  Kubernetes  ${mesh.kubernetesUrl}`,
      `  Jaeger      ${mesh.jaegerUrl}`,
      ...(options.otlpUrl === undefined ? [] : [`  traces to   ${options.otlpUrl}`]),
      `  metrics     ${exposition.url}/targets (one /metrics for each proxy)`,
      `  kubectl     kubectl --kubeconfig ${kubeconfig} get pods -A`,
      ...(mesh.faultUrl === undefined ? [] : [`  faults      curl ${mesh.faultUrl}`]),
      '',
      'A Prometheus of yours scrapes the proxies with this configuration:',
      '',
      scrapeConfiguration(exposition.url, scrapeIntervalSeconds),
      'Press Ctrl+C to end it.',
      '',
    ].join('\n'),
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}\n`);
  process.exitCode = 2;
});
