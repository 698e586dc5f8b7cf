import { execFileSync } from 'node:child_process';
import { expect, test, type Page } from '@playwright/test';

const PAGES = {
  graph: '/graph?namespaces=bookinfo',
  table: '/graph?namespaces=bookinfo&view=table',
  routing: '/routing',
  mTLS: '/security/mtls',
  policies: '/security/policies',
  'what-if': '/what-if',
  traces: '/traces',
  status: '/status',
};

/** A kind, a name, and what is set there. */
const NAMED_OBJECT = /^[A-Z][A-Za-z]+ [\w-]+\/[\w-]+: /;

/** What the catalogue holds, as it may stand on a page: as a whole, or between what is put in. */
function readCatalogue(): (text: string) => boolean {
  const json = execFileSync('npm', ['run', '--silent', 'strings'], { encoding: 'utf8' });
  const messages = Object.keys(JSON.parse(json) as Record<string, string[]>);
  const parts = new Set(messages.flatMap((message) => message.split(/\{\w+\}/).map((part) => part.trim())));
  const wholes = messages
    .filter((message) => message.includes('{'))
    .map(
      (message) =>
        new RegExp(
          `^${message
            .split(/\{\w+\}/)
            .map(quote)
            .join('.*?')}$`,
        ),
    );
  const isOne = (text: string) => parts.has(text) || wholes.some((whole) => whole.test(text));
  // Lists are put together of what is known, and objects of the cluster are told by their own words.
  return (text) =>
    isOne(text) ||
    text.split(/[,;] /).every((part) => part.split(' ').length < 3 || isOne(part) || NAMED_OBJECT.test(part));
}

function quote(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** Texts of a page that are language: three words or more, not in code. */
async function readSentences(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (!parent?.closest('code, pre, script, style, textarea'))
        texts.add(walker.currentNode.nodeValue ?? '');
    }
    for (const name of ['aria-label', 'title', 'placeholder'])
      for (const element of document.querySelectorAll(`[${name}]`))
        texts.add(element.getAttribute(name) ?? '');
    return (
      [...texts]
        // A key in brackets is added to the words of a button.
        .map((text) =>
          text
            .replaceAll(/\s+/g, ' ')
            .replace(/ \(.\)$/, '')
            .trim(),
        )
        .filter((text) => (text.match(/(^| )[A-Za-z]{2,}(?=[ .,:;]|$)/g) ?? []).length >= 3)
    );
  });
}

test('every sentence that stands on a page is in the catalogue for translators', async ({ page }) => {
  const isKnown = readCatalogue();
  for (const [name, address] of Object.entries(PAGES)) {
    await page.goto(address);
    await expect(page.locator('h1').first()).toBeAttached();
    await page.waitForLoadState('networkidle');
    const sentences = await readSentences(page);
    expect(sentences.length, name).toBeGreaterThan(3);
    expect(
      sentences.filter((text) => !isKnown(text)),
      name,
    ).toEqual([]);
  }
});
