import path from 'node:path';
import type { Browser, Page } from 'playwright';

/** A page of a browser that has never been here, with the probe inside. */
export async function openPage(browser: Browser): Promise<Page> {
  // The probe is asked in text, which the pages' policy forbids to all others.
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, bypassCSP: true });
  await context.addInitScript({ path: path.join(import.meta.dirname, 'probe.js') });
  return context.newPage();
}

export async function closePage(page: Page): Promise<void> {
  await page.context().close();
}

/** Waits until so many nodes are on the canvas. */
export async function waitForNodes(page: Page, count: number): Promise<void> {
  await page.locator(`[data-node-count="${count}"]`).waitFor({ timeout: 60_000 });
  // The first view is fitted, and the worker may still be at it.
  await page.waitForTimeout(1_500);
}
