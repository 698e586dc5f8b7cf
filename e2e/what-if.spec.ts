import fs from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { startMesh, type RunningMesh } from '../lib/embedded/demo/start-mesh';
import { shop } from '../lib/embedded/worlds/shop/shop';
import { startApplication, type Application } from './support/application';
import { readEdgeClasses } from './support/canvas';
import { expectKeysOnly, watchForPointers } from './support/keys-only';
import { applyAt } from './support/kubectl';
import { findSeriousFaults } from './support/serious-faults';

let mesh: RunningMesh;
let application: Application;

test.beforeAll(async () => {
  mesh = await startMesh({ world: shop, historySeconds: 900, scrapeIntervalSeconds: 5 });
  application = await startApplication({ prometheusUrl: mesh.prometheusUrl, kubeconfig: mesh.kubeconfig });
});

test.afterAll(async () => {
  await application?.close();
  await mesh?.close();
});

const NAMESPACE = 'storefront';
const DENY_ALL = `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata:
  name: deny-all
  namespace: ${NAMESPACE}
spec:
  action: DENY
  rules:
    - {}
`;
const OPEN = `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: open, namespace: ${NAMESPACE} }
spec: { rules: [{}] }
`;

const address = (query = '') => `${application.url}/what-if?window=5m${query}`;
const text = (page: Page) => page.getByTestId('what-if-text');
const rows = (page: Page) => page.getByTestId('what-if-table').locator('tbody tr[data-index]');

async function evaluate(page: Page, yaml: string, query = ''): Promise<void> {
  await page.goto(address(query));
  await text(page).fill(yaml);
  await page.getByTestId('what-if-evaluate').click();
}

interface SeenGraph {
  readonly nodes: readonly { readonly id: string; readonly kind: string; readonly namespace?: string }[];
  readonly edges: readonly { readonly id: string; readonly target: string }[];
}

/** The ids of the edges to workloads of the namespace, as the graph has them. */
async function inboundEdges(page: Page): Promise<string[]> {
  const answer = await page.request.get(`${application.url}/api/graph?level=workload&window=5m&idle=false`);
  const { nodes, edges }: SeenGraph = await answer.json();
  const inside = new Set(
    nodes.filter(({ kind, namespace }) => kind === 'workload' && namespace === NAMESPACE).map(({ id }) => id),
  );
  return edges
    .filter(({ target }) => inside.has(target))
    .map(({ id }) => id)
    .toSorted();
}

test('a pasted deny-all breaks exactly the inbound edges of its namespace, in the table and on the graph', async ({
  page,
}) => {
  await evaluate(page, DENY_ALL);
  const inbound = await inboundEdges(page);
  expect(inbound.length).toBeGreaterThan(5);
  await expect(page.getByTestId('what-if-headline')).toContainText(`${inbound.length} of`);
  await expect(page.getByTestId('what-if-headline')).toContainText('break');
  await expect(page.getByTestId('at-risk')).toContainText(/[1-9].* rps/);

  await page.getByTestId('count-breaks').click();
  await expect(rows(page)).toHaveCount(inbound.length);
  for (const row of await rows(page).all()) await expect(row).toContainText(`${NAMESPACE}/`);
  await expect(page).not.toHaveURL(/apiVersion|deny-all/);

  await page.getByTestId('what-if-show').getByText('Graph').click();
  const canvas = page.getByTestId('graph-canvas');
  await expect(canvas).toHaveAttribute('data-lens', 'change');
  await expect(canvas).toHaveAttribute('data-edge-count', /^[1-9]/);
  await expect
    .poll(async () => {
      const drawn = await readEdgeClasses(page);
      return [...drawn]
        .flatMap(([id, classes]) => (classes.includes('change-breaks') ? [id] : []))
        .toSorted();
    })
    .toEqual(inbound);
  await page.getByTestId('legend-toggle').click();
  await expect(page.getByRole('region', { name: 'Legend of the change' })).toContainText('Breaks');
});

