import fs from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import type { GraphAnswer } from '../lib/contracts/graph';
import type { ObservedPoliciesAnswer } from '../lib/contracts/observed-policies';
import { startMesh, type RunningMesh } from '../lib/embedded/demo/start-mesh';
import { shop } from '../lib/embedded/worlds/shop/shop';
import { startApplication, type Application } from './support/application';
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

// Slow polls: what shows soon has come by the cluster's changes.
const address = (query = '') => `${application.url}/security/policies?refresh=60s${query}`;
const rowsOf = (page: Page) => page.getByTestId('policies-table').locator('tbody tr[data-index]');
const DENIED = 'pair:fulfilment/shipping>payments/fraud';

async function readJson<T>(path: string): Promise<T> {
  const response = await fetch(`${application.url}${path}`);
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

test('the table tells which workloads are covered, and one is opened with the keyboard alone', async ({
  page,
}) => {
  await watchForPointers(page);
  await page.goto(address());
  await expect(page.getByTestId('policy-headline')).toContainText(
    '9 of 31 workloads covered by a policy, 1 at a waypoint only, 21 by none; 1 of 4',
  );
  await page.keyboard.press('/');
  await page.keyboard.type('fraud');
  await expect(rowsOf(page)).toHaveCount(1);
  await expect(page).toHaveURL(/q=fraud/);
  const first = rowsOf(page).first().getByRole('button');
  for (let press = 0; press < 30; press += 1) {
    await page.keyboard.press('Tab');
    if (await first.evaluate((button) => button === document.activeElement)) break;
  }
  await page.keyboard.press('Enter');
  const panel = page.getByTestId('side-panel');
  await expect(panel).toContainText('payments/fraud');
  await expect(page.getByTestId('policy-findings')).toContainText(
    'fulfilment/shipping calls it and is refused.',
  );
  await expect(page.getByTestId('policy-callers')).toContainText('payments/checkout');
  await expect(page.getByTestId('applied-policies')).toContainText('payments/among-ourselves');
  await expect(page.getByTestId('applied-policies')).toContainText('payments/default');
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expectKeysOnly(page);
});

test('filters, sorting and what is opened are in the address, and the rows can be saved', async ({
  page,
}) => {
  await page.goto(address('&coverage=none&sort=-callers'));
  await expect(rowsOf(page)).toHaveCount(21);
  await expect(rowsOf(page).first()).toContainText('3');
  await page.getByTestId('policy-finding').selectOption('problem');
  await expect(page.getByTestId('policies-table')).toBeVisible();
  await expect(rowsOf(page)).toHaveCount(0);
  await page.getByTestId('policy-clear').click();
  await expect(rowsOf(page)).toHaveCount(32);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('policy-csv').click(),
  ]);
  const csv = await fs.readFile(await download.path(), 'utf8');
  expect(csv).toMatch(/^namespace,name,proxy,coverage,/);
  expect(csv.trim().split('\r\n')).toHaveLength(33);
});

test('the matrix shows who calls whom with verdict and what was seen, folds, and is walked with arrows', async ({
  page,
}) => {
  await page.goto(address('&list=matrix'));
  const matrix = page.getByTestId('policy-matrix');
  const denied = matrix.getByRole('button', { name: /^fulfilment\/shipping to payments\/fraud: 1 denied/ });
  await expect(denied).toContainText('denied');
  await expect(denied).toContainText('rps refused');
  await expect(matrix.getByRole('button', { name: /^payments\/checkout to payments\/fraud/ })).toContainText(
    'allowed',
  );
  await expect(
    matrix.getByRole('button', { name: /^payments\/checkout to loyalty\/vouchers/ }),
  ).toContainText('no policy');
  await denied.focus();
  await page.keyboard.press('ArrowDown');
  await expect(denied).not.toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(denied).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/open=pair:fulfilment\/shipping(>|%3E)payments\/fraud/);
  const panel = page.getByTestId('side-panel');
  await expect(panel).toContainText('AuthorizationPolicy payments/among-ourselves');
  await page.keyboard.press('Escape');

  await page.getByTestId('matrix-fold').getByRole('button', { name: 'Fold all', exact: true }).click();
  const folded = matrix.getByRole('button', { name: /^fulfilment to payments: 1 denied/ });
  await expect(folded).toBeVisible();
  await expect(page).toHaveURL(/unfold=/);
  await page.getByTestId('matrix-fold').getByRole('button', { name: 'payments' }).click();
  await expect(
    matrix.getByRole('button', { name: /^fulfilment to payments\/fraud: 1 denied/ }),
  ).toBeVisible();
  await page.getByTestId('policy-verdict').selectOption('denied');
  await expect(matrix.locator('[data-cell]')).toHaveCount(1);
});

test('a shared link explains the denied caller by policy, rule and identity, with the lines that decide', async ({
  page,
}) => {
  await page.goto(address(`&list=matrix&open=${encodeURIComponent(DENIED)}`));
  const verdict = page.getByTestId('edge-verdict');
  await expect(verdict).toHaveAttribute('data-verdict', 'denied');
  await expect(verdict).toContainText('ALLOW policy payments/among-ourselves has no rule that matches');
  await expect(verdict).toContainText('Rule 1 lets in from namespaces payments.');
  await expect(page.getByTestId('edge-identity')).toHaveText('cluster.local/ns/fulfilment/sa/shipping');
  await expect(page.getByTestId('edge-seen')).toContainText('403');
  await verdict.getByTestId('policy-yaml').locator('summary').click();
  const marked = verdict.getByTestId('object-yaml').locator('[data-decides="true"]');
  await expect(marked.first()).toContainText('from:');
  await expect(marked.last()).toContainText('payments');
  // And back to where it is drawn.
  await page.getByRole('link', { name: 'Show it in the graph' }).click();
  await expect(page.getByTestId('panel-policies')).toContainText('payments/among-ourselves');
});

