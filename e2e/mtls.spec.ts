import fs from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { startMesh, type RunningMesh } from '../lib/embedded/demo/start-mesh';
import { shop } from '../lib/embedded/worlds/shop/shop';
import { startApplication, type Application } from './support/application';
import { expectKeysOnly, watchForPointers } from './support/keys-only';
import { applyAt, kubectlAt } from './support/kubectl';
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

// Slow polls: what shows soon has come by the cluster's changes.
const address = (query = '') => `${application.url}/security/mtls?refresh=60s${query}`;
const rowsOf = (page: Page) => page.getByTestId('mtls-table').locator('tbody tr[data-index]');
const headline = (page: Page) => page.getByTestId('mtls-headline');

/** Presses Tab until an element has the focus. */
async function tabTo(page: Page, testId: string): Promise<void> {
  const target = page.getByTestId(testId);
  for (let press = 0; press < 40; press += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reaches ${testId}.`);
}

test('STRICT services are listed, and one is opened, with the keyboard alone', async ({ page }) => {
  await watchForPointers(page);
  await page.goto(address());
  await expect(headline(page)).toContainText(
    /^7 of 31 services STRICT, 17 PERMISSIVE, 1 mixed, 3 without proxy/,
  );
  await tabTo(page, 'mtls-mode');
  await page.keyboard.type('STRICT');
  await expect(page).toHaveURL(/mode=STRICT/);
  await expect(rowsOf(page)).toHaveCount(7);
  for (const row of await rowsOf(page).all()) await expect(row).toContainText('STRICT');
  await tabTo(page, 'mtls-csv');
  // Past the heads of the columns, into the rows.
  const first = rowsOf(page).first().getByRole('button');
  for (let press = 0; press < 20; press += 1) {
    await page.keyboard.press('Tab');
    if (await first.evaluate((button) => button === document.activeElement)) break;
  }
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const panel = page.getByTestId('side-panel');
  await expect(panel).toContainText('payments/default says STRICT for the namespace.');
  await expect(page.getByTestId('mtls-trail')).toContainText('decides');
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(rowsOf(page).nth(1).getByRole('button')).toBeFocused();
  await expectKeysOnly(page);
});

test('it says who would be refused, and the rows can be sorted, shared and saved', async ({ page }) => {
  await page.goto(address('&strict=notReady&sort=-seen'));
  const rows = rowsOf(page);
  await expect(rows.first()).toContainText('stock');
  await expect(rows.nth(1)).toContainText('orders');
  await rows.first().getByRole('button').click();
  await expect(page).toHaveURL(/open=service:fulfilment\/stock/);
  const readiness = page.getByTestId('mtls-readiness');
  await expect(readiness).toContainText('unknown caller → fulfilment/stock');
  await expect(readiness).toContainText('backoffice/night-sync');
  await expect(page.getByTestId('mtls-callers')).toContainText('payments/checkout');

  await page.reload();
  await expect(readiness).toContainText('backoffice/night-sync');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('mtls-csv').click()]);
  const csv = await fs.readFile(await download.path(), 'utf8');
  expect(csv).toMatch(/^cluster,namespace,name,mode,/);
  expect(csv).toContain('fulfilment,stock,PERMISSIVE,sidecar,fulfilment/default,namespace,');
  expect(csv.trim().split('\r\n')).toHaveLength((await rows.count()) + 1);
});

test('the policies that it writes for the whole mesh can be applied, and make all of it STRICT', async ({
  page,
}) => {
  await page.goto(address('&open=mesh'));
  const readiness = page.getByTestId('mtls-readiness');
  // The namespace without sidecars is what stands in the way.
  await expect(readiness.locator('[data-blocker="unknownCaller"]')).toHaveCount(2);
  await expect(readiness).toContainText('backoffice/night-sync');
  const yaml = (await page.getByTestId('mtls-yaml').textContent()) ?? '';
  await applyAt(mesh.kubeconfig, yaml);
  await expect(headline(page)).toContainText(
    '25 of 31 services STRICT, 3 without proxy, 2 gateways, 1 with nothing behind it',
  );
  await expect(page.getByTestId('default-mesh')).toContainText('STRICT');
  await expect(readiness).toContainText('is STRICT');
});

test('one policy in the root namespace turns the whole table STRICT at once, and is named as what decided', async ({
  page,
}) => {
  await kubectlAt(mesh.kubeconfig, 'delete', 'peerauthentications', '--all', '--all-namespaces');
  await page.goto(address('&open=mesh'));
  await expect(headline(page)).toContainText('1 of 31 services STRICT, 24 PERMISSIVE');
  // Before it is done, the namespace without sidecars is named as what it would break.
  const readiness = page.getByTestId('mtls-readiness');
  await expect(readiness).toContainText('not ready');
  await expect(readiness).toContainText('backoffice/night-sync');
  await expect(readiness).toContainText('last seen');
  await expect(page.getByTestId('mtls-clean')).toHaveText('Plaintext is still arriving.');
  await page.keyboard.press('Escape');
  await applyAt(
    mesh.kubeconfig,
    'apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: {name: default, namespace: istio-system}\n' +
      'spec: {mtls: {mode: STRICT}}\n',
  );
  const appliedMs = Date.now();
  await expect(headline(page)).toContainText('25 of 31 services STRICT, 3 without proxy', { timeout: 6_000 });
  // Under two seconds on an idle machine; a busy one may take its time.
  const description = `the table was STRICT after ${Date.now() - appliedMs} ms`;
  test.info().annotations.push({ type: 'measured', description });
  await expect(page.getByTestId('default-mesh')).toContainText('istio-system/default');
  await page.getByTestId('mtls-search').fill('istio-system/default');
  // All but the waypoint, which takes nothing else anyway.
  await expect(page.getByText('24 of 31 services', { exact: true })).toBeAttached();
  for (const row of await rowsOf(page).all()) await expect(row).toContainText('STRICT');

  await page.getByTestId('mtls-search').fill('backoffice/erp');
  await expect(rowsOf(page)).toHaveCount(1);
  await expect(rowsOf(page)).toContainText('No proxy');
  await rowsOf(page).getByRole('button').click();
  await expect(page.getByTestId('mtls-readiness')).toContainText(
    'It has no proxy: nobody would enforce a policy.',
  );
  await expect(page.getByTestId('mtls-trail')).toContainText('no effect');

  // The same question about its namespace: the one without sidecars, which nothing there would enforce.
  await page.getByTestId('mtls-scopes').getByRole('button', { name: 'namespace backoffice' }).click();
  await expect(page).toHaveURL(/open=namespace:backoffice/);
  await expect(page.getByTestId('mtls-readiness')).toContainText('not ready');
  await expect(page.getByTestId('mtls-readiness')).toContainText('backoffice/night-sync');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`it has no serious accessibility fault in ${colorScheme}`, async ({ browser }) => {
    const context = await browser.newContext({ colorScheme });
    const page = await context.newPage();
    await page.goto(address('&list=workloads&open=workload:fulfilment/orders'));
    await expect(page.getByTestId('mtls-lead')).toBeVisible();
    expect(await findSeriousFaults(page)).toEqual([]);
    await page.goto(address('&namespaces='));
    await expect(page.getByTestId('mtls-state')).toHaveAttribute('data-state', 'nothingSelected');
    expect(await findSeriousFaults(page)).toEqual([]);
    await context.close();
  });
}

test('without Prometheus it tells what is declared, without Kubernetes what was seen', async ({ page }) => {
  const declared = await startApplication({ kubeconfig: mesh.kubeconfig });
  await page.goto(`${declared.url}/security/mtls`);
  await expect(page.getByTestId('prometheus-banner')).toBeVisible();
  await expect(headline(page)).toContainText(/services STRICT.*traffic is not known/);
  await expect(rowsOf(page).first()).toContainText('not known');
  await declared.close();

  const seen = await startApplication({ prometheusUrl: mesh.prometheusUrl });
  await page.goto(`${seen.url}/security/mtls`);
  await expect(page.getByTestId('kubernetes-banner')).toBeVisible();
  await expect(headline(page)).toContainText(/^0 of \d+ services STRICT, \d+ unknown/);
  await expect(rowsOf(page).first()).toContainText('Unknown');
  await seen.close();
});
