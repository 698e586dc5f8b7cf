import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '@/lib/adapters/http/testing/scripted-server';
import { createCluster } from '@/lib/adapters/kubernetes/cluster';
import { loadAccess } from '@/lib/adapters/kubernetes/load-access';
import { createPrometheusClient } from '@/lib/adapters/prometheus/client';
import { createMetricsProbe } from '@/lib/adapters/prometheus/probe-metrics';
import { createTelemetry } from '@/lib/adapters/prometheus/telemetry';
import { doctorAnswerSchema, type DoctorAnswer } from '@/lib/contracts/doctor';
import { parseScope } from '@/lib/core/promql/scope';
import { startMesh, type RunningMesh } from '@/lib/embedded/demo/start-mesh';
import { startScrapingPrometheus, type RealPrometheus } from '@/lib/embedded/prometheus/real-prometheus';
import { bookinfo } from '@/lib/embedded/worlds/bookinfo';
import { getDiagnosis } from '@/lib/services/get-diagnosis';
import { SourceLedger } from '@/lib/services/source-ledger';

let folder: string;
let mesh: RunningMesh;
let rare: RunningMesh;
let empty: RealPrometheus;
const endings: (() => unknown)[] = [];

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'telltale-doctor-'));
  [mesh, rare, empty] = await Promise.all([
    startMesh({ world: bookinfo, historySeconds: 3_600 }),
    startMesh({ world: bookinfo, historySeconds: 3_600, scrapeIntervalSeconds: 150 }),
    startScrapingPrometheus('global:\n  scrape_interval: 15s\n'),
  ]);
});

afterEach(async () => {
  mesh.faults.clear();
  await Promise.all(endings.splice(0).map((end) => end()));
});

afterAll(async () => {
  await Promise.all([mesh?.close(), rare?.close(), empty?.close()]);
  fs.rmSync(folder, { recursive: true, force: true });
});

/** What the doctor says of a Prometheus and the cluster, as the application asks them. */
async function ask({
  prometheusUrl = mesh.prometheusUrl,
  kubeconfig = mesh.kubeconfig,
  scope = '',
  settled = 'ok',
}: {
  prometheusUrl?: string;
  kubeconfig?: string;
  scope?: string;
  settled?: string;
} = {}): Promise<DoctorAnswer> {
  const kubeconfigPath = path.join(folder, 'config');
  fs.writeFileSync(kubeconfigPath, kubeconfig);
  const access = loadAccess({ kubeconfigPath });
  const matchers = parseScope(scope);
  if (access === undefined || !Array.isArray(matchers)) throw new Error('cannot be asked');
  const cluster = createCluster({ access });
  const client = createPrometheusClient({ url: prometheusUrl, scope: matchers });
  endings.push(
    () => cluster.stop(),
    () => client.close(),
  );
  await until(() => cluster.status().state === settled);
  const nowSeconds = () => Date.now() / 1000;
  const telemetry = createTelemetry(client);
  const answer = await getDiagnosis({
    telemetry,
    counter: telemetry,
    probe: createMetricsProbe(client),
    scope,
    cluster,
    ledger: new SourceLedger(nowSeconds),
    nowSeconds,
  });
  return doctorAnswerSchema.parse(answer);
}

function codesOf({ diagnoses }: DoctorAnswer): string[] {
  return diagnoses.map(({ code, weight }) => `${weight} ${code}`);
}

