import { expect, type Page } from '@playwright/test';

const MARK = 'a pointer was used';

/** From the next page on, whatever a pointer does is noted: `expectKeysOnly` fails then. */
export async function watchForPointers(page: Page): Promise<void> {
  await page.addInitScript((mark) => {
    for (const kind of ['pointerdown', 'mousedown', 'click'])
      document.addEventListener(
        kind,
        (event) => {
          // A click that a key has made has no detail.
          if (event instanceof MouseEvent && event.detail > 0)
            document.documentElement.dataset['pointer'] = mark;
        },
        true,
      );
  }, MARK);
}

export async function expectKeysOnly(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.dataset['pointer'])).toBeUndefined();
}
