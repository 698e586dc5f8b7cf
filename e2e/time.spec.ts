import { expect, test, type Page } from '@playwright/test';
import { graphAnswerSchema } from '../lib/contracts/graph';

const BOOKINFO = '/graph?namespaces=bookinfo&window=1m';

interface Seen {
  readonly addresses: string[];
  open: number;
  mostOpen: number;
}

/** Lets every question about the graph take this long, and counts how many are open at once. */
async function slowDown(page: Page, tookMs: number): Promise<Seen> {
  const seen: Seen = { addresses: [], open: 0, mostOpen: 0 };
  await page.route('**/api/graph?*', async (route) => {
    seen.addresses.push(route.request().url());
    seen.open += 1;
    seen.mostOpen = Math.max(seen.mostOpen, seen.open);
    await new Promise((resolve) => setTimeout(resolve, tookMs));
    // One that was given up takes no answer any more.
    await route.continue().catch(() => {});
    seen.open -= 1;
  });
  return seen;
}

async function hide(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate(
    (state) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    },
    hidden ? 'hidden' : 'visible',
  );
}

function readAt(page: Page): number | undefined {
  const at = new URL(page.url()).searchParams.get('at');
  return at === null ? undefined : Number(at);
}

test('refreshing never overlaps, and rests while the tab is hidden (R23)', async ({ page }) => {
  const seen = await slowDown(page, 3_000);
  await page.goto(`${BOOKINFO}&refresh=5s`);
  await expect(page.getByTestId('graph-canvas')).toBeVisible();
  for (let press = 0; press < 5; press += 1) await page.keyboard.press('r');
  await expect.poll(() => seen.addresses.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(3);
  expect(seen.mostOpen).toBe(1);

  await hide(page, true);
  await expect.poll(() => seen.open).toBe(0);
  const before = seen.addresses.length;
  await page.waitForTimeout(8_000);
  expect(seen.addresses.length).toBe(before);
  await hide(page, false);
  await expect.poll(() => seen.addresses.length, { timeout: 2_000 }).toBe(before + 1);
});

test('the past is replayed with keys, one graph at a time, and left again', async ({ page }) => {
  await page.goto(BOOKINFO);
  await expect(page.getByTestId('graph-canvas')).toBeVisible();
  await page.getByTestId('replay-button').click();
  const slider = page.getByTestId('replay-slider');
  await expect(slider).toHaveAttribute('aria-valuetext', /UTC, live$/);

  await slider.focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => readAt(page)).toBeDefined();
  const late = readAt(page) ?? 0;
  await page.keyboard.press('Home');
  await expect.poll(() => readAt(page)).toBeLessThan(late - 3_000);
  const first = readAt(page) ?? 0;
  expect([first % 15, late % 15]).toEqual([0, 0]);
  await expect(page.getByTestId('data-age')).toContainText('held at');
  await expect(page.getByTestId('graph-canvas')).toHaveAttribute('data-stale', 'false');

  const seen = await slowDown(page, 400);
  for (let press = 0; press < 12; press += 1) await page.keyboard.press('ArrowRight');
  await expect.poll(() => readAt(page)).toBe(first + 12 * 15);
  expect(seen.mostOpen).toBe(1);
  expect(seen.addresses.length).toBeLessThan(12);

  await page.keyboard.press(' ');
  await expect.poll(() => readAt(page), { timeout: 20_000 }).toBeGreaterThan(first + 14 * 15);
  await page.keyboard.press(' ');
  expect(seen.mostOpen).toBe(1);

  // However far it was scrubbed, one step back leads out of the past.
  await page.goBack();
  await expect.poll(() => readAt(page)).toBeUndefined();
  await expect(page.getByTestId('replay-live')).toBeDisabled();
});

test('an absolute time is chosen in local time, and "Back to live" leaves it', async ({ page, request }) => {
  const now = graphAnswerSchema.parse(
    await (await request.get('/api/graph?namespaces=bookinfo&window=1m')).json(),
  );
  const at = Math.floor(now.at) - 600;
  await page.goto(`${BOOKINFO}&replay=6h&at=${at}`);
  await page.getByTestId('replay-instant').click();
  const field = page.getByTestId('replay-time');
  const local = await field.inputValue();
  expect(local).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/);
  await field.fill(local.replace(/T.*/, 'T00:00:00'));
  await page.getByTestId('replay-go').click();
  await expect.poll(() => readAt(page)).not.toBe(at);
  const midnight = new Date((readAt(page) ?? 0) * 1_000);
  expect([midnight.getHours(), midnight.getMinutes(), midnight.getSeconds()]).toEqual([0, 0, 0]);
  await page.getByTestId('replay-live').click();
  await expect.poll(() => readAt(page)).toBeUndefined();
});
