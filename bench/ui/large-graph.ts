import type { Browser, Page } from 'playwright';
import { setTimeout as wait } from 'node:timers/promises';
import type { Application } from '../../e2e/support/application';
import { closePage, openPage } from './open-page';
import { report } from './report';
import { askGraph, withWorld } from './with-world';

const WORLD = 'large:2000';
const RUNS = 5;

/** For so long the server keeps an answer for whoever opens the page next, and a little longer. */
const FORGETS_MS = 3_000;

/**
 * A mesh of 2 000 workloads, which opens folded: until it is there, for the first who looks and for whoever comes right
 * after somebody else, and until one of its namespaces is unfolded.
 */
export async function benchLargeGraph(browser: Browser): Promise<void> {
  await withWorld(WORLD, async (application) => {
    await askGraph(application);
    const runs: Record<'answers' | 'alone' | 'after' | 'whole' | 'unfolded', number[]> = {
      answers: [],
      alone: [],
      after: [],
      whole: [],
      unfolded: [],
    };
    for (let run = 0; run < RUNS; run += 1) {
      await wait(FORGETS_MS);
      const first = await openGraph(browser, application);
      runs.alone.push(first.shownMs);
      runs.whole.push(await untilWhole(first.page));
      await closePage(first.page);

      await wait(FORGETS_MS);
      const startedMs = performance.now();
      await askGraph(application, { overview: true });
      runs.answers.push(performance.now() - startedMs);
      const next = await openGraph(browser, application);
      runs.after.push(next.shownMs);
      await untilWhole(next.page);
      await wait(2_000);
      await walkToGroup(next.page);
      runs.unfolded.push(await next.page.evaluate<number>('probe.untilOtherNodes("b")'));
      await closePage(next.page);
    }
    report(`graph folded after navigation, ${WORLD}, empty cache`, runs.alone, 'ms', { most: 3_000 });
    report('  what is drawn first alone, with the simulated Prometheus', runs.answers, 'ms', undefined);
    report('  until all of the graph is there', runs.whole, 'ms', undefined);
    report('  right after another viewer', runs.after, 'ms', { most: 3_000 });
    report('  a namespace unfolded', runs.unfolded, 'ms', { most: 300 });
  });
}

async function openGraph(browser: Browser, { url }: Application): Promise<{ page: Page; shownMs: number }> {
  const page = await openPage(browser);
  await page.goto(`${url}/graph?window=5m&refresh=off`);
  await page.waitForFunction('probe.firstGraphMs !== undefined', undefined, { timeout: 60_000 });
  return { page, shownMs: await page.evaluate<number>('probe.firstGraphMs') };
}

/** Milliseconds from the start of navigation until latencies, table, search and summary have what they need. */
async function untilWhole(page: Page): Promise<number> {
  const isThere = '/^as of/.test(document.querySelector("[data-testid=data-age]")?.textContent ?? "")';
  await page.waitForFunction(isThere, undefined, { timeout: 60_000 });
  return page.evaluate<number>('performance.now()');
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
