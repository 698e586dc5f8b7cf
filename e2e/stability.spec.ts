import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { distances, findNode, readPlaces } from './support/canvas';
import { kubectl } from './support/kubectl';

const NEWCOMERS = ['batch-1', 'batch-2', 'batch-3', 'batch-4', 'batch-5'];

async function open(page: Page, address: string, nodes: number): Promise<void> {
  await page.goto(address);
  await expect(page.getByTestId('graph-canvas')).toHaveAttribute('data-node-count', String(nodes));
  // The view is fitted with a short movement.
  await page.waitForTimeout(600);
}

/** Deployments that nobody calls: a graph with idle nodes shows them as soon as they are declared. */
async function declareNewcomers(): Promise<void> {
  const items = NEWCOMERS.map((name) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'bookinfo' },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name, version: 'v1' } },
        spec: { containers: [{ name: 'main', image: 'batch' }] },
      },
    },
  }));
  const file = path.join(await fs.mkdtemp(path.join(os.tmpdir(), 'telltale-newcomers-')), 'list.json');
  await fs.writeFile(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  await kubectl('apply', '-f', file);
}

test('no node moves over twenty refreshes (R25)', async ({ page }) => {
  await open(page, '/graph?namespaces=bookinfo&window=1m&refresh=off', 7);
  const before = await readPlaces(page);
  expect(before.size).toBe(7);
  for (let refresh = 0; refresh < 20; refresh += 1) {
    const answered = page.waitForResponse(/\/api\/graph\?/);
    await page.getByTestId('refresh-now').click();
    await answered;
  }
  await page.waitForTimeout(300);
  const moved = distances(before, await readPlaces(page));
  expect(moved).toHaveLength(7);
  expect(moved.at(-1)).toBeLessThan(1);
});

test.describe('newcomers', () => {
  test.afterEach(() =>
    kubectl('delete', 'deployment', ...NEWCOMERS, '-n', 'bookinfo', '--ignore-not-found', '--wait=false'),
  );

  test('five of them move nobody else (R25)', async ({ page }) => {
    await open(page, '/graph?namespaces=bookinfo&window=1m&refresh=5s&idle=true', 7);
    const before = await readPlaces(page);
    await declareNewcomers();
    await expect(page.getByTestId('graph-canvas')).toHaveAttribute('data-node-count', '12', {
      timeout: 30_000,
    });
    await page.waitForTimeout(600);
    const after = await readPlaces(page);
    expect(NEWCOMERS.every((name) => [...after.keys()].some((id) => id.includes(name)))).toBe(true);
    const moved = distances(before, after);
    expect(moved).toHaveLength(7);
    expect(moved[3]).toBeLessThan(40);
  });
});

test('a node that was dragged stays there after the page is opened again', async ({ page }) => {
  await open(page, '/graph?namespaces=bookinfo&window=1m&refresh=off', 7);
  const from = await findNode(page, 'details');
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y - 40, { steps: 6 });
  await page.mouse.up();
  await expect(page.getByTestId('unpin-all')).toBeVisible();
  const dragged = await findNode(page, 'details');
  expect(dragged.x - from.x).toBeGreaterThan(30);
  await page.waitForTimeout(1000);
  await page.reload();
  await expect(page.getByTestId('unpin-all')).toBeVisible();
  await page.waitForTimeout(600);
  const places = await readPlaces(page);
  const [details, page1] = [await findNode(page, 'details'), await findNode(page, 'productpage')];
  expect(places.size).toBe(7);
  // The view is fitted anew: what stays is where it stands beside the others.
  expect(details.y).toBeLessThan(page1.y);
  await page.getByTestId('unpin-all').click();
  await page.getByTestId('arrange-again').click();
  await expect(page.getByTestId('unpin-all')).toBeHidden();
});