test('with the keyboard alone a text is evaluated, an edge opened, its line shown and all of it saved', async ({
  page,
}) => {
  await watchForPointers(page);
  await page.goto(address());
  const tabTo = async (testId: string) => {
    const target = page.getByTestId(testId).first();
    for (let press = 0; press < 60; press += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab never reaches ${testId}.`);
  };
  await tabTo('what-if-text');
  await page.keyboard.insertText(`# What if nobody came in?\n${DENY_ALL}`);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('what-if-headline')).toContainText('break');
  await tabTo('save-markdown');
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  const markdown = await fs.readFile(await download.path(), 'utf8');
  expect(markdown).toContain('## What this change would do');
  expect(markdown).toContain(`| AuthorizationPolicy rule 1 of ${NAMESPACE}/deny-all (line 10) |`);
  expect(markdown).toContain('Only calls seen in the last 5m are looked at');

  const first = rows(page).first().getByRole('button').first();
  for (let press = 0; press < 20; press += 1) {
    await page.keyboard.press('Tab');
    if (await first.evaluate((button) => button === document.activeElement)) break;
  }
  await page.keyboard.press('Enter');
  const opened = page.getByTestId('edge-change');
  await expect(opened).toContainText('Breaks');
  const link = opened.getByTestId('line-link');
  for (let press = 0; press < 20; press += 1) {
    if (await link.evaluate((button) => button === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await expect(text(page)).toBeFocused();
  const selected = await text(page).evaluate((field) =>
    field instanceof HTMLTextAreaElement ? field.value.slice(field.selectionStart, field.selectionEnd) : '',
  );
  expect(selected).toBe('    - {}');
  await expectKeysOnly(page);
});

test('what is wrong with a document is said with its line, and the others are evaluated', async ({
  page,
}) => {
  await evaluate(page, `${DENY_ALL}---\nkind: AuthorizationPolicy\nspec: [broken\nmore: true\n`);
  const problem = page.getByTestId('document-problems').getByRole('listitem');
  await expect(problem).toHaveAttribute('data-code', 'invalid-yaml');
  await expect(problem).toContainText('Document 2, line 13');
  await expect(problem).toContainText('docs/errors/invalid-yaml.md');
  await expect(page.getByTestId('what-if-headline')).toContainText('break');
  await problem.getByTestId('line-link').click();
  await expect(text(page)).toBeFocused();
});

test('an object of the cluster is begun with, and a change of it is told', async ({ page }) => {
  await applyAt(mesh.kubeconfig, OPEN);
  await expect(async () => {
    await page.goto(address(`&from=AuthorizationPolicy/${NAMESPACE}/open`));
    await expect(text(page)).toHaveValue(/name: open/, { timeout: 3_000 });
  }).toPass();
  await text(page).fill((await text(page).inputValue()).replace(/rules:\n +- \{\}/, 'rules: []'));
  await text(page).press('Control+Enter');
  await expect(page.getByTestId('what-if-headline')).toContainText('break');
  await expect(page.getByText(`changes AuthorizationPolicy ${NAMESPACE}/open`)).toBeVisible();
  await text(page).press('End');
  await page.keyboard.type(' ');
  await expect(page.getByTestId('what-if-old')).toBeVisible();

  await page.goto(address('&from=AuthorizationPolicy/nowhere/none'));
  await expect(page.getByTestId('what-if-note')).toContainText('declares no such AuthorizationPolicy');
});

test('other weights of a route are projected, from the object that the page of routes leads from', async ({
  page,
}) => {
  await page.goto(`${application.url}/routing?window=5m&refresh=off&q=catalogue.storefront`);
  await page.getByTestId('routing-table').locator('tbody tr[data-index]').first().getByRole('button').click();
  const link = page.getByTestId('what-if-link').first();
  await expect(link).toHaveAttribute('href', /from=VirtualService%2Fstorefront%2Fcatalogue/);
  await link.click();
  await expect(text(page)).toHaveValue(/weight: 90/);
  const changed = (await text(page).inputValue()).replace('weight: 90', 'weight: 30');
  await text(page).fill(changed.replace('weight: 10', 'weight: 70'));
  await text(page).press('Control+Enter');
  await expect(page.getByTestId('what-if-headline')).toContainText('would have other shares or times');
  await page.getByTestId('count-projected').click();
  await rows(page).filter({ hasText: 'catalogue-v2' }).first().getByRole('button').first().click();
  await expect(page.getByTestId('edge-change')).toContainText(
    'have 10 % today and would have 70 %. Today v1 90 % · v2 10 %; then v1 30 % · v2 70 %.',
  );
  await expect(page.getByTestId('edge-change')).toContainText(
    'VirtualService rule 1 of storefront/catalogue',
  );
});

test('what cannot be evaluated is said in the place of the edges', async ({ page }) => {
  await page.goto(address());
  await expect(page.getByTestId('what-if-state')).toHaveAttribute('data-state', 'intro');
  await page.getByTestId('load-example').click();
  await expect(text(page)).toHaveValue(/name: deny-all/);
  await evaluate(page, `# ${'x'.repeat(140_000)}`);
  await expect(page.getByTestId('what-if-state')).toHaveAttribute('data-state', 'failed');
  await expect(page.getByTestId('failure-code')).toHaveText('documents-too-large');
  await evaluate(page, DENY_ALL, '&namespaces=default');
  await expect(page.getByTestId('what-if-state')).toHaveAttribute('data-state', 'noEdges');
  await evaluate(page, 'a: 1');
  await expect(page.getByTestId('what-if-state')).toHaveAttribute('data-state', 'nothingGiven');
  await page.goto(`${application.url}/what-if?namespaces=`);
  await expect(page.getByTestId('what-if-state')).toHaveAttribute('data-state', 'nothingSelected');
});

for (const scheme of ['light', 'dark'] as const) {
  test(`a change with an opened edge and problems has no serious accessibility fault in ${scheme}`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await evaluate(page, `${DENY_ALL}---\nkind: Pod\napiVersion: v1\n`);
    await rows(page).first().getByRole('button').first().click();
    await expect(page.getByTestId('edge-change')).toBeVisible();
    expect(await findSeriousFaults(page)).toEqual([]);
    await page.getByTestId('what-if-show').getByText('Graph').click();
    await expect(page.getByTestId('graph-canvas')).toHaveAttribute('data-edge-count', /^[1-9]/);
    expect(await findSeriousFaults(page)).toEqual([]);
  });
}
