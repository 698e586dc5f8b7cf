import { expect, test, type Page } from '@playwright/test';
import type { GraphAnswer } from '../lib/contracts/graph';

const BOOKINFO = '/graph?namespaces=bookinfo&window=1m';

function canvas(page: Page) {
  return page.getByTestId('graph-canvas');
}

async function openBookinfo(page: Page): Promise<void> {
  await page.goto(BOOKINFO);
  await expect(canvas(page)).toHaveAttribute('data-node-count', '7');
}

test('the start page leads to the graph of the whole mesh', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/graph/);
  await expect(canvas(page)).toHaveAttribute('data-node-count', '7');
  await expect(canvas(page)).toHaveAttribute('data-edge-count', '7');
});

test('Bookinfo is drawn with the call ratios that its routes make', async ({ request }) => {
  const answer = await request.get('/api/graph?namespaces=bookinfo&window=1m&level=workload');
  const graph: GraphAnswer = await answer.json();
  const rate = (from: string, to: string) =>
    graph.edges.find(({ source, target }) => source.includes(`|${from}|`) && target.includes(`|${to}|`))
      ?.rate ?? 0;
  const views = rate('istio-ingressgateway', 'productpage-v1');
  expect(views).toBeGreaterThan(5);
  const share = (from: string, to: string) => rate(from, to) / views;
  expect(share('productpage-v1', 'details-v1')).toBeCloseTo(1, 1);
  expect(share('productpage-v1', 'reviews-v1')).toBeCloseTo(0.4, 1);
  expect(share('productpage-v1', 'reviews-v2')).toBeCloseTo(0.2, 1);
  expect(share('productpage-v1', 'reviews-v3')).toBeCloseTo(0.4, 1);
  expect(share('reviews-v2', 'ratings-v1') + share('reviews-v3', 'ratings-v1')).toBeCloseTo(0.6, 1);
  expect(rate('reviews-v1', 'ratings-v1')).toBe(0);
});

test('the first load shows what is being asked, not a blank page', async ({ page }) => {
  await page.route('**/api/graph?*', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await route.continue();
  });
  // A page counts as loaded only when what it asked for ahead is there.
  await page.goto(BOOKINFO, { waitUntil: 'commit' });
  await expect(page.getByTestId('graph-skeleton')).toBeVisible();
  await expect(canvas(page)).toBeVisible();
});

test('a selected node opens a panel with its numbers, its configuration and a chart', async ({ page }) => {
  await page.goto(`${BOOKINFO}&view=table`);
  await page
    .getByTestId('graph-table')
    .getByRole('button', { name: /^reviews v1/i })
    .first()
    .click();
  const panel = page.getByTestId('side-panel');
  await expect(panel).toContainText('reviews');
  await expect(panel).toContainText('VirtualService');
  await expect(panel).toContainText('50 %');
  await expect(page.getByTestId('history-chart')).toBeVisible();
  await expect(page).toHaveURL(/select=/);
});

test('a selected edge opens a panel with responses, reporters, mTLS and latency', async ({
  page,
  request,
}) => {
  const graph: GraphAnswer = await (await request.get('/api/graph?namespaces=bookinfo&window=1m')).json();
  const edge = graph.edges.find(({ target }) => target.includes('details'));
  await page.goto(`${BOOKINFO}&select=${encodeURIComponent(`edge:${edge?.id}`)}`);
  const panel = page.getByTestId('side-panel');
  await expect(panel).toContainText('200');
  await expect(panel).toContainText('p95');
  await expect(panel).toContainText(/mutual|mTLS/);
  await expect(panel).toContainText(/client/i);
  await expect(page.getByTestId('history-chart')).toBeVisible();
});

test('a refresh keeps zoom and selection', async ({ page }) => {
  await openBookinfo(page);
  await canvas(page).focus();
  await page.keyboard.press('+');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/select=/);
  const [zoom, address] = [await canvas(page).getAttribute('data-zoom'), page.url()];
  const refreshed = page.waitForResponse(/\/api\/graph\?/);
  await page.getByTestId('refresh-now').click();
  await refreshed;
  await page.waitForTimeout(500);
  expect(await canvas(page).getAttribute('data-zoom')).toBe(zoom);
  expect(page.url()).toBe(address);
});

test('the whole view lives in the URL, and the back button goes back', async ({ page }) => {
  await openBookinfo(page);
  await page.goto(`${BOOKINFO}&level=service`);
  await expect(canvas(page)).toHaveAttribute('data-node-count', '5');
  await page.goBack();
  await expect(canvas(page)).toHaveAttribute('data-node-count', '7');
});

test('garbage in the URL falls back with a visible note', async ({ page }) => {
  await page.goto('/graph?namespaces=bookinfo&window=elephant');
  await expect(canvas(page)).toHaveAttribute('data-node-count', '7');
  await expect(page.getByText(/window/i).first()).toBeVisible();
});

test('service nodes can be drawn between callers and workloads', async ({ page }) => {
  await page.goto(`${BOOKINFO}&serviceNodes=true`);
  await expect(canvas(page)).toHaveAttribute('data-node-count', '11');
});

test('nothing is thrown and nothing is loaded from elsewhere', async ({ page }) => {
  const failures: string[] = [];
  page.on('pageerror', (error) => failures.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') failures.push(message.text());
  });
  page.on('request', (asked) => {
    if (!asked.url().startsWith('http://localhost:') && !asked.url().startsWith('data:'))
      failures.push(asked.url());
  });
  for (const address of [BOOKINFO, `${BOOKINFO}&view=table`, '/status']) {
    await page.goto(address);
    await page.waitForTimeout(1500);
  }
  expect(failures).toEqual([]);
});
