import { expect, test, type Page } from '@playwright/test';
import { startMesh, type RunningMesh } from '../lib/embedded/demo/start-mesh';
import { shop } from '../lib/embedded/worlds/shop/shop';
import { startApplication, type Application } from './support/application';
import { applyAt } from './support/kubectl';
import { findSeriousFaults } from './support/serious-faults';

let mesh: RunningMesh;
let application: Application;

test.beforeAll(async () => {
  mesh = await startMesh({ world: shop, historySeconds: 900, scrapeIntervalSeconds: 5 });
  application = await startApplication({ prometheusUrl: mesh.prometheusUrl, kubeconfig: mesh.kubeconfig });
});

test.afterAll(async () => {
  await application?.close();
  await mesh?.close();
});

const address = (query = '') => `${application.url}/graph?refresh=60s${query}`;
const canvas = (page: Page) => page.getByTestId('graph-canvas');

async function open(page: Page, query = ''): Promise<void> {
  await page.goto(address(query));
  await expect(canvas(page)).toHaveAttribute('data-node-count', /^[1-9]/);
}

test('a key looks at the same picture through another lens, and back', async ({ page }) => {
  await open(page);
  await expect(canvas(page)).toHaveAttribute('data-lens', 'traffic');
  const nodes = await canvas(page).getAttribute('data-node-count');
  const zoom = await canvas(page).getAttribute('data-zoom');
  await page.keyboard.press('3');
  await expect(canvas(page)).toHaveAttribute('data-lens', 'mtls');
  await expect(page).toHaveURL(/lens=mtls/);
  expect(await canvas(page).getAttribute('data-node-count')).toBe(nodes);
  expect(await canvas(page).getAttribute('data-zoom')).toBe(zoom);
  await page.reload();
  await expect(canvas(page)).toHaveAttribute('data-lens', 'mtls');
  await page.keyboard.press('1');
  await expect(canvas(page)).toHaveAttribute('data-lens', 'traffic');
  await expect(page).not.toHaveURL(/lens=/);
});

test('it sums up who accepts what, and lists what is not mutual TLS with the reason', async ({ page }) => {
  await open(page, '&lens=mtls');
  await expect(page.getByTestId('mtls-summary-modes')).toContainText(/STRICT\s*5/);
  await expect(page.getByTestId('mtls-summary-states')).toContainText('2 plaintext');
  const edges = page.getByTestId('mtls-summary-edges');
  await expect(edges.getByRole('button').first()).toContainText('most often a caller without a proxy');
  await edges.getByRole('button').first().click();
  await expect(page.getByTestId('panel-mtls-seen')).toContainText('all plaintext');
});

test('its legend names what is on the canvas, in words', async ({ page }) => {
  await open(page, '&lens=mtls');
  await page.getByTestId('legend-toggle').click();
  const legend = page.getByTestId('legend');
  for (const words of ['STRICT: takes mutual TLS only', 'No proxy', 'plaintext, with the reason'])
    await expect(legend).toContainText(words);
});

test('an edge tells both sides, who they are, and what it comes to, also once a rule is in the way', async ({
  page,
}) => {
  const answer = await page.request.get(`${application.url}/api/graph`);
  const { edges } = (await answer.json()) as { edges: { id: string }[] };
  const id = edges.find((one) => /\|payments\|.*>.*\|ledger\|ledger\|/.test(one.id))?.id;
  if (id === undefined) throw new Error('Nobody calls the ledger.');
  await open(page, `&lens=mtls&select=${encodeURIComponent(`edge:${id}`)}`);
  const panel = page.getByTestId('panel-mtls');
  await expect(panel).toContainText('all mutual TLS');
  await expect(panel).toContainText('spiffe://cluster.local/ns/payments/sa/');
  await expect(panel).toContainText('what auto mTLS chooses');
  await expect(panel).toContainText('payments/default says STRICT for the namespace.');
  await expect(page.getByTestId('panel-mtls-declared')).toContainText('Together: mutual TLS.');
  await applyAt(
    mesh.kubeconfig,
    'apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: ledger-plain, namespace: payments}\n' +
      'spec: {host: ledger.payments.svc.cluster.local, trafficPolicy: {tls: {mode: DISABLE}}}\n',
  );
  await expect(page.getByTestId('panel-mtls-declared')).toContainText('Together: refused.', {
    timeout: 5_000,
  });
  await expect(panel).toContainText('DISABLE, by DestinationRule payments/ledger-plain');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`it has no serious accessibility fault in ${colorScheme}`, async ({ browser }) => {
    const context = await browser.newContext({ colorScheme });
    const page = await context.newPage();
    await open(page, '&lens=mtls');
    await page.getByTestId('legend-toggle').click();
    await expect(page.getByTestId('mtls-summary-edges')).toBeVisible();
    expect(await findSeriousFaults(page)).toEqual([]);
    await context.close();
  });
}
