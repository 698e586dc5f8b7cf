import { expect, test, type Page } from '@playwright/test';
import { startMesh, type RunningMesh } from '../lib/embedded/demo/start-mesh';
import { startPrometheusServer } from '../lib/embedded/prometheus/start-server';
import { compileMatchers } from '../lib/embedded/promql/matchers';
import type { Labels, SeriesSource } from '../lib/embedded/promql/series-source';
import { bookinfo } from '../lib/embedded/worlds/bookinfo';
import { startApplication, type Application } from './support/application';

/** What whoever may start a pod, or send a request, can call things. */
const CALLED: Record<string, string> = {
  reviews: '<img src=/stolen onerror=alert(1)>',
  ratings: '</script><script>alert(2)</script>',
  details: '__proto__',
  productpage: 'constructor\u202Egnp.exe',
  'bookinfo-gateway-istio': 'javascript:alert(3)',
};

const PAGES = [
  '/graph',
  '/graph?lens=mtls&labels=rate,errors,mtls',
  '/graph?view=table',
  '/graph?view=table&rows=edges',
  '/routing',
  '/security/mtls',
  '/security/policies',
  '/security/policies?list=matrix',
  '/traces',
  '/what-if',
  '/status',
];

let mesh: RunningMesh;
let prometheus: { url: string; close(): Promise<void> };
let application: Application;

/** The same traffic between workloads that are called otherwise. */
function withHostileNames(source: SeriesSource): SeriesSource {
  return {
    *select(matchers, fromMs, toMs) {
      const fits = compileMatchers(matchers);
      for (const series of source.select(
        matchers.filter(({ name }) => name === '__name__'),
        fromMs,
        toMs,
      )) {
        const labels = rename(series.labels);
        if (fits(labels)) yield { labels, samples: (from, to) => series.samples(from, to) };
      }
    },
  };
}

function rename(labels: Labels): Labels {
  return Object.fromEntries(
    Object.entries(labels).map(([name, value]) => {
      if (name === '__name__') return [name, value];
      return [name, Object.entries(CALLED).reduce((text, [from, to]) => text.replaceAll(from, to), value)];
    }),
  );
}

test.beforeAll(async () => {
  mesh = await startMesh({ world: bookinfo, historySeconds: 900, scrapeIntervalSeconds: 5 });
  prometheus = await startPrometheusServer({
    source: withHostileNames(mesh.source),
    nowMs: Date.now,
    scrapeIntervalSeconds: 5,
    retentionSeconds: 900,
  });
  const route = '/apis/networking.istio.io/v1/namespaces/bookinfo/virtualservices/reviews';
  const changed = await fetch(mesh.kubernetesUrl + route, {
    method: 'PATCH',
    headers: { 'content-type': 'application/merge-patch+json' },
    body: JSON.stringify({
      metadata: { annotations: { note: CALLED['reviews'], link: CALLED['bookinfo-gateway-istio'] } },
      spec: { http: [{ name: CALLED['ratings'], route: [{ destination: { host: CALLED['reviews'] } }] }] },
    }),
  });
  expect(changed.status).toBe(200);
  application = await startApplication({ prometheusUrl: prometheus.url, kubeconfig: mesh.kubeconfig });
});

test.afterAll(async () => {
  await application?.close();
  await prometheus?.close();
  await mesh?.close();
});

/** All that would show that a text was taken for something else. */
function watchHarm(page: Page): string[] {
  const harm: string[] = [];
  page.on('dialog', (dialog) => {
    harm.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => harm.push(`thrown: ${error.message}`));
  page.on('request', (request) => {
    const { origin, pathname } = new URL(request.url());
    if (origin !== application.url || pathname === '/stolen') harm.push(`a request for ${request.url()}`);
  });
  return harm;
}

async function expectOnlyText(page: Page): Promise<void> {
  const found = await page.evaluate(() => ({
    images: document.querySelectorAll('img[src$="stolen"]').length,
    scripts: [...document.scripts].filter(({ text }) => /^\s*alert\(/.test(text)).length,
    links: document.querySelectorAll('a[href^="javascript:"]').length,
    added: Object.keys(Object.prototype).length,
  }));
  expect(found).toEqual({ images: 0, scripts: 0, links: 0, added: 0 });
}

for (const address of PAGES) {
  test(`names that are markup, scripts or addresses are text on ${address} (S21)`, async ({ page }) => {
    const harm = watchHarm(page);
    await page.goto(application.url + address);
    await expect(page.locator('h1').first()).toBeAttached();
    await page.waitForLoadState('networkidle');
    await expectOnlyText(page);
    expect(harm).toEqual([]);
  });
}

test('they are text in the panels of each node and edge, and their order is written out (S21, S24)', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const harm = watchHarm(page);
  const graph = (await (await fetch(`${application.url}/api/graph?window=5m`)).json()) as {
    nodes: { id: string }[];
    edges: { id: string }[];
  };
  expect(graph.nodes.length).toBeGreaterThanOrEqual(7);
  const spots = [
    ...graph.nodes.map(({ id }) => ['node', id]),
    ...graph.edges.map(({ id }) => ['edge', id]),
  ] as const;
  for (const [kind, id] of spots) {
    await page.goto(`${application.url}/graph?select=${kind}:${encodeURIComponent(id ?? '')}`);
    await expect(page.getByTestId('side-panel')).toBeVisible();
    await expectOnlyText(page);
  }
  await page.goto(`${application.url}/graph?view=table`);
  await expect(page.locator('main')).toContainText('<img src=/stolen onerror=alert(1)>');
  await expect(page.locator('main')).toContainText(/constructor\S*202e\S*gnp\.exe/i);
  await expect(page.locator('main')).not.toContainText('\u202E');
  expect(harm).toEqual([]);
});
