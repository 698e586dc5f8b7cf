import { expect, test, type Page } from '@playwright/test';
import { findSeriousFaults } from './support/serious-faults';

const BOOKINFO = '/graph?namespaces=bookinfo&window=1m';

const canvas = (page: Page) => page.getByTestId('graph-canvas');
const findField = (page: Page) => page.getByRole('combobox', { name: 'Find in the graph' });
const hideField = (page: Page) => page.getByRole('combobox', { name: 'Hide from the graph' });

async function openBookinfo(page: Page, more = ''): Promise<void> {
  await page.goto(`${BOOKINFO}${more}`);
  await expect(canvas(page)).toBeVisible();
}

async function expectAccessible(page: Page): Promise<void> {
  expect(await findSeriousFaults(page)).toEqual([]);
}

test('what is typed is found: marked, counted, and in the address', async ({ page }) => {
  await openBookinfo(page);
  await expect(canvas(page)).toHaveAttribute('data-node-count', '7');
  await page.keyboard.press('/');
  await expect(findField(page)).toBeFocused();
  await page.keyboard.type('name = reviews');
  await expect(canvas(page)).toHaveAttribute('data-found-nodes', '3');
  await expect(canvas(page)).toHaveAttribute('data-found-edges', '5');
  await expect(page.getByTestId('find-status')).toHaveText('Found 3 nodes, 5 edges');
  await expect(page).toHaveURL(/find=name/);
  await page.reload();
  await expect(findField(page)).toHaveValue('name = reviews');
  await expect(canvas(page)).toHaveAttribute('data-found-nodes', '3');
});

test('conditions about edges and nodes join', async ({ page, request }) => {
  const graph = await (await request.get('/api/graph?namespaces=bookinfo&window=1m')).json();
  const slow = graph.edges.filter((edge: { latencyMs?: { p95?: number } }) => (edge.latencyMs?.p95 ?? 0) > 1);
  expect(slow.length).toBeGreaterThan(0);
  await openBookinfo(page, `&find=${encodeURIComponent('rt > 1ms')}`);
  await expect(canvas(page)).toHaveAttribute('data-found-nodes', '0');
  await expect(canvas(page)).toHaveAttribute('data-found-edges', String(slow.length));
  await findField(page).fill('target.name = ratings and http > 0');
  await expect(canvas(page)).toHaveAttribute('data-found-edges', '2');
});

test('Enter goes from hit to hit, round and round', async ({ page }) => {
  await openBookinfo(page);
  await findField(page).fill('name = reviews and not protocol = http');
  await expect(page.getByTestId('find-status')).toHaveText(/nothing/);
  await findField(page).fill('version = v2 or version = v3');
  await expect(canvas(page)).toHaveAttribute('data-found-nodes', '2');
  const selected = () => new URL(page.url()).searchParams.get('select');
  const walked: (string | null)[] = [];
  for (let step = 0; step < 7; step += 1) {
    const before = selected();
    await findField(page).press('Enter');
    await expect.poll(selected).not.toBe(before);
    walked.push(selected());
  }
  expect(walked.slice(0, 2).every((selection) => selection?.startsWith('node:'))).toBe(true);
  expect(new Set(walked).size).toBe(6);
  expect(walked[6]).toBe(walked[0]);
  await findField(page).press('Shift+Enter');
  await expect.poll(selected).toBe(walked[5]);
  await expect(findField(page)).toBeFocused();
});

test('a misspelt word is marked, with what was perhaps meant', async ({ page }) => {
  await openBookinfo(page);
  await findField(page).fill('nmae = reviews and idle');
  const error = page.getByTestId('expression-error');
  await expect(error.locator('mark')).toHaveText('nmae');
  await expect(error).toContainText('Did you mean “name”?');
  await expect(findField(page)).toHaveAttribute('aria-invalid', 'true');
  await expect(findField(page)).toHaveAccessibleDescription(/There is no operand/);
  await expect(page).not.toHaveURL(/[?&]find=/);
  await expectAccessible(page);
  await findField(page).press('Escape');
  await expect(findField(page)).toHaveValue('');
  await expect(error).toBeHidden();
  await findField(page).fill('idel');
  await expect(page.getByTestId('find-status')).toHaveText('Found nothing. Did you mean “idle”?');
});

test('the keyboard completes an expression from the values of the graph', async ({ page }) => {
  await openBookinfo(page);
  await page.keyboard.press('/');
  await page.keyboard.type('vers');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.keyboard.type('= ');
  const list = page.getByRole('listbox', { name: /Find in the graph/ });
  await expect(list.getByRole('option')).toHaveText([/^latest/, /^v1/, /^v2/, /^v3/]);
  await expectAccessible(page);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Tab');
  await expect(findField(page)).toHaveValue('version = v3 ');
  await expect(canvas(page)).toHaveAttribute('data-found-nodes', '1');
});

