import { expect, test, type Page } from '@playwright/test';
import { REQUEST_LABELS } from '../lib/adapters/prometheus/istio-labels';
import type { GraphAnswer } from '../lib/contracts/graph';
import type { StatusAnswer } from '../lib/contracts/status';
import { startMesh, type RunningMesh } from '../lib/embedded/demo/start-mesh';
import type { Fault } from '../lib/embedded/faults/fault';
import { bookinfo } from '../lib/embedded/worlds/bookinfo';
import { freePort, startApplication, type Application } from './support/application';

/** What has failed slowly comes back slowly: the last tests look for what the first one broke. */
test.describe.configure({ mode: 'serial', timeout: 120_000 });

/** No answer of a whole mesh may cost more memory than this. */
const MOST_MEMORY_MEGABYTES = 512;
const NODES = '7';
const ROUTE = '/apis/networking.istio.io/v1/namespaces/bookinfo/virtualservices/reviews';
/** Another instant for every look, because the same question within two seconds gets the same answer. */
let lookAtSeconds = Math.floor(Date.now() / 1000) - 10;

let mesh: RunningMesh;
let application: Application;
let page: Page;

test.beforeAll(async ({ browser }) => {
  mesh = await startMesh({ world: bookinfo, historySeconds: 3600, scrapeIntervalSeconds: 2 });
  application = await startApplication({
    prometheusUrl: mesh.prometheusUrl,
    kubeconfig: mesh.kubeconfig,
    environment: { TELLTALE_PROMETHEUS_TIMEOUT_SECONDS: '2' },
  });
  page = await browser.newPage();
  await page.goto(`${application.url}/graph?refresh=5s&window=30s`);
  await expect(canvas()).toHaveAttribute('data-node-count', NODES);
  await expect(source('kubernetes')).toContainText(/ok/i, { timeout: 30_000 });
  // Lost whenever the page is loaded anew.
  await page.evaluate(() => document.body.setAttribute('data-first-load', 'true'));
});

test.afterAll(async () => {
  await page?.close();
  await application?.close();
  await mesh?.close();
});

function canvas() {
  return page.getByTestId('graph-canvas');
}

function source(name: 'prometheus' | 'kubernetes') {
  return page.getByTestId(`source-${name}`);
}

async function expectStanding(): Promise<void> {
  await expect(page.locator('body')).toHaveAttribute('data-first-load', 'true');
  await expect(canvas()).toHaveAttribute('data-node-count', NODES);
}

/** Switches faults of Prometheus on, and waits until the page names it and says why. */
async function expectLost(faults: readonly Fault[], reason: RegExp): Promise<void> {
  mesh.faults.set(faults);
  await expect(source('prometheus')).toHaveAttribute('title', reason, { timeout: 20_000 });
  await expect(source('prometheus')).toContainText(/down|forbidden/);
  await expect(canvas()).toHaveAttribute('data-stale', 'true');
  await expectStanding();
}

async function expectRecovered(): Promise<void> {
  mesh.faults.clear();
  await expect(source('prometheus')).toContainText('ok', { timeout: 20_000 });
  await expect(canvas()).toHaveAttribute('data-stale', 'false');
  await expectStanding();
}

async function readStatus(): Promise<StatusAnswer> {
  return (await (await fetch(`${application.url}/api/status`)).json()) as StatusAnswer;
}

