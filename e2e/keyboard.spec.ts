import { expect, test, type Page } from '@playwright/test';
import { expectKeysOnly, watchForPointers } from './support/keys-only';

const BOOKINFO = '/graph?namespaces=bookinfo&window=1m';

// Whatever these tests do, they do with keys.
test.beforeEach(({ page }) => watchForPointers(page));
test.afterEach(({ page }) => expectKeysOnly(page));

function canvas(page: Page) {
  return page.getByTestId('graph-canvas');
}

function spoken(page: Page) {
  return canvas(page).locator('[aria-live="polite"]');
}

function panelTitle(page: Page) {
  return page.getByTestId('side-panel').getByRole('heading', { level: 2 });
}

async function focused(page: Page): Promise<string> {
  return page.evaluate(
    () =>
      document.activeElement?.getAttribute('aria-label') ??
      document.activeElement?.textContent?.trim().slice(0, 80) ??
      '',
  );
}

/** Presses Tab, or another key, until the wanted element has the focus; fails with all that was passed. */
async function tabTo(
  page: Page,
  wanted: (label: string) => boolean,
  most = 40,
  key: 'Tab' | 'Shift+Tab' = 'Tab',
): Promise<void> {
  const passed: string[] = [];
  for (let press = 0; press < most; press += 1) {
    await page.keyboard.press(key);
    const label = await focused(page);
    if (wanted(label)) return;
    passed.push(label);
  }
  throw new Error(`Tab only came to: ${passed.join(' | ')}`);
}

test('the graph is browsed without a mouse: along its edges, into the panel and back', async ({ page }) => {
  await page.goto(BOOKINFO);
  await expect(canvas(page)).toHaveAttribute('data-node-count', '7');
  await page.keyboard.press('Tab');
  await expect(page.getByTestId('skip-link')).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(canvas(page)).toBeFocused();

  const seen: string[] = [];
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowLeft']) {
    await page.keyboard.press(key);
    seen.push((await spoken(page).textContent()) ?? '');
  }
  expect(seen[0]).toContain('istio-ingressgateway');
  expect(seen[1]).toContain('productpage');
  expect(seen[2]).toMatch(/reviews|details/);
  expect(seen[3]).not.toBe(seen[2]);
  expect(seen[4]).toContain('productpage');

  // An edge on the way is a stop of its own.
  await page.keyboard.press('Shift+ArrowRight');
  await expect(spoken(page)).toContainText(/^productpage v1 to .*% mTLS/);
  await page.keyboard.press('ArrowLeft');

  await page.keyboard.press('Enter');
  await expect(panelTitle(page)).toHaveText('productpage');
  await expect(panelTitle(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('side-panel')).not.toContainText('Identity');
  await expect(canvas(page)).toBeFocused();
  await expect(spoken(page)).toContainText('productpage');
});

test('the weights of a VirtualService are read without a mouse', async ({ page }) => {
  await page.goto(BOOKINFO);
  await expect(canvas(page)).toHaveAttribute('data-node-count', '7');
  await page.keyboard.press('/');
  await page.keyboard.type('name = reviews and vs');
  await expect(canvas(page)).toHaveAttribute('data-found-nodes', '3');
  await page.keyboard.press('Enter');
  await expect(panelTitle(page)).toHaveText('reviews');
  const find = page.getByRole('combobox', { name: 'Find in the graph' });
  await expect(find).toBeFocused();
  await page.keyboard.press('Control+Enter');
  await expect(panelTitle(page)).toBeFocused();
  const split = page.getByTestId('route-rule').filter({ hasText: 'everything' });
  for (const version of ['v1', 'v3'])
    await expect(split.getByTestId('route-destination').filter({ hasText: version })).toContainText('50 %');

  // The panel is scrolled by keys, too.
  await tabTo(page, (label) => label.startsWith('Identity'), 4);
  await expect(async () => {
    await page.keyboard.press('PageDown');
    await expect(split).toBeInViewport({ timeout: 500 });
  }).toPass();

  await page.keyboard.press('Escape');
  await expect(find).toBeFocused();
  await expect(page).not.toHaveURL(/select=/);
});

