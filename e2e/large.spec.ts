import { expect, test, type Page, type Route } from '@playwright/test';
import type { GraphAnswer } from '../lib/contracts/graph';
import { startMesh, type RunningMesh } from '../lib/embedded/demo/start-mesh';
import { findWorld } from '../lib/embedded/worlds/find-world';
import { startApplication, type Application } from './support/application';
import { distances, readPlaces } from './support/canvas';

/** A graph that is too large to be read opens as an overview: first with what is drawn of it, then with all of it. */
test.describe.configure({ timeout: 120_000 });

const WHOLE = /\/api\/graph\?(?!.*overview=true)/;
const ADDRESS = '/graph?window=1m&refresh=off';

let mesh: RunningMesh;
let application: Application;

test.beforeAll(async () => {
  mesh = await startMesh({ world: findWorld('large:600')!, historySeconds: 600, scrapeIntervalSeconds: 10 });
  application = await startApplication({ prometheusUrl: mesh.prometheusUrl, kubeconfig: mesh.kubeconfig });
});

test.afterAll(async () => {
  await application?.close();
  await mesh?.close();
});

const canvasOf = (page: Page) => page.getByTestId('graph-canvas');

/** Which graphs a page is given. */
function listGraphs(page: Page): string[] {
  const given: string[] = [];
  page.on('response', async (response) => {
    if (!response.url().includes('/api/graph?')) return;
    const { overview } = (await response.json()) as GraphAnswer;
    given.push(overview === undefined ? 'graph' : 'overview');
  });
  return given;
}

/** Holds the whole graph back until it is let go. */
async function holdWhole(page: Page): Promise<() => void> {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route(WHOLE, async (route: Route) => {
    await held;
    await route.continue();
  });
  return letGo;
}

async function waitForOverview(page: Page): Promise<number> {
  await expect(page.getByTestId('data-age')).toContainText('details follow');
  await expect(canvasOf(page)).not.toHaveAttribute('data-node-count', '0');
  const nodes = Number(await canvasOf(page).getAttribute('data-node-count'));
  expect(nodes).toBeGreaterThan(50);
  expect(nodes).toBeLessThan(100);
  return nodes;
}

test('draws its overview first, and stays as it is when the whole graph has come', async ({ page }) => {
  const given = listGraphs(page);
  const letGo = await holdWhole(page);
  await page.goto(application.url + ADDRESS);
  const nodes = await waitForOverview(page);
  await expect(page.getByTestId('source-prometheus')).toContainText('ok');
  // The view is fitted with a short movement.
  await page.waitForTimeout(600);
  const before = await readPlaces(page);
  letGo();
  await expect(page.getByTestId('data-age')).toContainText('as of');
  await expect(page.getByRole('complementary')).toContainText('601');
  await page.waitForTimeout(600);
  await expect(canvasOf(page)).toHaveAttribute('data-node-count', String(nodes));
  const moved = distances(before, await readPlaces(page));
  expect(moved).toHaveLength(nodes);
  expect(moved.at(-1)).toBeLessThan(1);
  expect(given).toEqual(['overview', 'graph']);

  await page.getByTestId('refresh-now').click();
  await expect.poll(() => given).toEqual(['overview', 'graph', 'graph']);
});

test('opens a box that was opened in the overview, once the whole graph has come', async ({ page }) => {
  const letGo = await holdWhole(page);
  await page.goto(application.url + ADDRESS);
  const nodes = await waitForOverview(page);
  await canvasOf(page).focus();
  for (let press = 0; press < 40; press += 1) {
    await page.keyboard.press(press % 2 === 0 ? 'ArrowRight' : 'ArrowDown');
    if (/, group/.test((await canvasOf(page).locator('[aria-live="polite"]').textContent()) ?? '')) break;
  }
  await page.keyboard.press('b');
  await expect(page).toHaveURL(/fold=ns%2C-ns%3A|fold=ns,-ns:/);
  await expect(canvasOf(page)).toHaveAttribute('data-node-count', String(nodes));
  letGo();
  await expect
    .poll(async () => Number(await canvasOf(page).getAttribute('data-node-count')))
    .toBeGreaterThan(nodes + 5);
});

test('says that it is only an overview where the whole graph cannot be had', async ({ page }) => {
  await page.route(WHOLE, (route) => route.abort());
  await page.goto(application.url + ADDRESS);
  await expect(page.getByTestId('stale-banner')).toContainText('This is only the overview of', {
    timeout: 30_000,
  });
  await expect(page.getByTestId('data-age')).toContainText('overview of');
  expect(Number(await canvasOf(page).getAttribute('data-node-count'))).toBeGreaterThan(50);
  await page.unroute(WHOLE);
  await page.getByTestId('retry').click();
  await expect(page.getByTestId('data-age')).toContainText('as of');
  await expect(page.getByTestId('stale-banner')).toHaveCount(0);
});

for (const [what, address] of [
  ['something is looked for', `${ADDRESS}&find=failing`],
  ['boxes are chosen to be folded', `${ADDRESS}&fold=ns`],
  ['the table is read', `${ADDRESS}&view=table`],
  ['few namespaces are chosen', `${ADDRESS}&namespaces=istio-system`],
] as const) {
  test(`is given the whole graph at once where ${what}`, async ({ page }) => {
    const given = listGraphs(page);
    await page.goto(application.url + address);
    await expect(page.getByTestId('data-age')).toContainText('as of');
    expect(given).toEqual(['graph']);
  });
}
