import { expect, test, type Page } from '@playwright/test';
import { startMesh, type RunningMesh } from '../lib/embedded/demo/start-mesh';
import { shop } from '../lib/embedded/worlds/shop/shop';
import type { World } from '../lib/embedded/worlds/world';
import type { GraphAnswer } from '../lib/contracts/graph';
import { startApplication, type Application } from './support/application';
import { findSeriousFaults } from './support/serious-faults';

/** The shop while its recurring incident is under way: it began five minutes ago and goes on for the whole test. */
const troubled: World = {
  ...shop,
  incidents: (shop.incidents ?? []).map((incident) => ({
    ...incident,
    everySeconds: 7_200,
    lastsSeconds: 3_600,
    offsetSeconds: (Date.now() / 1000 - 300) % 7_200,
  })),
};

let mesh: RunningMesh;
let application: Application;

test.beforeAll(async () => {
  mesh = await startMesh({ world: troubled, historySeconds: 3_600, scrapeIntervalSeconds: 5 });
  application = await startApplication({
    prometheusUrl: mesh.prometheusUrl,
    kubeconfig: mesh.kubeconfig,
    environment: {
      TELLTALE_JAEGER_URL: mesh.jaegerUrl,
      TELLTALE_JAEGER_PUBLIC_URL: 'https://traces.example/jaeger',
    },
  });
});

test.afterAll(async () => {
  await application?.close();
  await mesh?.close();
});

test.afterEach(() => mesh.faults.set([]));

/** The page with the edge from one app of payments to another selected. */
async function edgeAddress(from: string, to: string): Promise<string> {
  const response = await fetch(`${application.url}/api/graph?namespaces=payments`);
  const { nodes, edges } = (await response.json()) as GraphAnswer;
  const idOf = (app: string) => nodes.find((node) => node.app === app)?.id;
  const edge = edges.find(({ source, target }) => source === idOf(from) && target === idOf(to));
  if (edge === undefined) throw new Error(`Nobody calls ${to} from ${from}.`);
  const select = encodeURIComponent(`edge:${edge.id}`);
  return `${application.url}/graph?namespaces=payments&refresh=off&select=${select}`;
}

const traces = (page: Page) => page.getByTestId('panel-traces');

test('from the red edge one click leads to a trace whose opened span is the failing call', async ({
  page,
}) => {
  await page.goto(await edgeAddress('checkout', 'card-payments'));
  await expect(traces(page)).toBeVisible();
  // The edge fails: its failures come first, unasked.
  await expect(page.getByTestId('traces-filter').getByRole('radio', { name: 'Failed' })).toBeChecked();
  const first = page.getByTestId('trace-row').first();
  await expect(first).toContainText('gRPC 14 UNAVAILABLE');
  await expect(page.getByTestId('traces-sampling')).toContainText(
    /of about .* failed or denied requests traced, matched exact/,
  );
  await first.getByTestId('trace-open').click();
  await expect(page).toHaveURL(/\/traces\/[0-9a-f]{32}\?span=/);
  const opened = page.getByTestId('waterfall').locator('[aria-pressed="true"]');
  await expect(opened).toContainText('checkout.payments');
  await expect(opened).toContainText('card-payments.payments.svc.cluster.local:9090/*');
  await expect(opened).toContainText('gRPC 14 UNAVAILABLE');
  await expect(page.getByTestId('span-details')).toContainText(
    'outbound|9090||card-payments.payments.svc.cluster.local',
  );
  await expect(page.getByTestId('trace-finding').first()).toContainText(/checkout → card-payments failed/);
});

test('links lead to the configured address, with the search and its absolute times', async ({ page }) => {
  await page.goto(await edgeAddress('checkout', 'card-payments'));
  const href = await page.getByTestId('traces-links').getByRole('link').first().getAttribute('href');
  const link = new URL(href ?? '');
  expect(link.origin + link.pathname).toBe('https://traces.example/jaeger/search');
  expect(link.searchParams.get('service')).toBe('checkout.payments');
  expect(JSON.parse(link.searchParams.get('tags') ?? '')).toMatchObject({
    upstream_cluster: 'outbound|9090||card-payments.payments.svc.cluster.local',
    error: 'true',
  });
  // Fractions of a microsecond are rounded outwards.
  const microseconds = Number(link.searchParams.get('end')) - Number(link.searchParams.get('start'));
  expect(Math.abs(microseconds - 300e6)).toBeLessThanOrEqual(2);
});

test('a backend that fails takes away its part only, and links stay (R20)', async ({ page }) => {
  mesh.faults.set([{ server: 'jaeger', kind: 'html' }]);
  // Names of services are remembered for some seconds.
  await new Promise((resolve) => setTimeout(resolve, 16_000));
  await page.goto(await edgeAddress('checkout', 'fraud'));
  await expect(traces(page)).toContainText(
    'Traces are missing: Jaeger answered with something other than JSON',
  );
  await expect(page.getByTestId('traces-links').getByRole('link')).toHaveCount(1);
  await expect(page.getByTestId('panel-traffic')).toContainText('rps');
});

test('both pages can be used by everybody', async ({ page }) => {
  await page.goto(await edgeAddress('checkout', 'card-payments'));
  await expect(page.getByTestId('trace-row').first()).toBeVisible();
  await page.getByTestId('trace-open').first().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('waterfall')).toBeVisible();
  expect(await findSeriousFaults(page)).toEqual([]);
  await page.goto(`${application.url}/traces/${'0'.repeat(32)}`);
  await expect(page.getByTestId('failure-code')).toHaveText('trace-not-found');
});