test('the find field opens a hit at once with Ctrl+Enter, and its only hit with a second Enter', async ({
  page,
}) => {
  await page.goto(BOOKINFO);
  await expect(canvas(page)).toHaveAttribute('data-node-count', '7');
  await page.keyboard.press('/');
  await page.keyboard.type('name = details');
  await page.keyboard.press('Control+Enter');
  await expect(panelTitle(page)).toHaveText('details');
  await expect(panelTitle(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('source.name = productpage and target.name = details');
  await expect(page.getByTestId('find-status')).toHaveText('Found 1 edge');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/select=edge/);
  await page.keyboard.press('Enter');
  await expect(panelTitle(page)).toBeFocused();
});

test('boxes are folded, nodes focused and pinned, and the whole comes back, without a mouse', async ({
  page,
}) => {
  await page.goto(BOOKINFO);
  await expect(canvas(page)).toHaveAttribute('data-node-count', '7');
  await canvas(page).focus();
  for (let step = 0; step < 2; step += 1) await page.keyboard.press('ArrowRight');
  await expect(spoken(page)).toContainText('productpage');
  await page.keyboard.press('f');
  await expect(page.getByTestId('focus-bar')).toContainText('productpage');
  await tabTo(page, (label) => label === 'Show the whole graph', 2, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('focus-bar')).toBeHidden();

  await canvas(page).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('b');
  await expect(page.getByTestId('drawing-words')).toContainText('box folded');
  await tabTo(page, (label) => label === 'Unfold all', 2, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(canvas(page)).toHaveAttribute('data-node-count', '7');
});

test('the table is walked, sorted and selected in without a mouse', async ({ page }) => {
  await page.goto(`${BOOKINFO}&view=table`);
  const table = page.getByTestId('graph-table');
  await expect(table).toHaveAttribute('aria-rowcount', '8');
  await tabTo(page, (label) => label === 'Name');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/sort=name/);
  await tabTo(page, (label) => label.startsWith('details v1, app'));
  await page.keyboard.press('End');
  expect(await focused(page)).toMatch(/^reviews v3, app/);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  const row = await focused(page);
  expect(row).toMatch(/^reviews v1, app/);
  await page.keyboard.press('Enter');
  await expect(panelTitle(page)).toBeFocused();
  await page.keyboard.press('Escape');
  expect(await focused(page)).toBe(row);
});

test('what opens over the page gives the focus back where it came from', async ({ page }) => {
  await page.goto(BOOKINFO);
  await expect(canvas(page)).toHaveAttribute('data-node-count', '7');
  for (const [button, inside] of [
    ['namespace-picker', 'namespace-dropdown'],
    ['display-controls', 'rate-grpc-select'],
    ['export-menu', 'export-dropdown'],
    ['queries', 'query-list'],
    ['data-age', 'hold-instant'],
  ] as const) {
    await page.getByTestId(button).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByTestId(inside), button).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByTestId(inside), button).toBeHidden();
    await expect(page.getByTestId(button)).toBeFocused();
  }
  await page.getByTestId('help').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Keys and help' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('help')).toBeFocused();
});

test('a menu is walked with the arrows', async ({ page }) => {
  await page.goto(BOOKINFO);
  await expect(canvas(page)).toHaveAttribute('data-node-count', '7');
  await page.getByTestId('export-menu').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('export-dropdown')).toBeVisible();
  for (let press = 0; press < 20; press += 1) {
    await page.keyboard.press('ArrowDown');
    if ((await focused(page)).startsWith('Mermaid')) break;
  }
  const download = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  expect((await download).suggestedFilename()).toMatch(/\.mmd$/);
});

test('no bar that stays in place hides what has the focus', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 420 });
  await page.goto(`${BOOKINFO}&view=table&rows=edges`);
  await expect(page.getByTestId('graph-table')).toHaveAttribute('aria-rowcount', '8');
  await tabTo(page, (label) => / to .*HTTP/.test(label));
  for (const key of ['End', 'Home', 'ArrowDown', 'ArrowDown', 'PageDown', 'PageUp', 'ArrowUp']) {
    await page.keyboard.press(key);
    const hidden = await page.evaluate(() => {
      const active = document.activeElement;
      if (!active) return 'nothing has the focus';
      const { left, top, width, height } = active.getBoundingClientRect();
      const above = document.elementFromPoint(left + Math.min(width, 200) / 2, top + height / 2);
      return active.contains(above) || above?.contains(active)
        ? ''
        : `below ${above?.outerHTML.slice(0, 120)}`;
    });
    expect(hidden, key).toBe('');
  }
});
