import { expect, test, type Page } from '@playwright/test';
import { findNode } from './support/canvas';

const BOOKINFO = '/graph?namespaces=bookinfo&window=1m&refresh=off';

function canvas(page: Page) {
  return page.getByTestId('graph-canvas');
}

async function open(page: Page, address = BOOKINFO, nodes = 7): Promise<void> {
  await page.goto(address);
  await expect(canvas(page)).toHaveAttribute('data-node-count', String(nodes));
  await page.waitForTimeout(600);
}

test('a double click on a box folds it, another one opens it, and the address says so', async ({ page }) => {
  await open(page);
  const [details, productpage] = [await findNode(page, 'details'), await findNode(page, 'productpage')];
  // In the box of the namespace, above productpage and left of details: nobody stands there.
  await page.mouse.dblclick(productpage.x, details.y);
  await expect(canvas(page)).toHaveAttribute('data-node-count', '2');
  await expect(page).toHaveURL(/fold=ns(:|%3A)bookinfo/);
  await expect(page.getByTestId('drawing-words')).toContainText('Showing 1 of 7 nodes, 1 box folded');
  await page.waitForTimeout(600);
  const folded = await findNode(page, 'aggregate');
  await page.mouse.dblclick(folded.x, folded.y);
  await expect(canvas(page)).toHaveAttribute('data-node-count', '7');
});

test('versions of an app fold to one node from the keyboard, and the panel tells what is inside', async ({
  page,
}) => {
  await open(page, `${BOOKINFO}&fold=app:bookinfo/reviews`, 5);
  const reviews = await findNode(page, 'aggregate');
  await page.mouse.click(reviews.x, reviews.y);
  const panel = page.getByTestId('side-panel');
  await expect(panel).toContainText('Folded app');
  await expect(panel.getByTestId('panel-inside')).toContainText('reviews v3');
  await expect(panel.getByTestId('history-chart')).toBeVisible();
  await canvas(page).focus();
  await page.keyboard.press('b');
  await expect(canvas(page)).toHaveAttribute('data-node-count', '7');
});

test('selecting what is inside a folded box opens the way to it', async ({ page, request }) => {
  const graph = await (await request.get('/api/graph?namespaces=bookinfo&window=1m')).json();
  const ratings: string = graph.nodes.find(({ app }: { app?: string }) => app === 'ratings').id;
  await page.goto(`${BOOKINFO}&fold=ns:bookinfo&select=${encodeURIComponent(`node:${ratings}`)}`);
  await expect(canvas(page)).toHaveAttribute('data-node-count', '7');
  await expect(page.getByTestId('side-panel')).toContainText('ratings');
});

test('a double click on a node shows its surroundings, and there is a way back', async ({ page }) => {
  await open(page);
  const ratings = await findNode(page, 'ratings');
  await page.mouse.dblclick(ratings.x, ratings.y);
  await expect(canvas(page)).toHaveAttribute('data-node-count', '3');
  await expect(page.getByTestId('focus-bar')).toContainText('ratings');
  await expect(page).toHaveURL(/focus=/);
  await page.getByTestId('hops').getByText('callers only').click();
  await expect(canvas(page)).toHaveAttribute('data-node-count', '5');
  await page.getByTestId('leave-focus').click();
  await expect(canvas(page)).toHaveAttribute('data-node-count', '7');
  await page.goBack();
  await expect(page.getByTestId('focus-bar')).toBeVisible();
});

test('the menu of a node offers the ways from what is selected', async ({ page }) => {
  await open(page);
  const [from, to] = [await findNode(page, 'productpage'), await findNode(page, 'ratings')];
  await page.mouse.click(from.x, from.y);
  await expect(page.getByTestId('side-panel')).toContainText('productpage');
  await page.waitForTimeout(400);
  const target = await findNode(page, 'ratings');
  expect(target).toEqual(to);
  await page.mouse.click(target.x, target.y, { button: 'right' });
  await page.getByRole('menuitem', { name: /^Ways from productpage/ }).click();
  await expect(canvas(page)).toHaveAttribute('data-node-count', '4');
  await expect(page.getByTestId('focus-bar')).toContainText(/From productpage.* to ratings/);
});

test('the keyboard opens the menu, pins, and gets the focus back', async ({ page }) => {
  await open(page);
  await canvas(page).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+F10');
  await expect(page.getByTestId('canvas-menu')).toBeVisible();
  await page.getByRole('menuitem', { name: 'Pin here' }).press('Enter');
  await expect(page.getByTestId('canvas-menu')).toBeHidden();
  await expect(page.getByTestId('unpin-all')).toBeVisible();
  await expect(canvas(page)).toBeFocused();
  await page.getByTestId('unpin-all').click();
});

test('several labels are chosen and live in the address', async ({ page }) => {
  await open(page);
  await page.getByTestId('edge-labels-picker').click();
  await page.getByTestId('edge-labels').getByLabel('Latency p95').check();
  await page.getByTestId('edge-labels').getByLabel('mTLS').check();
  await expect(page).toHaveURL(/labels=rate(,|%2C)p95(,|%2C)mtls/);
  await open(page, `${BOOKINFO}&labels=latency`);
  await expect(page.getByTestId('edge-labels-picker')).toHaveText('Labels: p95');
});
