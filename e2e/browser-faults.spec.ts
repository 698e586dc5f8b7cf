import { expect, test, type Page } from '@playwright/test';

/** What the product keeps in the browser is preferences: none of them may be in the way. */
const GARBAGE = ['{', 'null', '[]', '{"version":99}', '\u0000', 'x'.repeat(100_000)];

function graph(page: Page) {
  return page.locator('[data-testid="graph-canvas"][data-node-count="7"]');
}

async function keptKeys(page: Page): Promise<string[]> {
  return page.evaluate(() => Object.keys(localStorage));
}

test('what was kept in the browser may be garbage (R26)', async ({ page }) => {
  const thrown: string[] = [];
  page.on('pageerror', ({ message }) => thrown.push(message));
  await page.goto('/graph?namespaces=bookinfo');
  await expect(graph(page)).toBeAttached();
  // Something is kept: a node that was moved, and the panel's width.
  await page.getByTestId('graph-canvas').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('side-panel')).toBeVisible();
  await expect.poll(async () => (await keptKeys(page)).length).toBeGreaterThan(0);
  const keys = await keptKeys(page);
  for (const garbage of GARBAGE) {
    await page.evaluate(
      ([names, text]) => {
        for (const name of names) localStorage.setItem(name, text);
      },
      [keys, garbage] as const,
    );
    await page.goto('/graph?namespaces=bookinfo');
    await expect(graph(page), garbage.slice(0, 20)).toBeAttached();
  }
  expect(thrown).toEqual([]);
});

test('a browser that keeps nothing is served all the same (R26)', async ({ page }) => {
  const thrown: string[] = [];
  page.on('pageerror', ({ message }) => thrown.push(message));
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(globalThis, name, {
        get() {
          throw new DOMException('Access is denied.', 'SecurityError');
        },
      });
  });
  for (const address of ['/graph?namespaces=bookinfo', '/routing', '/security/mtls', '/what-if', '/status']) {
    await page.goto(address);
    await expect(page.locator('h1').first(), address).toBeAttached();
  }
  await page.goto('/graph?namespaces=bookinfo');
  await expect(graph(page)).toBeAttached();
  expect(thrown).toEqual([]);
});

test('a browser without network keeps its graph, says so, and goes on by itself (R26)', async ({
  page,
  context,
}) => {
  await page.goto('/graph?namespaces=bookinfo&refresh=5s');
  await expect(graph(page)).toBeAttached();
  await context.setOffline(true);
  await page.getByTestId('refresh-now').click();
  await expect(page.getByTestId('graph-canvas')).toHaveAttribute('data-stale', 'true', { timeout: 20_000 });
  await expect(graph(page)).toBeAttached();
  await context.setOffline(false);
  await expect(page.getByTestId('graph-canvas')).toHaveAttribute('data-stale', 'false', { timeout: 30_000 });
});
