import fs from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import type { RoutingAnswer } from '../lib/contracts/routing';
import { patchReviews } from './support/patch-reviews';
import { findSeriousFaults } from './support/serious-faults';

const REVIEWS = 'reviews.bookinfo.svc.cluster.local';
const address = (query = '') => `/routing?namespaces=bookinfo&window=1m&refresh=5s${query}`;
const rows = (page: Page) => page.getByTestId('routing-table').locator('tbody tr[data-index]');
const everything = (page: Page) => page.getByTestId('route-rule').filter({ hasText: 'everything' });
const destination = (page: Page, version: string) =>
  everything(page).getByTestId('route-destination').filter({ hasText: version });

test.afterEach(() => patchReviews(50, 50));

test('weights stand beside what was seen; a change is marked, and the traffic is seen to follow', async ({
  page,
  request,
}) => {
  await page.goto(address());
  await rows(page)
    .filter({ hasText: REVIEWS.slice(0, 20) })
    .getByRole('button')
    .click();
  await expect(page).toHaveURL(/route=/);
  for (const version of ['v1', 'v3']) {
    await expect(destination(page, version).getByTestId('declared-share')).toHaveText('50 %');
    const seen = (await destination(page, version).getByTestId('observed-share').textContent()) ?? '';
    expect(Math.abs(Number.parseFloat(seen) - 50)).toBeLessThan(5);
  }
  await expect(page.getByTestId('object-yaml').locator('[data-decides="true"]').first()).toBeVisible();

  await patchReviews(80, 20);
  await expect(destination(page, 'v1').getByTestId('declared-share')).toHaveText('80 %');
  await expect(page.getByTestId('route-changes')).toContainText('VirtualService bookinfo/reviews');
  await expect(page.getByTestId('share-chart')).toHaveAttribute('aria-label', /1 change marked/);
  // What came after the change is compared with it, as soon as there is some.
  const shareOfV1 = async () => {
    const answer: RoutingAnswer = await (
      await request.get(`/api/routing?namespaces=bookinfo&window=1m&host=${REVIEWS}`)
    ).json();
    const rule = answer.routes[0]?.rules.find(({ match }) => match === 'everything');
    return rule?.destinations[0]?.observed?.share ?? 0;
  };
  await expect.poll(shareOfV1, { timeout: 50_000, intervals: [2_000] }).toBeGreaterThan(0.75);
  expect(await shareOfV1()).toBeLessThan(0.85);
});

test('routes are found, opened and read with the keyboard alone, and saved', async ({ page }) => {
  await page.goto(address());
  await expect(page.getByTestId('routing-headline')).toContainText('2 routed hosts');
  await page.keyboard.press('/');
  await page.keyboard.type('reviews v3');
  await expect(rows(page)).toHaveCount(1);
  const first = rows(page).first().getByRole('button');
  for (let press = 0; press < 30; press += 1) {
    if (await first.evaluate((button) => button === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('side-panel')).toContainText(REVIEWS);
  await expect(page.locator('#side-panel-title')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('side-panel')).toBeHidden();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('routing-csv').press('Enter'),
  ]);
  const csv = await fs.readFile(await download.path(), 'utf8');
  expect(csv).toMatch(/^host,kind,namespace,name,/);
  expect(csv.trim().split('\r\n')).toHaveLength(1 + 3);
});

test('the graph shows splits through their lens, and the same picture in the panel', async ({ page }) => {
  await page.goto('/graph?namespaces=bookinfo&window=1m&refresh=off');
  const canvas = page.getByTestId('graph-canvas');
  await canvas.waitFor();
  await page.keyboard.press('2');
  await expect(page).toHaveURL(/lens=splits/);
  await expect(canvas).toHaveAttribute('data-lens', 'splits');
  await page.getByTestId('legend-toggle').click();
  await expect(page.getByRole('region', { name: 'Legend of splits' })).toContainText(/In line|Just changed/);
  await page.goto('/graph?namespaces=bookinfo&window=1m&refresh=off&lens=splits&view=table');
  await page.getByRole('button', { name: /^reviews v1, app/ }).click();
  await expect(destination(page, 'v1').getByTestId('declared-share')).toHaveText('50 %');
  await page.getByRole('link', { name: 'Shares over time, problems and YAML' }).first().click();
  await expect(page).toHaveURL(/\/routing\?/);
  await expect(page.getByTestId('share-chart')).toBeVisible();
});

test('what cannot be asked, or was not, is said in the place of the table', async ({ page }) => {
  await page.route('**/api/routing?*', (route) =>
    route.fulfill({
      status: 500,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        type: 'about:blank',
        title: 'Something went wrong here',
        status: 500,
        code: 'internal-error',
        detail: 'The log of the server says more.',
      }),
    }),
  );
  await page.goto(address('&refresh=off'));
  await expect(page.getByTestId('routing-state')).toHaveAttribute('data-state', 'failed');
  await page.goto('/routing?namespaces=');
  await expect(page.getByTestId('routing-state')).toHaveAttribute('data-state', 'nothingSelected');
});

for (const scheme of ['light', 'dark'] as const) {
  test(`an opened route has no serious accessibility fault in ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto(address());
    await rows(page)
      .filter({ hasText: REVIEWS.slice(0, 20) })
      .getByRole('button')
      .click();
    await expect(page.getByTestId('share-chart')).toBeVisible();
    expect(await findSeriousFaults(page)).toEqual([]);
  });
}
