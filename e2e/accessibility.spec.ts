import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';

const PAGES = [
  '/graph?namespaces=bookinfo&window=1m',
  '/graph?namespaces=bookinfo&window=1m&view=table',
  '/graph?namespaces=default',
  '/status',
];

for (const colorScheme of ['light', 'dark'] as const) {
  for (const address of PAGES) {
    test(`${address} has no serious accessibility fault in ${colorScheme}`, async ({ browser, baseURL }) => {
      const context = await browser.newContext({
        colorScheme,
        ...(baseURL === undefined ? {} : { baseURL }),
      });
      const page = await context.newPage();
      await page.goto(address);
      await page.waitForTimeout(2000);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(({ impact }) => impact === 'critical' || impact === 'serious');
      expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
      await context.close();
    });
  }
}
