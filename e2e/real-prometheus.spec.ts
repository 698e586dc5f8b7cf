import { expect, test } from '@playwright/test';
import { startMesh, type RunningMesh } from '../lib/embedded/demo/start-mesh';
import { writeOpenMetrics } from '../lib/embedded/prometheus/open-metrics';
import { startRealPrometheus, type RealPrometheus } from '../lib/embedded/prometheus/real-prometheus';
import { bookinfo } from '../lib/embedded/worlds/bookinfo';
import type { GraphAnswer } from '../lib/contracts/graph';
import { startApplication, type Application } from './support/application';

const HISTORY_SECONDS = 1800;

let mesh: RunningMesh;
let real: RealPrometheus;
let overEmbedded: Application;
let overReal: Application;
let atSeconds: number;

test.beforeAll(async () => {
  mesh = await startMesh({ world: bookinfo, historySeconds: HISTORY_SECONDS, scrapeIntervalSeconds: 15 });
  atSeconds = Math.floor(Date.now() / 1000) - 1;
  const everyMetric = [[{ name: '__name__', op: '=~', value: '.+' }]] as const;
  const text = writeOpenMetrics(
    mesh.source,
    everyMetric,
    (atSeconds - HISTORY_SECONDS) * 1000,
    atSeconds * 1000,
  );
  real = await startRealPrometheus([...text].join(''));
  [overEmbedded, overReal] = await Promise.all([
    startApplication({ prometheusUrl: mesh.prometheusUrl, kubeconfig: mesh.kubeconfig }),
    startApplication({ prometheusUrl: real.url, kubeconfig: mesh.kubeconfig }),
  ]);
});

test.afterAll(async () => {
  await Promise.all([overEmbedded?.close(), overReal?.close()]);
  await Promise.all([real?.close(), mesh?.close()]);
});

async function askGraph(application: Application, parameters: string): Promise<GraphAnswer> {
  const answer = await fetch(`${application.url}/api/graph?at=${atSeconds}&${parameters}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as GraphAnswer;
}

function expectClose(a: number | undefined, b: number | undefined, what: string): void {
  expect(Math.abs((a ?? 0) - (b ?? 0)), `${what}: ${a} and ${b}`).toBeLessThanOrEqual(
    1e-6 * Math.max(1, Math.abs(a ?? 0)),
  );
}

for (const level of ['versionedApp', 'app', 'workload', 'service']) {
  for (const serviceNodes of [true, false]) {
    test(`a real Prometheus with the same samples gives the same ${level} graph${serviceNodes ? ' with service nodes' : ''}`, async () => {
      const parameters = `level=${level}&serviceNodes=${serviceNodes}&window=5m&namespaces=bookinfo`;
      const [embedded, fromReal] = await Promise.all([
        askGraph(overEmbedded, parameters),
        askGraph(overReal, parameters),
      ]);
      expect(fromReal.sources.prometheus.status).toBe('ok');
      expect(fromReal.nodes.length).toBeGreaterThan(3);
      expect(fromReal.nodes.map(({ id }) => id)).toEqual(embedded.nodes.map(({ id }) => id));
      expect(fromReal.edges.map(({ id }) => id)).toEqual(embedded.edges.map(({ id }) => id));
      for (const [index, edge] of fromReal.edges.entries()) {
        const twin = embedded.edges[index];
        expectClose(edge.rate, twin?.rate, `rate of ${edge.id}`);
        expectClose(edge.mtls.mutual, twin?.mtls.mutual, `mTLS of ${edge.id}`);
        expectClose(edge.latencyMs?.p95, twin?.latencyMs?.p95, `p95 of ${edge.id}`);
        expectClose(edge.latencyMs?.avg, twin?.latencyMs?.avg, `average of ${edge.id}`);
        expect(edge.reportedBy.chosen).toBe(twin?.reportedBy.chosen);
      }
    });
  }
}

test('the scope is added to every query', async () => {
  const scoped = await startApplication({ prometheusUrl: real.url, scope: 'source_cluster="elsewhere"' });
  try {
    const graph = await askGraph(scoped, 'window=5m');
    expect(graph.nodes).toEqual([]);
    const selectors = graph.queries.flatMap(({ text }) => text.match(/istio_\w+\{[^}]*\}/g) ?? []);
    expect(selectors.length).toBeGreaterThanOrEqual(5);
    for (const selector of selectors) expect(selector).toContain('source_cluster="elsewhere"');
  } finally {
    await scoped.close();
  }
});
