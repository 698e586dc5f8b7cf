import { expect, test } from '@playwright/test';
import { startMesh, type RunningMesh } from '../lib/embedded/demo/start-mesh';
import { bookinfo } from '../lib/embedded/worlds/bookinfo';
import { startApplication, type Application } from './support/application';

let mesh: RunningMesh;
let well: Application;
let scoped: Application;

test.beforeAll(async () => {
  mesh = await startMesh({ world: bookinfo, historySeconds: 1_800, addOns: true });
  const { kubeconfig, prometheusUrl } = mesh;
  well = await startApplication({ kubeconfig });
  scoped = await startApplication({ kubeconfig, prometheusUrl, scope: 'mesh_id="elsewhere"' });
});

test.afterAll(async () => {
  await Promise.all([well?.close(), scoped?.close()]);
  await mesh?.close();
});

test.describe('the doctor on the status page', () => {
  test('finds nothing where all is well', async ({ page }) => {
    await page.goto(`${well.url}/status`);
    await expect(page.getByTestId('doctor')).toContainText('finds nothing wrong');
    await expect(page.getByTestId('status-prometheus')).toContainText('every 15');
    await expect(page.getByTestId('status-kubernetes')).toContainText('v1.32.4+telltale');
  });

  test('says why the graph is empty, with evidence and a cure', async ({ page }) => {
    await page.goto(`${scoped.url}/status`);
    const found = page.getByTestId('doctor').locator('li').first();
    await expect(found).toHaveAttribute('data-code', 'scope-matches-nothing');
    await expect(found).toContainText('without it they name bookinfo');
    await expect(found).toContainText('Correct TELLTALE_PROMETHEUS_SCOPE.');
  });

  test('is told of by the empty graph', async ({ page }) => {
    await page.goto(`${scoped.url}/graph`);
    await page.getByTestId('graph-state').getByRole('link', { name: 'doctor' }).click();
    await expect(page.getByTestId('doctor').locator('li').first()).toBeVisible();
  });
});
