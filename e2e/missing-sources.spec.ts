import { expect, test, type Page } from '@playwright/test';
import { startMesh, type RunningMesh } from '../lib/embedded/demo/start-mesh';
import { bookinfo } from '../lib/embedded/worlds/bookinfo';
import { freePort, startApplication, type Application } from './support/application';

/** What is said when sources are gone from the start: each page says what is true of what it shows, and no more. */
test.describe.configure({ timeout: 120_000 });

const LISTS = ['/routing', '/security/mtls', '/security/policies', '/traces'] as const;
const WINDOW = 'window=30s&refresh=off';

let mesh: RunningMesh;
let application: Application | undefined;

test.beforeAll(async () => {
  mesh = await startMesh({ world: bookinfo, historySeconds: 600, scrapeIntervalSeconds: 2 });
});

test.afterEach(async () => {
  await application?.close();
  application = undefined;
});

test.afterAll(() => mesh?.close());

/** An address at which nobody answers. */
async function nobody(): Promise<string> {
  return `http://127.0.0.1:${await freePort()}`;
}

async function start({ isSeen, isDeclared }: { isSeen: boolean; isDeclared: boolean }): Promise<string> {
  application = await startApplication({
    prometheusUrl: isSeen ? mesh.prometheusUrl : await nobody(),
    kubeconfig: isDeclared ? mesh.kubeconfig : mesh.kubeconfig.replaceAll(mesh.kubernetesUrl, await nobody()),
  });
  return application.url;
}

async function expectBanner(page: Page, testId: string, text: RegExp): Promise<void> {
  await expect(page.getByTestId(testId)).toHaveText(text, { timeout: 30_000 });
  const others = ['prometheus-banner', 'kubernetes-banner', 'sources-banner'].filter((id) => id !== testId);
  for (const other of others) await expect(page.getByTestId(other)).toHaveCount(0);
  await expect(page.locator('output').filter({ hasText: 'complete' })).toHaveCount(0);
}

/** Asks again until the source is known to be down: at the start it is only not there yet. */
async function waitForDown(page: Page, source: 'prometheus' | 'kubernetes'): Promise<void> {
  await expect(async () => {
    await page.getByTestId('refresh-now').click();
    await expect(page.getByTestId(`source-${source}`)).toContainText('down', { timeout: 2_500 });
  }).toPass({ timeout: 40_000 });
}

test('with neither source nobody is told that anything is known (R1)', async ({ page }) => {
  const url = await start({ isSeen: false, isDeclared: false });
  for (const path of LISTS) {
    await page.goto(`${url}${path}?${WINDOW}`);
    await waitForDown(page, 'kubernetes');
    await expectBanner(
      page,
      'sources-banner',
      /^Neither Prometheus nor Kubernetes can be asked, so nobody knows what was seen and what is declared\. \S/,
    );
  }
  await page.goto(`${url}/graph?${WINDOW}`);
  await waitForDown(page, 'kubernetes');
  await expectBanner(
    page,
    'kubernetes-banner',
    /^Kubernetes cannot be asked either, so nobody knows what the cluster declares\. \S/,
  );
  await expect(page.getByTestId('graph-state')).toHaveAttribute('data-state', 'metricsSourceDown');
});

test('without Kubernetes what was seen is shown as what it is', async ({ page }) => {
  const url = await start({ isSeen: true, isDeclared: false });
  for (const path of LISTS) {
    await page.goto(`${url}${path}?${WINDOW}`);
    await waitForDown(page, 'kubernetes');
    await expectBanner(
      page,
      'kubernetes-banner',
      /nobody knows what is declared: this is only what was seen/,
    );
  }
  await page.goto(`${url}/graph?${WINDOW}`);
  await waitForDown(page, 'kubernetes');
  await expectBanner(page, 'kubernetes-banner', /this is the traffic alone, as Prometheus tells it/);
  await expect(page.getByTestId('graph-canvas')).toHaveAttribute('data-node-count', '7');
});

test('without Prometheus what is declared is shown as what it is (R1)', async ({ page }) => {
  const url = await start({ isSeen: false, isDeclared: true });
  for (const path of LISTS) {
    await page.goto(`${url}${path}?${WINDOW}`);
    await waitForDown(page, 'prometheus');
    await expectBanner(
      page,
      'prometheus-banner',
      /what was seen is missing here; what is declared is told by Kubernetes all the same/,
    );
  }
  await page.goto(`${url}/graph?${WINDOW}`);
  await waitForDown(page, 'prometheus');
  await expect(page.getByTestId('kubernetes-banner')).toHaveCount(0);
});

test('a namespace that nobody knows is put back on every page', async ({ page }) => {
  const url = await start({ isSeen: true, isDeclared: true });
  for (const path of ['/graph', ...LISTS]) {
    await page.goto(`${url}${path}?namespaces=nowhere&${WINDOW}`);
    const reset = page.getByTestId('reset-parameter');
    await expect(reset, path).toHaveText('Reset namespaces');
    await expect(page.getByTestId('failure-code'), path).toHaveText('namespace-not-found');
    await reset.press('Enter');
    await expect(page).not.toHaveURL(/namespaces=/);
    await expect(reset, path).toHaveCount(0);
    await expect(page.getByTestId('data-age'), path).toBeVisible();
  }
});

test('a search for traces in a namespace that nobody knows goes on, and offers the way out', async ({
  page,
}) => {
  const url = await start({ isSeen: true, isDeclared: true });
  await page.goto(`${url}/traces?namespaces=nowhere&node=anybody&${WINDOW}`);
  await expect(page.getByTestId('callees-banner')).toContainText('nowhere');
  await page.getByTestId('callees-banner').getByTestId('reset-parameter').click();
  await expect(page).not.toHaveURL(/namespaces=/);
  await expect(page.getByTestId('callees-banner')).toHaveCount(0);
});