for (const width of [1440, 1024]) {
  test(`what is hidden is not drawn, at ${width} pixels, and comes back`, async ({ page }) => {
    await page.setViewportSize({ width, height: 768 });
    await openBookinfo(page);
    await expect(canvas(page)).toHaveAttribute('data-node-count', '7');
    const bar = await page.getByTestId('top-bar').boundingBox();
    expect(bar?.height).toBeLessThan(60);
    await page.keyboard.press('h');
    await expect(hideField(page)).toBeFocused();
    await page.keyboard.type('name = reviews');
    await expect(page.getByTestId('hide-dropdown')).toContainText('Enter hides 3 nodes, 5 edges.');
    await expectAccessible(page);
    await expect(canvas(page)).toHaveAttribute('data-node-count', '7');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('hide-dropdown')).toBeHidden();
    await expect(canvas(page)).toHaveAttribute('data-node-count', '4');
    await expect(canvas(page)).toHaveAttribute('data-edge-count', '2');
    await expect(page.getByTestId('hide-status')).toContainText('Hidden: 3 nodes, 5 edges');
    await expect(page).toHaveURL(/hide=name/);
    await page.getByTestId('hide-status').getByRole('button').click();
    await expect(canvas(page)).toHaveAttribute('data-node-count', '7');
    await expect(page).not.toHaveURL(/[?&]hide=/);
  });
}

test('the table holds the same: rows of hits marked, hidden ones gone', async ({ page }) => {
  await page.goto(`${BOOKINFO}&view=table&hide=name%20%3D%20details&find=reviews`);
  const table = page.getByTestId('graph-table');
  await expect(table.locator('tr[data-found="true"]')).toHaveCount(3);
  await expect(table.getByRole('button', { name: /^reviews v1, .*, found$/ })).toBeVisible();
  await expect(table.getByRole('button', { name: /details/ })).toHaveCount(0);
});

test('a refresh asks anew, and zoom and both expressions stay', async ({ page }) => {
  await openBookinfo(page, '&find=reviews&hide=name%20%3D%20ratings');
  await expect(canvas(page)).toHaveAttribute('data-found-nodes', '3');
  await canvas(page).focus();
  await page.keyboard.press('+');
  await page.waitForTimeout(400);
  const zoom = await canvas(page).getAttribute('data-zoom');
  const address = page.url();
  const refreshed = page.waitForResponse(/\/api\/graph\?/);
  await page.getByTestId('refresh-now').click();
  await refreshed;
  await page.waitForTimeout(500);
  await expect(canvas(page)).toHaveAttribute('data-found-nodes', '3');
  await expect(canvas(page)).toHaveAttribute('data-node-count', '6');
  expect(await canvas(page).getAttribute('data-zoom')).toBe(zoom);
  expect(page.url()).toBe(address);
});

test('what is selected and then hidden says so, and so does a graph of which nothing is left', async ({
  page,
}) => {
  await openBookinfo(page);
  await findField(page).fill('name = details and node = app');
  await findField(page).press('Enter');
  await expect(page).toHaveURL(/select=/);
  await page.goto(`${page.url()}&hide=details`);
  await expect(page.getByTestId('side-panel')).toContainText('the hide field takes it away');
  await page.getByTestId('side-panel').getByRole('button', { name: 'Show all' }).click();
  await expect(canvas(page)).toHaveAttribute('data-node-count', '7');
  await page.goto(`${BOOKINFO}&hide=${encodeURIComponent('idle or not idle')}`);
  await expect(page.getByTestId('all-hidden')).toBeVisible();
  await page.getByTestId('all-hidden').getByRole('button', { name: 'Show all' }).click();
  await expect(canvas(page)).toHaveAttribute('data-node-count', '7');
});

test('an expression in a link that cannot be used is named, and the graph is whole', async ({ page }) => {
  await page.goto(`${BOOKINFO}&find=nmae%3Dx&hide=(`);
  await expect(page.getByTestId('url-notes')).toContainText('find=nmae=x is shown as nothing looked for');
  await expect(page.getByTestId('url-notes')).toContainText('hide=( is shown as nothing hidden');
  await expect(canvas(page)).toHaveAttribute('data-node-count', '7');
});

test('the help shows expressions, each of which finds without an error', async ({ page }) => {
  await openBookinfo(page);
  await page.keyboard.press('?');
  const examples = page.getByRole('dialog').locator('dt code');
  await expect(examples).toHaveCount(5);
  const texts = await examples.allTextContents();
  await page.keyboard.press('Escape');
  for (const text of texts) {
    await findField(page).fill(text);
    await expect.poll(() => new URL(page.url()).searchParams.get('find')).toBe(text);
    await expect(page.getByTestId('find-status')).toContainText('Found');
    await expect(page.getByTestId('expression-error')).toHaveCount(0);
  }
});