test('the edge of the denied caller says so in the graph, whatever the graph is of', async ({ page }) => {
  // Three graphs, each laid out anew.
  test.slow();
  for (const query of ['level=versionedApp', 'level=app', 'level=service']) {
    const { nodes, edges } = await readJson<GraphAnswer>(`/api/graph?window=5m&${query}`);
    const idOf = (name: string) =>
      nodes.find(({ app, service, workload }) => [app, service, workload].includes(name))?.id;
    const edge = edges.find((one) => one.source === idOf('shipping') && one.target === idOf('fraud'));
    expect(edge, query).toBeDefined();
    const select = encodeURIComponent(`edge:${edge?.id}`);
    await page.goto(`${application.url}/graph?refresh=off&${query}&select=${select}`);
    const section = page.getByTestId('panel-policies');
    await expect(section.getByTestId('edge-verdict').first()).toHaveAttribute('data-verdict', 'denied');
    await expect(section).toContainText('cluster.local/ns/fulfilment/sa/shipping');
    await expect(section).toContainText('payments/among-ourselves');
    const folded = section.getByTestId('folded-policies').filter({ hasText: 'payments/fraud' });
    await folded.locator('summary').first().click();
    await expect(folded.getByTestId('applied-policies')).toContainText('payments/default');
  }
});

test('the panel of a node lists every policy that is for it, in order, with its effect', async ({ page }) => {
  const { nodes } = await readJson<GraphAnswer>('/api/graph?window=5m');
  const node = nodes.find(({ app }) => app === 'checkout');
  const select = encodeURIComponent(`node:${node?.id}`);
  await page.goto(`${application.url}/graph?refresh=off&select=${select}`);
  const applied = page.getByTestId('panel-policies').getByTestId('applied-policies');
  await expect(applied.locator('li', { hasText: 'AuthorizationPolicy' })).toHaveCount(2);
  await expect(applied).toContainText('payments/checkout-callers');
  await expect(applied).toContainText('applies');
});

test('permissions that nothing used are told of, in this window', async ({ page }) => {
  await page.goto(address('&list=permissions&open=rule:loyalty/vouchers-callers/0'));
  const table = page.getByTestId('permissions-table');
  await expect(table.locator('tbody tr[data-index]').first()).toContainText(
    'loyalty/vouchers-callers, rule 1',
  );
  await expect(page.getByTestId('side-panel')).toContainText('not used in this window');
  await page.getByTestId('policy-use').selectOption('unused');
  await expect(table.locator('tbody tr[data-index]')).toHaveCount(1);
});

test('a new policy shows at once, and what it refuses and was let in before it is told as a difference', async ({
  page,
}) => {
  await page.goto(address('&open=workload:storefront/search'));
  const lead = page.getByTestId('policy-lead');
  await expect(lead).toContainText('No policy');
  await applyAt(
    mesh.kubeconfig,
    'apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: nobody, namespace: storefront}\n' +
      'spec: {selector: {matchLabels: {app: search}}}\n',
  );
  await expect(lead).toContainText('Covered', { timeout: 20_000 });
  await expect(page.getByTestId('policy-findings')).toContainText('and it was let in');
  await expect(page.getByTestId('applied-policies')).toContainText('it lets nobody in');
});

test('the API answers about single namespaces, and says what is wrong with a question', async () => {
  const { workloads, edges } = await readJson<ObservedPoliciesAnswer>(
    '/api/policies/observed?namespaces=payments&window=5m',
  );
  expect(new Set(workloads.map(({ namespace }) => namespace))).toEqual(new Set(['payments']));
  expect(edges.some(({ source }) => source.namespace === 'fulfilment')).toBe(true);
  for (const [query, code] of [
    ['observed?window=60d', 'window-out-of-range'],
    ['observed?colour=red', 'unknown-parameter'],
    ['yaml?kind=Secret&namespace=payments&name=x', 'invalid-subject'],
    ['yaml?kind=AuthorizationPolicy&namespace=payments&name=x', 'subject-not-found'],
  ] as const) {
    const response = await fetch(`${application.url}/api/policies/${query}`);
    expect(response.ok).toBe(false);
    expect(await response.json()).toMatchObject({ code });
  }
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [name, query, shows] of [
    ['the workloads', '&open=workload:payments/checkout', 'applied-policies'],
    ['the matrix', `&list=matrix&open=${encodeURIComponent(DENIED)}`, 'edge-verdict'],
    ['the permissions', '&list=permissions&open=rule:loyalty/vouchers-callers/0', 'rule-lead'],
    ['an empty list', '&list=permissions&namespaces=backoffice', 'policies-state'],
  ] as const) {
    test(`${name} has no serious accessibility fault in ${colorScheme}`, async ({ browser }) => {
      const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' });
      const page = await context.newPage();
      await page.goto(address(query));
      await expect(page.getByTestId(shows).first()).toBeVisible();
      await page.waitForTimeout(500);
      expect(await findSeriousFaults(page)).toEqual([]);
      await context.close();
    });
  }
}