describe('the doctor of a living mesh', () => {
  it('finds nothing where all is well, and says how often it is scraped', async () => {
    const answer = await ask();
    expect(answer.diagnoses).toEqual([]);
    expect(answer.scrapeIntervalSeconds).toBe(15);
    expect(answer.queries.length).toBeGreaterThan(4);
  });

  it('finds a scope that matches nothing, and what it would match without', async () => {
    const answer = await ask({ scope: 'mesh_id="elsewhere"' });
    expect(codesOf(answer)).toEqual(['cause scope-matches-nothing']);
    expect(answer.diagnoses[0]?.evidence).toContain('without it they name bookinfo, istio-system');
  });

  it('finds scrapes that are rarer than the window allows', async () => {
    const answer = await ask({ prometheusUrl: rare.prometheusUrl, kubeconfig: rare.kubeconfig });
    expect(codesOf(answer).map((code) => code.split(' ')[1])).toEqual(['scrapes-too-rare']);
  });

  it('finds that a real Prometheus scrapes nothing', async () => {
    const answer = await ask({ prometheusUrl: empty.url });
    expect(codesOf(answer)).toEqual(['cause metrics-absent']);
    expect(answer.diagnoses[0]?.finding).toBe('This Prometheus scrapes nothing at all.');
  });

  it('finds a real Prometheus that scrapes something else', async () => {
    const port = new URL(empty.url).port;
    const other = await startScrapingPrometheus(
      `global:\n  scrape_interval: 1s\nscrape_configs:\n  - job_name: other\n    static_configs: [{targets: ["127.0.0.1:${port}"]}]\n`,
    );
    endings.push(() => other.close());
    await expect
      .poll(async () => (await ask({ prometheusUrl: other.url })).diagnoses[0]?.finding, { timeout: 20_000 })
      .toBe('This Prometheus knows nothing of Istio.');
  });

  it('finds a Prometheus that does not answer', async () => {
    mesh.faults.set([{ server: 'prometheus', kind: 'status', status: 503 }]);
    const answer = await ask();
    expect(codesOf(answer)).toEqual(['cause prometheus-silent']);
    expect(answer.sources.prometheus.status).toBe('unavailable');
  });

  it('finds labels that somebody drops', async () => {
    mesh.faults.set([{ server: 'prometheus', kind: 'dropLabels', labels: ['response_code'] }]);
    const answer = await ask();
    expect(codesOf(answer)).toEqual(['care labels-dropped']);
    expect(answer.diagnoses[0]?.evidence).toContain('has response_code.');
  });

  it('finds a clock that is ahead of ours', async () => {
    mesh.faults.set([{ server: 'prometheus', kind: 'clockSkew', seconds: 90 }]);
    const [found] = (await ask()).diagnoses;
    expect(found?.code).toBe('clocks-differ');
    expect(found?.evidence).toMatch(/^That of Prometheus is 1m(29|30)/);
  });

  it('finds pods without a proxy in a namespace', async () => {
    const pod = (name: string) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'bare' },
      spec: { containers: [{ name: 'app', image: 'x' }] },
      status: { phase: 'Running' },
    });
    mesh.store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'bare' } });
    mesh.store.create(pod('one'));
    endings.push(() => {
      mesh.store.delete('pods', 'one', { namespace: 'bare' });
      mesh.store.delete('namespaces', 'bare');
    });
    const answer = await ask();
    expect(codesOf(answer)).toEqual(['care namespaces-not-injected']);
    expect(answer.diagnoses[0]?.evidence).toBe('No pod has a proxy in bare.');
  });

  it('finds kinds that the account may not read', async () => {
    mesh.faults.set([{ server: 'kubernetes', kind: 'forbid', resources: ['telemetries'] }]);
    const answer = await ask({ settled: 'degraded' });
    expect(answer.diagnoses[0]).toMatchObject({
      code: 'kinds-refused',
      evidence: 'The API refuses to list telemetries.',
    });
  });

  it('finds a Telemetry that switches metrics off', async () => {
    const metadata = { name: 'quiet', namespace: 'bookinfo' };
    mesh.store.create({
      apiVersion: 'telemetry.istio.io/v1',
      kind: 'Telemetry',
      metadata,
      spec: { metrics: [{ overrides: [{ match: { metric: 'REQUEST_COUNT' }, disabled: true }] }] },
    });
    endings.push(() => mesh.store.delete('telemetries', 'quiet', { namespace: 'bookinfo' }));
    const answer = await ask();
    expect(codesOf(answer)).toEqual(['care metrics-switched-off']);
    expect(answer.diagnoses[0]?.evidence).toContain('bookinfo/quiet sets disabled: true');
  });

  it('finds the metrics of another mesh', async () => {
    mesh.store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'added' } });
    endings.push(() => mesh.store.delete('namespaces', 'added'));
    const other = await startMesh({
      world: { ...bookinfo, objects: () => [] },
      historySeconds: 60,
    });
    endings.push(() => other.close());
    other.store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'bank' } });
    const answer = await ask({ kubeconfig: other.kubeconfig });
    expect(codesOf(answer)[0]).toBe('cause other-mesh');
    expect(answer.diagnoses[0]?.evidence).toContain('bank');
  });
});
