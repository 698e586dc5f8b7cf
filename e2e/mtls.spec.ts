import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { startMesh, type RunningMesh } from '../lib/embedded/demo/start-mesh';
import { shop } from '../lib/embedded/worlds/shop/shop';
import { startApplication, type Application } from './support/application';

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

test('STRICT services are listed with the keyboard alone, each with the policy that decided', async ({
  page,
}) => {
  await page.goto(`${application.url}/security/mtls`);
  await expect(page.getByTestId('mtls-headline')).toContainText(/\d+ of \d+ services STRICT/);
  const search = page.getByTestId('mtls-search');
  for (let press = 0; press < 20; press += 1) {
    await page.keyboard.press('Tab');
    if (await search.evaluate((field) => field === document.activeElement)) break;
  }
  await page.keyboard.type('STRICT payments/default');
  const rows = page.getByTestId('mtls-table').locator('tbody tr[data-index]');
  await expect(rows.first()).toBeVisible();
  for (const row of await rows.all()) {
    await expect(row).toContainText('STRICT');
    await expect(row).toContainText('PeerAuthentication payments/default');
  }
  const axe = await new AxeBuilder({ page }).analyze();
  const serious = axe.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id }) => id)).toEqual([]);
});
