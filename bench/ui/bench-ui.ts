// What the browser's side costs: see bench/README.md. Usage: npm run build && npm run bench:ui [-- part ...]
import os from 'node:os';
import { gzipSync } from 'node:zlib';
import { chromium, type Browser, type Page, type Response } from 'playwright';
import type { GraphAnswer } from '../../lib/contracts/graph';
import { CHROMIUM_FLAGS, findChromium } from '../../e2e/support/chromium';
import { withMoreEdges, withOtherNumbers } from './dense-answer';
import { benchLargeGraph } from './large-graph';
import { layoutTask } from './layout-task';
import { closePage, openPage, waitForNodes } from './open-page';
import { report } from './report';
import { askGraph, withWorld } from './with-world';

const DENSE = { nodes: 500, edges: 1_500 };
const UNFOLDED = '/graph?window=5m&refresh=off&fold=';

async function benchFirstGraph(browser: Browser): Promise<void> {
  await withWorld('shop', async ({ url }) => {
    const times: number[] = [];
    let [kilobytes, documentKilobytes] = [0, 0];
    for (let run = 0; run < 9; run += 1) {
      const page = await openPage(browser);
      const scripts: Promise<{ url: string; size: number }>[] = [];
      const weighScript = (response: Response) => {
        if (response.request().resourceType() === 'script') scripts.push(weigh(response));
      };
      page.on('response', weighScript);
      const document = await page.goto(`${url}/graph`);
      const html = (await document?.text()) ?? '';
      await page.waitForFunction('probe.firstGraphMs !== undefined');
      page.off('response', weighScript);
      times.push(await page.evaluate<number>('probe.firstGraphMs'));
      const loaded = await Promise.all(scripts);
      const named = loaded.filter((script) => html.includes(`src="${new URL(script.url).pathname}`));
      [kilobytes, documentKilobytes] = [sumSizes(loaded), sumSizes(named)];
      await closePage(page);
    }
    report('first graph after navigation, shop, empty cache', times, 'ms', { most: 2_000 });
    report('first-load JavaScript, gzipped', [documentKilobytes], 'kB', { most: 330 });
    report('  with what is loaded for the canvas', [kilobytes], 'kB', undefined);
  });
}

async function weigh(response: Response): Promise<{ url: string; size: number }> {
  return { url: response.url(), size: gzipSync(await response.body()).length };
}

/** Kilobytes. */
function sumSizes(scripts: readonly { size: number }[]): number {
  return scripts.reduce((sum, { size }) => sum + size, 0) / 1000;
}

async function benchDense(browser: Browser): Promise<void> {
  // An unknown caller comes on top of the workloads.
  await withWorld(`large:${DENSE.nodes - 1}`, async (application) => {
    const answer = withMoreEdges(await askGraph(application), DENSE.edges);
    const size = `${answer.nodes.length} nodes, ${answer.edges.length} edges`;
    const page = await openPage(browser);
    let round = 0;
    await page.route('**/api/graph?*', (route) =>
      route.fulfill({ json: withOtherNumbers(answer, (round += 1)) }),
    );
    await page.goto(application.url + UNFOLDED);
    await waitForNodes(page, answer.nodes.length);
    report(`layout in the worker, ${size}`, await layOut(page, answer), 'ms', undefined);
    await benchRefresh(page, size);
    await benchMotion(page, size);
    await closePage(page);
  });
}

async function benchRefresh(page: Page, size: string): Promise<void> {
  const layouts = await page.evaluate<number>('probe.layouts');
  const longest: number[] = [];
  const patches: number[] = [];
  for (let run = 0; run < 9; run += 1) {
    await page.evaluate('probe.patchMs = []; probe.longTaskMs = [];');
    await page.keyboard.press('r');
    await page.waitForFunction('probe.patchMs.length > 0');
    await page.waitForTimeout(700);
    patches.push(await page.evaluate<number>('probe.patchMs.reduce((sum, one) => sum + one, 0)'));
    longest.push(await page.evaluate<number>('Math.max(0, ...probe.longTaskMs)'));
  }
  report(`patch of a refresh with other numbers, ${size}`, patches, 'ms', { most: 50 });
  report('  longest task of it, with reading the answer and drawing', longest, 'ms', undefined);
  const more = (await page.evaluate<number>('probe.layouts')) - layouts;
  report('  layouts in these refreshes', [more], '', { most: 0 });
}

async function benchMotion(page: Page, size: string): Promise<void> {
  const box = await page.getByTestId('graph-canvas').boundingBox();
  if (!box) throw new Error('There is no canvas.');
  // Nothing stands at the very edge of a fitted graph.
  const [x, y] = [box.x + 6, box.y + box.height / 2];
  const pans: number[] = [];
  const zooms: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.evaluate('probe.startFrames()');
    for (let step = 0; step < 60; step += 1) await page.mouse.move(x + step * 4, y + Math.sin(step / 6) * 90);
    pans.push(await page.evaluate<number>('probe.stopFrames()'));
    await page.mouse.up();
    await page.keyboard.press('0');
    await page.waitForTimeout(600);
    await page.mouse.move(box.x + box.width / 2, y);
    await page.evaluate('probe.startFrames()');
    for (let step = 0; step < 40; step += 1) await page.mouse.wheel(0, step < 20 ? -60 : 60);
    zooms.push(await page.evaluate<number>('probe.stopFrames()'));
    await page.waitForTimeout(600);
  }
  report(`pan, ${size}, software rendering`, pans, 'frames/s', { least: 15 });
  report(`zoom, ${size}, software rendering`, zooms, 'frames/s', { least: 15 });
}

async function benchLayout(browser: Browser): Promise<void> {
  const page = await openPage(browser);
  for (const { workloads, mostMs } of [
    { workloads: 500, mostMs: 100 },
    { workloads: 2_000, mostMs: 500 },
  ]) {
    await withWorld(`large:${workloads}`, async (application) => {
      const answer = await askGraph(application);
      if (page.url() === 'about:blank') {
        await page.goto(application.url + UNFOLDED);
        await page.waitForFunction('probe.worker !== undefined', undefined, { timeout: 60_000 });
        await page.waitForTimeout(1_500);
      }
      const size = `${answer.nodes.length} nodes, ${answer.edges.length} edges`;
      report(`layout in the worker, large:${workloads}, ${size}`, await layOut(page, answer), 'ms', {
        most: mostMs,
      });
    });
  }
  await closePage(page);
}

/** The first of these finds a worker that has never worked. */
function layOut(page: Page, answer: GraphAnswer): Promise<number[]> {
  return page.evaluate<number[]>(`probe.layOut(${JSON.stringify(layoutTask(answer))}, 9)`);
}

const PARTS = {
  layout: benchLayout,
  refresh: benchDense,
  first: benchFirstGraph,
  large: benchLargeGraph,
} as const;

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((part) => !(part in PARTS));
  if (unknown.length > 0)
    throw new Error(`There is no part ${unknown.join(', ')}: name some of ${Object.keys(PARTS).join(', ')}.`);
  const [load = 0] = os.loadavg();
  const cores = os.availableParallelism();
  process.stdout.write(`${cores} cores, load ${load.toFixed(1)}${load > 1 ? ': others are at work' : ''}\n`);
  const browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_FLAGS });
  try {
    for (const [part, bench] of Object.entries(PARTS))
      if (wanted.length === 0 || wanted.includes(part)) await bench(browser);
  } finally {
    await browser.close();
  }
}

await main();
