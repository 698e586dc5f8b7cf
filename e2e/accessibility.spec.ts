import { expect, test, type Page } from '@playwright/test';
import { startMesh, type RunningMesh } from '../lib/embedded/demo/start-mesh';
import { shop } from '../lib/embedded/worlds/shop/shop';
import { startApplication, type Application } from './support/application';
import { findSeriousFaults } from './support/serious-faults';

let mesh: RunningMesh;
let application: Application;

test.beforeAll(async () => {
  mesh = await startMesh({ world: shop, historySeconds: 3_600, scrapeIntervalSeconds: 5 });
  application = await startApplication({ prometheusUrl: mesh.prometheusUrl, kubeconfig: mesh.kubeconfig });
});

test.afterAll(async () => {
  await application?.close();
  await mesh?.close();
});

const GRAPH = '/graph?window=5m&refresh=off';

interface State {
  readonly name: string;
  readonly address: string;
  /** Shown when the state is there. */
  readonly shows: string;
  /** What is done before, and after the page is open. */
  readonly before?: (page: Page) => Promise<unknown>;
  readonly after?: (page: Page) => Promise<unknown>;
}

function click(testId: string): (page: Page) => Promise<void> {
  return (page) => page.getByTestId(testId).click();
}

/** Presses arrows until the keyboard is on a folded box. */
async function walkToGroup(page: Page): Promise<void> {
  const spoken = page.getByTestId('graph-canvas').locator('[aria-live="polite"]');
  for (let press = 0; press < 24; press += 1) {
    await page.keyboard.press(press % 2 === 0 ? 'ArrowRight' : 'ArrowDown');
    if (/, group/.test((await spoken.textContent()) ?? '')) return;
  }
  throw new Error('The arrows came to no folded box.');
}

const problem = {
  type: 'docs/errors/internal-error.md',
  title: 'Something went wrong in Telltale',
  status: 500,
  code: 'internal-error',
  detail: 'The log of the server says more.',
};

