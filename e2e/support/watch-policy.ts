import type { Page } from '@playwright/test';

/** Notes whatever a page wants to do and its content security policy forbids; the list fills while the page is used. */
export async function watchPolicy(page: Page): Promise<readonly string[]> {
  const violations: string[] = [];
  await page.exposeFunction('noteViolation', (text: string) => violations.push(text));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const { violatedDirective, blockedURI, sourceFile, lineNumber, sample } = event;
      const note = Reflect.get(window, 'noteViolation') as (text: string) => void;
      note(`${violatedDirective} ${blockedURI} by ${sourceFile}:${lineNumber} ${sample}`);
    });
  });
  // Workers, and what happens before the first script, tell the console only.
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) violations.push(message.text());
  });
  return violations;
}
