import { expect, test, type Page } from '@playwright/test';
import { findNode } from './support/canvas';
import { watchPolicy } from './support/watch-policy';

interface Visit {
  readonly address: string;
  /** What is there when the page has come to life. */
  readonly shows: string;
  readonly use?: (page: Page) => Promise<void>;
}

const VISITS: readonly Visit[] = [
  { address: '/', shows: 'graph-canvas' },
  { address: '/graph?namespaces=bookinfo', shows: 'graph-canvas', use: useGraph },
  { address: '/graph?namespaces=bookinfo&view=table', shows: 'graph-table' },
  { address: '/routing', shows: 'routing-table', use: openFirstRow },
  { address: '/security/mtls', shows: 'mtls-table', use: openFirstRow },
  { address: '/security/policies', shows: 'policies-table', use: openFirstRow },
  { address: '/security/policies?list=matrix', shows: 'policy-matrix' },
  { address: '/traces', shows: 'traces-state' },
  { address: '/traces/0123456789abcdef0123456789abcdef', shows: 'failure-code' },
  { address: '/what-if', shows: 'what-if-state', use: evaluateExample },
  { address: '/status', shows: 'watched-kinds' },
  { address: '/nowhere', shows: 'not-found' },
];

async function useGraph(page: Page): Promise<void> {
  const { x, y } = await findNode(page, 'reviews');
  await page.mouse.click(x, y);
  await expect(page.getByTestId('side-panel')).toBeVisible();
  // Pictures are made in the page and saved by way of a blob.
  await page.getByTestId('export-menu').click();
  const saved = page.waitForEvent('download');
  await page.getByTestId('export-png').click();
  await saved;
}

async function openFirstRow(page: Page): Promise<void> {
  await page.getByRole('row').nth(1).click();
  await page.waitForTimeout(500);
}

async function evaluateExample(page: Page): Promise<void> {
  await page.getByTestId('load-example').click();
  await page.getByTestId('what-if-text').press('Control+Enter');
  await expect(page.getByTestId('what-if-table')).toBeVisible();
}

for (const { address, shows, use } of VISITS) {
  test(`${address} does nothing that its content security policy forbids (S15)`, async ({ page }) => {
    const violations = await watchPolicy(page);
    await page.goto(address);
    await expect(page.getByTestId(shows).first()).toBeVisible();
    await use?.(page);
    for (const menu of await page.locator('button[aria-haspopup]:visible').all()) {
      await menu.click();
      await page.keyboard.press('Escape');
    }
    await page.waitForLoadState('networkidle');
    expect(violations).toEqual([]);
  });
}

test('a script that somebody slips into a page does not run (S15)', async ({ page }) => {
  const violations = await watchPolicy(page);
  await page.goto('/status');
  await expect(page.getByTestId('watched-kinds')).toBeVisible();
  await page.evaluate(() => {
    document.body.insertAdjacentHTML('beforeend', '<img src="x:" onerror="document.title = \'taken over\'">');
  });
  await expect.poll(() => violations.join(' ')).toContain('script-src-attr');
  expect(await page.title()).not.toBe('taken over');
});