const STATES: readonly State[] = [
  { name: 'the graph', address: GRAPH, shows: 'graph-canvas' },
  { name: 'the table of nodes', address: `${GRAPH}&view=table`, shows: 'graph-table' },
  {
    name: 'the table of edges, sorted, with a selected row',
    address: `${GRAPH}&view=table&rows=edges&sort=-rate`,
    shows: 'side-panel',
    before: (page) => page.setViewportSize({ width: 1024, height: 768 }),
    after: (page) => page.locator('tr[data-index="2"] button').click(),
  },
  {
    name: 'a filter that leaves nothing',
    address: `${GRAPH}&view=table`,
    shows: 'graph-table',
    after: (page) => page.getByTestId('table-filter').fill('nothing has this'),
  },
  {
    name: 'the panel of a node',
    address: `${GRAPH}&view=table`,
    shows: 'route-picture',
    after: (page) => page.getByRole('button', { name: /^catalogue v1, app/ }).click(),
  },
  {
    name: 'the panel of an edge',
    address: `${GRAPH}&view=table&rows=edges`,
    shows: 'history-chart',
    after: (page) => page.locator('tr[data-index="0"] button').click(),
  },
  { name: 'the replay', address: `${GRAPH}&replay=1h`, shows: 'replay-bar', after: click('replay-instant') },
  { name: 'the export menu', address: GRAPH, shows: 'export-dropdown', after: click('export-menu') },
  {
    name: 'the saved views',
    address: GRAPH,
    shows: 'view-list',
    after: async (page) => {
      await page.getByTestId('export-menu').click();
      await page.getByTestId('saved-views').click();
      await page.getByTestId('view-name').fill('Checkout');
      await page.getByTestId('save-view').click();
    },
  },
  { name: 'the namespaces', address: GRAPH, shows: 'namespace-dropdown', after: click('namespace-picker') },
  { name: 'the display', address: GRAPH, shows: 'rate-grpc-select', after: click('display-controls') },
  { name: 'the legend', address: GRAPH, shows: 'legend', after: click('legend-toggle') },
  {
    name: 'folded boxes',
    address: `${GRAPH}&fold=ns`,
    shows: 'side-panel',
    after: async (page) => {
      await expect(page.getByTestId('drawing-words')).toContainText('boxes folded');
      await page.getByTestId('graph-canvas').focus();
      await walkToGroup(page);
      await page.keyboard.press('Enter');
    },
  },
  {
    name: 'the surroundings of a node',
    address: GRAPH,
    shows: 'focus-bar',
    after: async (page) => {
      await page.getByTestId('graph-canvas').focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('f');
    },
  },
  {
    name: 'the menu of a node',
    address: GRAPH,
    shows: 'canvas-menu',
    after: async (page) => {
      await page.getByTestId('graph-canvas').focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Shift+F10');
    },
  },
  {
    name: 'the menu of the canvas',
    address: GRAPH,
    shows: 'canvas-menu',
    after: async (page) => {
      await page.getByTestId('graph-canvas').focus();
      await page.keyboard.press('ContextMenu');
    },
  },
  { name: 'the queries', address: GRAPH, shows: 'query-list', after: click('queries') },
  { name: 'the help', address: GRAPH, shows: 'graph-canvas', after: click('help') },
  { name: 'no namespace', address: '/graph?namespaces=', shows: 'graph-state' },
  { name: 'no traffic', address: '/graph?namespaces=default', shows: 'graph-state' },
  { name: 'a link that was not understood', address: `${GRAPH}&level=galaxy`, shows: 'url-notes' },
  {
    name: 'the first load',
    address: GRAPH,
    shows: 'cancel',
    before: (page) => page.route('**/api/graph?*', () => new Promise(() => {})),
  },
  {
    name: 'a failure',
    address: GRAPH,
    shows: 'failure-code',
    before: (page) =>
      page.route('**/api/graph?*', (route) =>
        route.fulfill({
          status: 500,
          contentType: 'application/problem+json',
          body: JSON.stringify(problem),
        }),
      ),
  },
  {
    name: 'an old graph after a failure',
    address: GRAPH,
    shows: 'stale-banner',
    after: async (page) => {
      await page.getByTestId('graph-canvas').waitFor();
      await page.route('**/api/graph?*', (route) => route.abort());
      await page.keyboard.press('r');
    },
  },
  { name: 'the policies', address: '/security/policies?refresh=off', shows: 'policies-table' },
  { name: 'who calls whom', address: '/security/policies?refresh=off&list=matrix', shows: 'policy-matrix' },
  { name: 'the page for changes', address: '/what-if?window=5m', shows: 'what-if-state' },
  {
    name: 'what a change would do',
    address: '/what-if?window=5m',
    shows: 'what-if-table',
    before: (page) => page.setViewportSize({ width: 1024, height: 768 }),
    after: async (page) => {
      await page.getByTestId('load-example').click();
      await page.getByTestId('what-if-text').press('Control+Enter');
    },
  },
  { name: 'the status', address: '/status', shows: 'watched-kinds' },
  { name: 'traces without a tracing backend', address: '/traces', shows: 'traces-state' },
  { name: 'a page that is not there', address: '/nowhere', shows: 'not-found' },
];

for (const { name, address, shows, before, after } of STATES) {
  test(`${name} has no serious accessibility fault, light or dark`, async ({ browser }) => {
    const context = await browser.newContext({
      colorScheme: 'light',
      reducedMotion: 'reduce',
      viewport: { width: 1440, height: 900 },
      baseURL: application.url,
    });
    const page = await context.newPage();
    await before?.(page);
    await page.goto(address);
    await after?.(page);
    await expect(page.getByTestId(shows).first()).toBeVisible();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
      // What fades in has its colours only when it is there.
      await page.waitForTimeout(500);
      expect(await findSeriousFaults(page), colorScheme).toEqual([]);
    }
    await context.close();
  });
}