test('from a trace its path is marked over the graph of its time, and left again', async ({ page }) => {
  await page.goto(await edgeAddress('checkout', 'card-payments'));
  await page.getByTestId('trace-open').first().click();
  await page.getByTestId('trace-in-graph').click();
  await expect(page).toHaveURL(/\/graph\?trace=[0-9a-f]{32}&at=\d+&namespaces=/);
  const bar = page.getByTestId('trace-bar');
  await expect(bar).toContainText('a broad band is where it failed');
  await expect(page.getByTestId('trace-bar-end')).toContainText('checkout → card-payments failed');
  const canvas = page.getByTestId('graph-canvas');
  // Less than all of it is on the way, and what is on the way is more than the call that failed.
  await expect.poll(async () => Number(await canvas.getAttribute('data-found-edges'))).toBeGreaterThan(1);
  const marked = Number(await canvas.getAttribute('data-found-edges'));
  expect(marked).toBeLessThan(Number(await canvas.getAttribute('data-edge-count')));
  await expect(canvas).toHaveAttribute('data-failing-edges', '1');
  expect(await findSeriousFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Leave the trace' }).click();
  await expect(bar).toBeHidden();
  await expect(canvas).not.toHaveAttribute('data-found-edges', /./);
});

test('a trace that nobody has leaves the graph as it is, and says so', async ({ page }) => {
  await page.goto(`${application.url}/graph?namespaces=payments&refresh=off&trace=${'0'.repeat(32)}`);
  await expect(page.getByTestId('trace-bar')).toContainText('has no trace of this id');
  await expect(page.getByTestId('graph-canvas')).not.toHaveAttribute('data-found-edges', /./);
});

const TRACES = '/traces?namespaces=payments&refresh=off';

test('the page of traces finds them by who answers, who asks and how they ended', async ({ page }) => {
  await page.goto(`${application.url}${TRACES}`);
  const suggested = page.getByTestId('traces-suggestions').getByRole('button', { name: /→ card-payments/ });
  await suggested.first().click();
  await expect(page).toHaveURL(/node=.*source=.*errors=true|errors=true.*node=/);
  await expect(page.getByTestId('trace-row').first()).toContainText('gRPC 14 UNAVAILABLE');
  await page.getByTestId('traces-errors').uncheck();
  await expect(page.getByTestId('traces-sampling')).toContainText(/of about .* requests traced/);
  await page.getByTestId('traces-min').fill('600000');
  await expect(page.getByTestId('traces-page')).toContainText('No trace of it was kept in this window');
  await page.getByTestId('traces-clear').click();
  await page.getByTestId('traces-node').click();
  await page
    .getByRole('option', { name: /^fraud/ })
    .first()
    .click();
  await expect(page.getByTestId('trace-row').first()).toBeVisible();
  await expect(page).toHaveURL(/node=/);
  await page.reload();
  await expect(page.getByTestId('traces-node')).toHaveValue(/^fraud/);
  await expect(page.getByTestId('trace-row').first()).toBeVisible();
});

test('a trace is opened by an address that was copied from elsewhere', async ({ page }) => {
  const [trace] = mesh.traces.between(Date.now() / 1000 - 120, Date.now() / 1000 - 30);
  await page.goto(`${application.url}${TRACES}`);
  const field = page.getByTestId('open-trace');
  await field.fill('https://jaeger.example/search?service=web');
  await field.press('Enter');
  await expect(page.getByTestId('traces-page')).toContainText('No id of a trace is in there');
  await field.fill(`https://jaeger.example/jaeger/trace/${trace?.traceId}?uiFind=1`);
  await field.press('Enter');
  await expect(page).toHaveURL(`${application.url}/traces/${trace?.traceId}`);
  await expect(page.getByTestId('waterfall')).toBeVisible();
});

test('an unknown trace answers 404, and a backend that is down 503', async ({ request }) => {
  const unknown = await request.get(`${application.url}/api/traces/${'0'.repeat(32)}`);
  expect(unknown.status()).toBe(404);
  expect(await unknown.json()).toMatchObject({ code: 'trace-not-found', status: 404 });
  mesh.faults.set([{ server: 'jaeger', kind: 'status', status: 503 }]);
  const down = await request.get(`${application.url}/api/traces/${'0'.repeat(32)}`);
  expect(down.status()).toBe(503);
  expect(await down.json()).toMatchObject({ code: 'traces-unavailable' });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the page of traces has no serious accessibility fault in ${colorScheme}`, async ({ browser }) => {
    const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(`${application.url}${TRACES}`);
    await expect(page.getByTestId('traces-suggestions')).toBeVisible();
    await page.waitForTimeout(500);
    expect(await findSeriousFaults(page)).toEqual([]);
    await page.getByTestId('traces-suggestions').getByRole('button').first().click();
    await expect(page.getByTestId('trace-row').first()).toBeVisible();
    await page.getByTestId('traces-node').click();
    await expect(page.getByRole('listbox').getByRole('option').first()).toBeVisible();
    await page.waitForTimeout(500);
    expect(await findSeriousFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByTestId('trace-open').first().click();
    await expect(page.getByTestId('trace-findings')).toBeVisible();
    await page.waitForTimeout(500);
    expect(await findSeriousFaults(page)).toEqual([]);
    await context.close();
  });
}
