import path from 'node:path';
import type { Browser, Page } from 'playwright';
import type * as z from 'zod';
import { graphAnswerSchema } from '../../../lib/contracts/graph';
import { mtlsAnswerSchema } from '../../../lib/contracts/mtls';
import { observedPoliciesAnswerSchema } from '../../../lib/contracts/observed-policies';
import { routingAnswerSchema } from '../../../lib/contracts/routing';
import { askGraph, withWorld } from '../with-world';
import { changeGraph } from './changing-graph';
import { measureEighths } from './measure-eighths';
import { playAnswers, type Score } from './play-answers';
import { recordAnswers } from './record-answers';

const WORLD = 'shop';
const REFRESH_SECONDS = 15;
const PATIENCE_MS = 120_000;
/** Instants of the mesh that are played in turn. */
const RECORDED = 32;

export interface DayOptions {
  readonly browser: Browser;
  /** How often the page refreshes. */
  readonly refreshes: number;
  readonly isCounted: boolean;
}

/** The graph over a day in which numbers change all the time, and who is there now and then. */
export function benchGraphDay(options: DayOptions): Promise<void> {
  return liveThrough(options, {
    page: '/graph?window=5m&refresh=15s',
    api: '/api/graph',
    schema: graphAnswerSchema,
    change: changeGraph,
  });
}

export function benchMtlsRefreshes(options: DayOptions): Promise<void> {
  return liveThrough(options, {
    page: '/security/mtls?window=5m&refresh=15s',
    api: '/api/mtls',
    schema: mtlsAnswerSchema,
  });
}

export function benchPolicyRefreshes(options: DayOptions): Promise<void> {
  return liveThrough(options, {
    page: '/security/policies?window=5m&refresh=15s',
    api: '/api/policies/observed',
    schema: observedPoliciesAnswerSchema,
  });
}

export function benchRoutingRefreshes(options: DayOptions): Promise<void> {
  return liveThrough(options, {
    page: '/routing?window=5m&refresh=15s',
    api: '/api/routing',
    schema: routingAnswerSchema,
  });
}

interface Life<Answer extends { readonly at: number }> {
  readonly page: string;
  readonly api: string;
  readonly schema: z.ZodType<Answer>;
  /** What is different in a refresh besides the instant; the recorded answers differ by themselves. */
  readonly change?: (answer: Answer, round: number) => Answer;
}

async function liveThrough<Answer extends { readonly at: number }>(
  { browser, refreshes, isCounted }: DayOptions,
  { page: address, api, schema, change = (answer) => answer }: Life<Answer>,
): Promise<void> {
  await withWorld(WORLD, async (application) => {
    await askGraph(application);
    const recorded = await recordAnswers(schema, `${application.url}${api}?window=5m`, RECORDED);
    const startSeconds = Math.floor(Date.now() / 1000);
    const score: Score = (round) => {
      const answer = recorded[round % recorded.length];
      if (answer === undefined) throw new Error('Nothing was recorded.');
      return { ...change(answer, round), at: startSeconds + round * REFRESH_SECONDS };
    };
    const player = await playAnswers(application.url, api, score);
    const page = await openLongDay(browser);
    try {
      await page.goto(`${player.url}${address}`);
      await page.getByTestId('data-age').waitFor();
      await page.waitForTimeout(2_000);
      const before = player.played();
      const each = Math.ceil(refreshes / 8);
      await measureEighths(
        page,
        `${address.split('?')[0]}, ${each * 8} refreshes`,
        () => page.evaluate(`longDay.refresh(${each}, ${REFRESH_SECONDS * 1000})`),
        isCounted,
      );
      const played = player.played() - before;
      if (played < each * 8) throw new Error(`The page asked ${played} times only.`);
    } finally {
      await page.context().close();
      await player.close();
    }
  });
}

/** A page of a browser that has never been here, whose long waits end when they are told to. */
export async function openLongDay(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, bypassCSP: true });
  await context.addInitScript({ path: path.join(import.meta.dirname, 'long-day.js') });
  // Whoever measures memory may wait: the machine can be anybody's.
  context.setDefaultTimeout(PATIENCE_MS);
  return context.newPage();
}
