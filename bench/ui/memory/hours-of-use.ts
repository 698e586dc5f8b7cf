import type { Browser, Page } from 'playwright';
import { withOtherNumbers } from '../dense-answer';
import { askGraph, withWorld } from '../with-world';
import { openLongDay } from './day-of-refreshes';
import { measureEighths } from './measure-eighths';
import { playAnswers } from './play-answers';

const WORLD = 'shop';
/** What a round of use takes a person. */
const ROUND_MS = 15_000;

export interface UseOptions {
  readonly browser: Browser;
  readonly rounds: number;
  readonly isCounted: boolean;
}

/** Somebody who opens and closes, folds and unfolds, and looks through each lens, for hours. */
export async function benchUse({ browser, rounds, isCounted }: UseOptions): Promise<void> {
  await withWorld(WORLD, async (application) => {
    // One graph with other numbers each time: incidents of the mesh come and go, and with them what the page has to say.
    const graph = await askGraph(application);
    const player = await playAnswers(application.url, '/api/graph', (round) => ({
      ...withOtherNumbers(graph, round),
      at: graph.at + (round * ROUND_MS) / 1000,
    }));
    const page = await openLongDay(browser);
    try {
      await page.goto(`${player.url}/graph?window=5m&refresh=15s`);
      await page.getByTestId('graph-canvas').waitFor();
      await page.waitForTimeout(2_000);
      const each = Math.ceil(rounds / 8);
      await measureEighths(
        page,
        `/graph, ${each * 8} rounds of use`,
        async (eighth) => {
          for (let round = eighth * each; round < (eighth + 1) * each; round += 1) await useOnce(page, round);
          await rest(page);
        },
        isCounted,
      );
    } finally {
      await page.context().close();
      await player.close();
    }
  });
}

/** As it was at the start, and long enough that no answer is kept which nobody looks at. */
async function rest(page: Page): Promise<void> {
  await page.evaluate('longDay.pass(600_000)');
  await page.waitForTimeout(1_000);
  await page.evaluate('longDay.pass(600_000)');
  await page.waitForTimeout(1_000);
}

/** Everything is undone that is done. */
async function useOnce(page: Page, round: number): Promise<void> {
  const canvas = page.getByTestId('graph-canvas');
  for (const lens of ['2', '3', '1']) await page.keyboard.press(lens);
  await canvas.focus();
  for (let step = 0; step <= round % 7; step += 1)
    await page.keyboard.press(step % 2 === 0 ? 'ArrowRight' : 'ArrowDown');
  await selectAndClose(page);
  await foldAndUnfold(page);
  await page.getByTestId('legend-toggle').click();
  await page.getByTestId('legend-toggle').click();
  // What was closed last may be held until something else is opened: the smallest comes last.
  const inTurn = [lookAtTable, find, lookFarther, openDisplay];
  await inTurn[round % inTurn.length]?.(page);
  await page.evaluate(`longDay.pass(${ROUND_MS})`);
}

async function selectAndClose(page: Page): Promise<void> {
  await page.keyboard.press('Enter');
  await page.waitForURL(/[?&]select=/);
  // What traces and the past say comes with questions of its own.
  await page.waitForTimeout(150);
  await page.keyboard.press('Escape');
  await page.waitForURL((url) => !url.searchParams.has('select'));
}

/** The box of the node that the keyboard is on. */
async function foldAndUnfold(page: Page): Promise<void> {
  await page.getByTestId('graph-canvas').focus();
  await page.keyboard.press('b');
  await page.getByTestId('drawing-words').getByText('folded').waitFor();
  await page.getByRole('button', { name: 'Unfold all' }).click();
  await page.waitForURL((url) => !/[?&]fold=[^&]/.test(url.search));
  await page.getByTestId('graph-canvas').focus();
}

async function lookAtTable(page: Page): Promise<void> {
  await page.getByTestId('view-switch').getByText('Table').click();
  await page.locator('main table').first().waitFor();
  await page.getByTestId('view-switch').getByText('Graph').click();
  await page.getByTestId('graph-canvas').waitFor();
}

async function lookFarther(page: Page): Promise<void> {
  for (const window of ['10m', '5m']) {
    const answered = page.waitForResponse(/\/api\/graph\?/);
    await page.getByTestId('window-select').selectOption(window);
    await answered;
  }
}

async function openDisplay(page: Page): Promise<void> {
  await page.getByTestId('display-controls').click();
  await page.getByTestId('service-nodes-switch').waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('service-nodes-switch').waitFor({ state: 'detached' });
}

async function find(page: Page): Promise<void> {
  await page.keyboard.press('/');
  await page.keyboard.type('name = cart');
  await page.waitForURL(/[?&]find=/);
  await page.getByRole('combobox', { name: 'Find in the graph' }).fill('');
  await page.waitForURL((url) => !url.searchParams.has('find'));
  // What may be looked for is listed as long as the field has the focus.
  await page.getByTestId('graph-canvas').focus();
  await page.locator('[role="option"]').first().waitFor({ state: 'detached' });
}