async function readGraph(): Promise<GraphAnswer> {
  lookAtSeconds -= 1;
  const answer = await fetch(`${application.url}/api/graph?window=30s&at=${lookAtSeconds}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as GraphAnswer;
}

/** Plural names of kinds with their states and reasons, one line each. */
async function readKinds(): Promise<string> {
  const { kubernetes } = await readStatus();
  return kubernetes.kinds
    .map(({ kind, apiVersion = '', state, reason = '' }) => `${kind} ${apiVersion} ${state}: ${reason}`)
    .join('\n');
}

async function expectKinds(...lines: readonly RegExp[]): Promise<void> {
  await expect(async () => {
    const kinds = await readKinds();
    for (const line of lines) expect(kinds).toMatch(line);
  }).toPass({ timeout: 20_000 });
}

function sumRates({ edges }: GraphAnswer): number {
  return edges.reduce((sum, { rate }) => sum + rate, 0);
}

test('a cluster that takes away rights and groups, and falls silent, is named (R16)', async () => {
  mesh.faults.set([
    { server: 'kubernetes', kind: 'silentWatches', path: '/apis/networking.istio.io/v1/virtualservices' },
    { server: 'kubernetes', kind: 'missingGroups', groups: ['gateway.networking.k8s.io'] },
    // The watch ends and cannot be resumed, so the list is asked for, which is forbidden by now.
    { server: 'kubernetes', kind: 'cutWatches', path: '/api/v1/services', times: 1 },
    { server: 'kubernetes', kind: 'gone', path: '/api/v1/services', on: 'watch', times: 1 },
    { server: 'kubernetes', kind: 'forbid', resources: ['services'] },
  ]);
  await expectKinds(
    /^services .* forbidden: Our account may not read this kind\.$/m,
    /^httproutes .* notInstalled: /m,
    /^virtualservices .* ok: $/m,
  );
  await expect(source('kubernetes')).toContainText('degraded', { timeout: 20_000 });
  await expect(source('prometheus')).toContainText('ok');
  await expectStanding();
  mesh.faults.clear();

  // Nobody hears of this: the watch that would tell is dead and does not know it.
  const changed = await fetch(mesh.kubernetesUrl + ROUTE, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json-patch+json' },
    body: JSON.stringify([
      { op: 'replace', path: '/spec/http/1/route/0/weight', value: 70 },
      { op: 'replace', path: '/spec/http/1/route/1/weight', value: 30 },
    ]),
  });
  expect(changed.status).toBe(200);
});

test('a redirect is named and never followed (S3)', async () => {
  const port = await freePort();
  const elsewhere = await startMesh({ world: bookinfo, historySeconds: 60, prometheusPort: port });
  try {
    elsewhere.faults.set([{ server: 'prometheus', kind: 'empty', times: 1 }]);
    const to = `${elsewhere.prometheusUrl}/api/v1/query?query=up`;
    await expectLost([{ server: 'prometheus', kind: 'redirect', to }], /a redirect, which is never followed/);
    expect(elsewhere.faults.list()).toHaveLength(1);
  } finally {
    await elsewhere.close();
  }
  await expectRecovered();
});

test('one query that fails takes away its own layer only (R12)', async () => {
  mesh.faults.set([
    { server: 'prometheus', kind: 'status', status: 500, contains: 'istio_request_duration_milliseconds' },
  ]);
  const graph = await readGraph();
  expect(graph.sources.prometheus.status).toBe('ok');
  expect(graph.edges).toHaveLength(7);
  expect(graph.edges.filter(({ latencyMs }) => latencyMs !== undefined)).toEqual([]);
  expect(graph.warnings.map(({ code }) => code)).toEqual(['latency-unknown']);
  await expect(page.getByTestId('warnings')).toContainText('1 warning');
  await expect(canvas()).toHaveAttribute('data-stale', 'false');
  await expectStanding();
  mesh.faults.clear();
  await expect(page.getByTestId('warnings')).toHaveCount(0);
});

test('warnings, partial answers and values that are no rates are told, and never drawn as numbers (R3, R4, R5, R6)', async () => {
  mesh.faults.set([
    { server: 'prometheus', kind: 'warnings', warnings: ['a shard is down'], infos: ['so it is'] },
  ]);
  expect((await readGraph()).warnings.map(({ message }) => message)).toEqual(['a shard is down', 'so it is']);
  await page.getByTestId('warnings').click();
  await expect(page.getByTestId('warning-list')).toContainText('a shard is down');
  await page.keyboard.press('Escape');
  await expectStanding();

  mesh.faults.set([{ server: 'prometheus', kind: 'partial', series: 3 }]);
  expect((await readGraph()).warnings.map(({ message }) => message)).toContain(
    'results truncated due to limit',
  );

  mesh.faults.set([{ server: 'prometheus', kind: 'nativeHistograms', every: 2 }]);
  const histograms = await readGraph();
  expect(
    histograms.warnings.some(({ message }) => /native histogram samples were left out/.test(message)),
  ).toBe(true);
  expect(histograms.edges.length).toBeGreaterThan(0);

  for (const value of ['NaN', '+Inf', '-Inf', '-1', '1e308']) {
    mesh.faults.set([{ server: 'prometheus', kind: 'oddValues', value, every: 2 }]);
    const graph = await readGraph();
    expect(graph.sources.prometheus.status, value).toBe('ok');
    expect(
      graph.warnings.some(({ code }) => code === 'series-not-placed'),
      value,
    ).toBe(true);
    // JSON writes what is no number as null.
    expect(JSON.stringify([graph.nodes, graph.edges]), value).not.toContain('null');
    expect(sumRates(graph), value).toBeGreaterThan(1);
    expect(sumRates(graph), value).toBeLessThan(1e6);
  }
  for (const value of ['NaN', '+Inf']) {
    mesh.faults.set([{ server: 'prometheus', kind: 'oddSamples', value, metric: 'istio_request_duration' }]);
    const graph = await readGraph();
    expect(graph.edges).toHaveLength(7);
    expect(
      graph.edges.filter(({ latencyMs }) => latencyMs?.p95 !== undefined),
      value,
    ).toEqual([]);
  }
  await expectRecovered();
});

test('a Prometheus with another clock is asked about its own time (R13)', async () => {
  for (const seconds of [600, -600]) {
    mesh.faults.set([{ server: 'prometheus', kind: 'clockSkew', seconds }]);
    await expect(async () => {
      const { prometheus, sources } = await readStatus();
      expect(sources.prometheus.status).toBe('ok');
      expect(Math.abs((prometheus.clockSkewSeconds ?? 0) - seconds)).toBeLessThan(2);
      const live = await fetch(`${application.url}/api/graph?window=30s`);
      const { at, edges } = (await live.json()) as GraphAnswer;
      expect(Math.abs(at - Date.now() / 1000 - seconds)).toBeLessThan(5);
      expect(edges).toHaveLength(7);
    }).toPass({ timeout: 15_000 });
    await expect(source('prometheus')).toContainText('ok');
    await expectStanding();
  }
  await expectRecovered();
  await expect(async () => {
    expect(Math.abs((await readStatus()).prometheus.clockSkewSeconds ?? 60)).toBeLessThan(2);
  }).toPass({ timeout: 15_000 });
});

test('queries of bytes that fail take away TCP only (R12)', async () => {
  mesh.faults.set([{ server: 'prometheus', kind: 'status', status: 500, contains: 'istio_tcp_' }]);
  const { sources, edges, warnings } = await readGraph();
  expect(sources.prometheus.status).toBe('ok');
  expect(edges).toHaveLength(7);
  expect(warnings.map(({ message }) => message).join()).toContain('TCP traffic could not be read');
  await expectRecovered();
});

test('series of which none can be placed keep the last graph, and the page says why', async () => {
  mesh.faults.set([{ server: 'prometheus', kind: 'dropLabels', labels: ['reporter'] }]);
  await expect(canvas()).toHaveAttribute('data-stale', 'true', { timeout: 20_000 });
  await expectStanding();
  await expectRecovered();
});

test('a label that no series has makes facts unknown, not plaintext and not zero (R7)', async () => {
  for (const label of REQUEST_LABELS) {
    mesh.faults.set([{ server: 'prometheus', kind: 'dropLabels', labels: [label] }]);
    const { sources, edges, warnings, nodes } = await readGraph();
    expect(sources.prometheus.status, label).toBe('ok');
    expect(
      edges.filter(({ mtls }) => mtls.plaintext > 0),
      label,
    ).toEqual([]);
    if (label === 'reporter' || label === 'request_protocol') {
      // Without these nothing can be placed: the answer says so.
      expect(edges, label).toEqual([]);
      expect(
        warnings.map(({ code }) => code),
        label,
      ).toContain('series-not-placed');
      continue;
    }
    expect(nodes.length, label).toBeGreaterThanOrEqual(7);
    expect(edges.length, label).toBeGreaterThanOrEqual(7);
    expect(
      edges.filter(({ rate }) => !(rate > 0)),
      label,
    ).toEqual([]);
    if (label === 'response_code') {
      expect(edges.map(({ health }) => health.status)).toEqual(edges.map(() => 'unknown'));
    }
    if (label === 'connection_security_policy') {
      expect(
        edges.filter(({ mtls }) => mtls.mutual > 0),
        label,
      ).toEqual([]);
      expect(
        edges.filter(({ mtls }) => !(mtls.unknown > 0)),
        label,
      ).toEqual([]);
    }
  }
  await expectRecovered();
});

test('what a cluster had taken away comes back, and what nobody heard of is found (R15)', async () => {
  test.setTimeout(150_000);
  await expect(async () => {
    const kinds = await readKinds();
    expect(kinds).toMatch(/^services .* ok: $/m);
    expect(kinds).toMatch(/^httproutes .* ok: $/m);
    const { nodes } = await readGraph();
    const declared = nodes.flatMap(({ config = [] }) => config.map(({ summary }) => summary));
    expect(declared.join('\n')).toContain('v1 70 %');
  }).toPass({ timeout: 140_000, intervals: [2_000] });
  await expect(source('kubernetes')).toContainText('ok', { timeout: 20_000 });
  await expectStanding();
});

test('every kind may fail in its own way: the cluster is named, the traffic is complete, all recovers (R14)', async () => {
  const ways: readonly (readonly [
    path: string,
    way: Record<string, unknown> & { kind: string },
    line: RegExp,
  ])[] = [
    ['/api/v1/services', { kind: 'status', status: 500 }, /^services .* degraded: .* failed inside/m],
    ['/api/v1/pods', { kind: 'html' }, /^pods .* degraded: .* sign-in page/m],
    ['/apis/apps/v1/deployments', { kind: 'reset' }, /^deployments .* degraded: .* cannot be reached/m],
    ['/apis/apps/v1/daemonsets', { kind: 'truncate' }, /^daemonsets .* degraded: .* cannot be read/m],
    [
      '/apis/networking.istio.io/v1/virtualservices',
      { kind: 'redirect', to: 'http://127.0.0.1:1/' },
      /^virtualservices .* degraded: .* redirect/m,
    ],
    [
      '/apis/networking.istio.io/v1/destinationrules',
      { kind: 'status', status: 401 },
      /^destinationrules .* degraded: .* credentials/m,
    ],
    [
      '/apis/networking.istio.io/v1/serviceentries',
      { kind: 'status', status: 429, retryAfterSeconds: 2 },
      /^serviceentries .* degraded: .* slow down/m,
    ],
    [
      '/apis/networking.istio.io/v1/gateways',
      { kind: 'huge' },
      /^gateways networking.* degraded: .* more than/m,
    ],
    [
      '/apis/security.istio.io/v1/peerauthentications',
      { kind: 'gone' },
      /^peerauthentications .* degraded: .* no longer/m,
    ],
  ];
  mesh.faults.set(
    ways.flatMap(([path, way]) => [
      { server: 'kubernetes', kind: 'cutWatches', path, how: 'reset', times: 1 } as Fault,
      // Bodies of lists, not of watches: so the list has to be asked for.
      { server: 'kubernetes', kind: 'gone', path, on: 'watch', times: 1 } as Fault,
      { server: 'kubernetes', path, ...way } as Fault,
    ]),
  );
  await expectKinds(...ways.map(([, , line]) => line));
  await expect(source('kubernetes')).toContainText('degraded', { timeout: 20_000 });
  await expect(source('prometheus')).toContainText('ok');
  await expect(canvas()).toHaveAttribute('data-stale', 'false');
  await expectStanding();
  mesh.faults.clear();
  await expect(source('kubernetes')).toContainText('ok', { timeout: 60_000 });
  await expectStanding();
});

test('a storm of 410 and of watches that end at once is weathered (R14)', async () => {
  mesh.faults.set([
    { server: 'kubernetes', kind: 'cutWatches', how: 'end' },
    { server: 'kubernetes', kind: 'gone', on: 'watch', as: 'event', contains: 'services' },
  ]);
  await expectKinds(/^pods .* degraded: The server ends watches at once\.$/m);
  await expect(source('kubernetes')).toContainText('degraded', { timeout: 20_000 });
  await expectStanding();
  mesh.faults.clear();
  await expect(source('kubernetes')).toContainText('ok', { timeout: 60_000 });
  await expectStanding();
});

/** Ends the watch of a kind so that it has to be listed again. */
function relist(path: string): Fault[] {
  return [
    { server: 'kubernetes', kind: 'cutWatches', path, how: 'reset', times: 1 },
    { server: 'kubernetes', kind: 'gone', path, on: 'watch', times: 1 },
  ];
}

test('a namespace that may not be read, and lists that come late or byte by byte, cost their own layer (R16)', async () => {
  test.setTimeout(420_000);
  mesh.faults.set([
    ...relist('/api/v1/pods'),
    ...relist('/apis/apps/v1/deployments'),
    ...relist('/apis/networking.istio.io/v1/destinationrules'),
    { server: 'kubernetes', kind: 'forbid', resources: ['pods'], namespaces: ['bookinfo'] },
    { server: 'kubernetes', kind: 'delay', ms: 120_000, path: '/apis/apps/v1/deployments' },
    {
      server: 'kubernetes',
      kind: 'drip',
      everyMs: 1_000,
      path: '/apis/networking.istio.io/v1/destinationrules',
    },
  ]);
  await expect(async () => {
    const kinds = await readKinds();
    expect(kinds).toMatch(/^pods .* forbidden: /m);
    expect(kinds).toMatch(/^deployments .* degraded: /m);
    expect(kinds).toMatch(/^destinationrules .* degraded: /m);
  }).toPass({ timeout: 120_000, intervals: [2_000] });
  await expect(source('kubernetes')).toContainText('degraded', { timeout: 20_000 });
  await expect(source('prometheus')).toContainText('ok');
  await expectStanding();
  mesh.faults.clear();
  // What is forbidden is asked for again every minute, a late list is given up after half a minute.
  await expect(async () => {
    const troubled = (await readKinds()).split('\n').filter((line) => !line.endsWith(' ok: '));
    expect(troubled).toEqual([]);
  }).toPass({ timeout: 240_000, intervals: [2_000] });
  await expect(source('kubernetes')).toContainText('ok', { timeout: 20_000 });
  await expectStanding();
});

test('nothing of all this has cost much memory (R3)', async () => {
  expect(await application.peakMegabytes()).toBeLessThan(MOST_MEMORY_MEGABYTES);
});
