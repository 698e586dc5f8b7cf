import fs from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { graphAnswerSchema } from '../lib/contracts/graph';

const BOOKINFO = '/graph?namespaces=bookinfo&window=1m&refresh=off';

async function openGraph(page: Page, address = BOOKINFO): Promise<void> {
  await page.goto(address);
  await expect(page.getByTestId('graph-canvas')).toHaveAttribute('data-node-count', '7');
  // The picture is of the graph where it comes to rest.
  await page.waitForTimeout(500);
}

async function save(page: Page, format: string): Promise<{ name: string; bytes: Buffer }> {
  await page.getByTestId('export-menu').click();
  const download = page.waitForEvent('download');
  await page.getByTestId(`export-${format}`).click();
  const file = await download;
  return { name: file.suggestedFilename(), bytes: await fs.readFile(await file.path()) };
}

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
]) {
  test(`the whole graph is a picture at ${viewport.width} pixels`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await openGraph(page);
    // Zoomed in and with a selection: the picture is of the whole graph all the same.
    await page.getByTestId('zoom-in').click();
    await page.getByTestId('zoom-in').click();
    const png = await save(page, 'png');
    expect(png.name).toMatch(/^telltale-bookinfo-versionedApp-\d{4}-\d{2}-\d{2}T\d{6}Z\.png$/);
    const colours = await page.evaluate(async (data) => {
      const bytes = Uint8Array.from(atob(data), (letter) => letter.codePointAt(0) ?? 0);
      const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext('2d');
      context?.drawImage(image, 0, 0);
      const pixels = context?.getImageData(0, 0, image.width, image.height).data ?? [];
      const seen = new Set<number>();
      let seeThrough = 0;
      for (let at = 0; at < pixels.length; at += 4) {
        seen.add(((pixels[at] ?? 0) << 16) | ((pixels[at + 1] ?? 0) << 8) | (pixels[at + 2] ?? 0));
        if (pixels[at + 3] !== 255) seeThrough += 1;
      }
      return { width: image.width, height: image.height, seen: seen.size, seeThrough };
    }, png.bytes.toString('base64'));
    expect(colours.width).toBeGreaterThan(1_000);
    expect(colours.seen).toBeGreaterThan(50);
    expect(colours.seeThrough).toBe(0);
  });
}

test('the SVG is well-formed, holds every name as text and nothing that runs', async ({ page }) => {
  await openGraph(page);
  const { name, bytes } = await save(page, 'svg');
  expect(name).toMatch(/\.svg$/);
  const read = await page.evaluate((text) => {
    const document = new DOMParser().parseFromString(text, 'image/svg+xml');
    return {
      fault: document.querySelector('parsererror')?.textContent,
      texts: [...document.querySelectorAll('text')].map(({ textContent }) => textContent ?? ''),
      paths: document.querySelectorAll('path').length,
      scripts: document.querySelectorAll('script, foreignObject, image').length,
    };
  }, bytes.toString('utf8'));
  expect(read).toMatchObject({ paths: 7, scripts: 0 });
  expect(read.fault).toBeUndefined();
  for (const word of ['bookinfo', 'istio-system', 'productpage', 'ratings'])
    expect(read.texts.join('\n')).toContain(word);
});

test('the data is the answer itself, and tables and diagrams hold every node and edge', async ({ page }) => {
  await openGraph(page);
  const json: unknown = JSON.parse((await save(page, 'json')).bytes.toString('utf8'));
  const graph = graphAnswerSchema.parse(json);
  expect(graph.nodes).toHaveLength(7);
  expect(Object.keys((json as { positions: object }).positions).toSorted()).toEqual(
    graph.nodes.map(({ id }) => id).toSorted(),
  );
  const lines = async (format: string) =>
    (await save(page, format)).bytes.toString('utf8').split(/\r?\n/).filter(Boolean);
  expect(await lines('nodes')).toHaveLength(1 + 7);
  expect(await lines('edges')).toHaveLength(1 + 7);
  expect((await lines('mermaid')).filter((line) => line.includes('-->|'))).toHaveLength(7);
  expect((await lines('dot')).filter((line) => line.includes(' -> '))).toHaveLength(7);
});

test('in the table there is no picture to take, and the data is all the same', async ({ page }) => {
  await page.goto(`${BOOKINFO}&view=table`);
  await expect(page.getByTestId('graph-table')).toBeVisible();
  await page.getByTestId('export-menu').click();
  await expect(page.getByTestId('export-png')).toBeDisabled();
  await page.keyboard.press('Escape');
  expect((await save(page, 'edges')).name).toMatch(/-edges\.csv$/);
  await page.getByTestId('table-filter').fill('reviews');
  const download = page.waitForEvent('download');
  await page.getByTestId('table-csv').click();
  const text = await fs.readFile(await (await download).path(), 'utf8');
  expect(text.split('\r\n').filter(Boolean)).toHaveLength(1 + 3);
});

test('a link to this moment shows the same numbers later, and a live link stays live', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({
    permissions: ['clipboard-read', 'clipboard-write'],
    ...(baseURL === undefined ? {} : { baseURL }),
  });
  const page = await context.newPage();
  await openGraph(page, `${BOOKINFO}&select=${encodeURIComponent('node:nothing')}`);
  const copy = async (item: string) => {
    await page.getByTestId('export-menu').click();
    await page.getByTestId(item).click();
    await expect(page.getByTestId('export-said')).toContainText('Copied a link');
    return new URL(await page.evaluate(() => navigator.clipboard.readText()));
  };
  expect((await copy('copy-link')).href).toBe(page.url());
  const moment = await copy('copy-moment');
  expect(moment.searchParams.get('select')).toBe('node:nothing');
  const at = Number(moment.searchParams.get('at'));
  expect(Math.abs(at - Date.now() / 1_000)).toBeLessThan(60);

  const other = await context.newPage();
  const asked = other.waitForRequest(/\/api\/graph\?.*at=/);
  await other.goto(moment.href);
  expect(new URL((await asked).url()).searchParams.get('at')).toBe(String(at));
  await expect(other.getByTestId('data-age')).toContainText('held at');
  await context.close();
});

test('a view is saved under a name, renamed, opened and deleted', async ({ page }) => {
  await page.goto(`${BOOKINFO}&level=service`);
  await expect(page.getByTestId('graph-canvas')).toHaveAttribute('data-node-count', '5');
  const openViews = async () => {
    await page.getByTestId('export-menu').click();
    await page.getByTestId('saved-views').click();
  };
  await openViews();
  await page.getByTestId('view-name').fill('Services of bookinfo');
  await page.getByTestId('save-view').click();
  const list = page.getByTestId('view-list');
  await expect(list).toContainText('bookinfo · last 1m');
  await list.getByRole('button', { name: 'Rename Services of bookinfo' }).click();
  await page.getByRole('textbox', { name: /New name/ }).fill('Mine');
  await page.keyboard.press('Enter');
  await expect(list).toContainText('Mine');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('export-menu')).toBeFocused();

  await page.goto('/graph?namespaces=istio-system');
  await openViews();
  await page.getByTestId('view-list').getByRole('button', { name: /^Mine/ }).click();
  await expect(page).toHaveURL(/level=service/);
  await expect(page.getByTestId('graph-canvas')).toHaveAttribute('data-node-count', '5');
  await openViews();
  await page.getByRole('button', { name: 'Delete Mine' }).click();
  await expect(page.getByTestId('view-list')).toHaveCount(0);
});
