import type { Browser, Page } from 'playwright';
import { closePage, openPage } from './open-page';
import { report } from './report';
import { askGraph, withWorld } from './with-world';

const WORLD = 'large:2000';
const RUNS = 5;

/** A mesh of 2 000 workloads, which opens folded: until it is there, and until one of its namespaces is unfolded. */
export async function benchLargeGraph(browser: Browser): Promise<void> {
  await withWorld(WORLD, async (application) => {
    await askGraph(application);
    const [answers, graphs, unfolded]: [number[], number[], number[]] = [[], [], []];
    for (let run = 0; run < RUNS; run += 1) {
      const startedMs = performance.now();
      await askGraph(application);
      answers.push(performance.now() - startedMs);
      const page = await openPage(browser);
      await page.goto(`${application.url}/graph?window=5m&refresh=off`);
      await page.waitForFunction('probe.firstGraphMs !== undefined', undefined, { timeout: 60_000 });
      graphs.push(await page.evaluate<number>('probe.firstGraphMs'));
      await page.waitForTimeout(2_000);
      await walkToGroup(page);
      unfolded.push(await page.evaluate<number>('probe.untilOtherNodes("b")'));
      await closePage(page);
    }
    report(`graph folded after navigation, ${WORLD}, empty cache`, graphs, 'ms', { most: 3_000 });
    report('  the answer alone, with the simulated Prometheus', answers, 'ms', undefined);
    report('  a namespace unfolded', unfolded, 'ms', { most: 300 });
  });
}

/** Presses arrows until the keyboard is on a folded namespace. */
async function walkToGroup(page: Page): Promise<void> {
  const canvas = page.getByTestId('graph-canvas');
  await canvas.focus();
  for (let press = 0; press < 40; press += 1) {
    await page.keyboard.press(press % 2 === 0 ? 'ArrowRight' : 'ArrowDown');
    if (/, group/.test((await canvas.locator('[aria-live="polite"]').textContent()) ?? '')) return;
  }
  throw new Error('The arrows came to no folded namespace.');
}
