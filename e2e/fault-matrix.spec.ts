import { expect, test, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { startMesh, type RunningMesh } from '../lib/embedded/demo/start-mesh';
import type { GraphAnswer } from '../lib/contracts/graph';
import type { AnswerFault, ShapeFault } from '../lib/embedded/faults/fault';
import { bookinfo } from '../lib/embedded/worlds/bookinfo';
import { startApplication, type Application } from './support/application';

/** All pages stand open at once, and each fault is looked at on each of them. */
test.describe.configure({ mode: 'serial', timeout: 180_000 });

interface LookedAt {
  readonly address: string;
  /** What must stand on it whatever fails, once it has stood there. */
  readonly standing: string;
  /** What says that Prometheus is missing. */
  readonly missing?: string;
  /** What asks again, where it is not the button that all have. */
  readonly again?: string;
}

const PAGES = {
  graph: {
    address: '/graph?',
    standing: '[data-testid="graph-canvas"][data-node-count="7"]',
    missing: 'stale-banner',
  },
  table: { address: '/graph?view=table&', standing: 'main :text("reviews")', missing: 'stale-banner' },
  routing: { address: '/routing?', standing: 'main :text("reviews")', missing: 'prometheus-banner' },
  mTLS: { address: '/security/mtls?', standing: 'main :text("reviews")', missing: 'prometheus-banner' },
  policies: {
    address: '/security/policies?',
    standing: 'main :text("reviews")',
    missing: 'prometheus-banner',
  },
  'what-if': {
    address: '/what-if?',
    standing: '[data-testid="what-if-evaluate"]',
    missing: 'prometheus-banner',
    again: '[data-testid="what-if-evaluate"]',
  },
  traces: { address: '/traces?', standing: '[data-testid="traces-node"]', missing: 'prometheus-banner' },
  status: { address: '/status?', standing: '[data-testid="status-kubernetes"]' },
} as const satisfies Record<string, LookedAt>;

type Wrong = AnswerFault | ShapeFault;

/** What a Prometheus can do wrong, and what is said of it. */
const PROMETHEUS: Record<string, readonly [Wrong, RegExp]> = {
  'answers byte by byte': [{ kind: 'drip', everyMs: 100 }, /did not answer in time/],
  'breaks off connections': [{ kind: 'reset' }, /cannot be reached/],
  'answers late': [{ kind: 'delay', ms: 5_000 }, /did not answer in time/],
  'answers with nothing': [{ kind: 'empty' }, /answered with nothing/],
  'shows a sign-in page': [{ kind: 'html' }, /is a sign-in page in between\?/],
  'ends in the middle': [{ kind: 'truncate', how: 'end' }, /cannot be read .*cut off/],
  'breaks off in the middle': [{ kind: 'truncate', how: 'reset' }, /cannot be reached|cannot be read/],
  'answers another question': [{ kind: 'wrongType' }, /cannot be read \(the result is not a/],
  'answers without end': [{ kind: 'huge' }, /more than is allowed|did not answer in time/],
  'fails inside': [{ kind: 'status', status: 500 }, /failed inside/],
  'asks to slow down': [{ kind: 'status', status: 429, retryAfterSeconds: 1 }, /asks us to slow down/],
  'has a gateway that fails': [{ kind: 'status', status: 502 }, /not available at the moment/],
  'is not available': [{ kind: 'status', status: 503 }, /not available at the moment/],
  'has a gateway that waits': [{ kind: 'status', status: 504 }, /not available at the moment|in time/],
  'knows us not': [{ kind: 'status', status: 401 }, /did not accept our credentials/],
  'forbids it': [{ kind: 'status', status: 403 }, /does not allow this request/],
  'sends us elsewhere': [
    { kind: 'redirect', to: 'http://127.0.0.1:1/' },
    /redirect, which is never followed/,
  ],
};

/** What an API server can do wrong once it has been read. */
const KUBERNETES: Record<string, Wrong> = {
  'fails inside': { kind: 'status', status: 500 },
  'knows us not': { kind: 'status', status: 401 },
  'shows a sign-in page': { kind: 'html' },
  'breaks off connections': { kind: 'reset' },
  'ends in the middle': { kind: 'truncate' },
};

/** What a tracing backend can do wrong, and what is said of it. */
const TRACING: Record<string, readonly [Wrong, RegExp]> = {
  'breaks off connections': [{ kind: 'reset' }, /cannot be reached/],
  'shows a sign-in page': [{ kind: 'html' }, /other than JSON|sign-in page/],
  'fails inside': [{ kind: 'status', status: 500 }, /failed inside/],
  'forbids it': [{ kind: 'status', status: 403 }, /does not allow this request/],
  'ends in the middle': [{ kind: 'truncate', how: 'end' }, /cannot be read/],
};

type PageName = keyof typeof PAGES;

let mesh: RunningMesh;
let application: Application;
let context: BrowserContext;
const pages = new Map<PageName, Page>();

test.beforeAll(async ({ browser }) => {
  mesh = await startMesh({ world: bookinfo, historySeconds: 3600, scrapeIntervalSeconds: 2 });
  application = await startApplication({
    prometheusUrl: mesh.prometheusUrl,
    kubeconfig: mesh.kubeconfig,
    environment: { TELLTALE_PROMETHEUS_TIMEOUT_SECONDS: '2', TELLTALE_JAEGER_URL: mesh.jaegerUrl },
  });
  context = await browser.newContext();
  for (const [name, { address, standing }] of Object.entries(PAGES)) {
    const page = await context.newPage();
    await page.goto(`${application.url}${address}refresh=off&window=1m`);
    await expect(page.locator(standing).first(), name).toBeAttached();
    if (name === 'what-if') await page.getByTestId('what-if-example').click();
    // Lost whenever the page is loaded anew.
    await page.evaluate(() => document.body.setAttribute('data-first-load', 'true'));
    pages.set(name as PageName, page);
  }
});

test.afterAll(async () => {
  await context?.close();
  await application?.close();
  await mesh?.close();
});

function source(page: Page, name: 'prometheus' | 'kubernetes'): Locator {
  return page.locator(`[data-testid="source-${name}"], [data-testid="status-${name}"]`);
}

/** What is said of a source when one looks closer. */
async function reasonOf(page: Page, name: 'prometheus' | 'kubernetes'): Promise<string> {
  const told = source(page, name);
  const title = await told.getAttribute('title');
  if (title !== null) return title;
  // On its own page it is a sentence, which goes once all is well.
  const sentences = await told.locator('p').allTextContents();
  return sentences[0] ?? '';
}

async function onEachPage(look: (page: Page, name: PageName) => Promise<void>): Promise<void> {
  await Promise.all([...pages].map(async ([name, page]) => look(page, name)));
}

async function askAgain(page: Page, name: PageName): Promise<void> {
  const { again = '[data-testid="refresh-now"]' }: LookedAt = PAGES[name];
  await page.locator(again).click();
}

/** What stood there stands there still, in the page that was loaded first. */
async function expectStanding(page: Page, name: PageName): Promise<void> {
  await expect(page.locator(PAGES[name].standing).first(), name).toBeAttached();
  await expect(page.locator('body'), name).toHaveAttribute('data-first-load', 'true');
}

async function expectRecovered(name: 'prometheus' | 'kubernetes'): Promise<void> {
  mesh.faults.clear();
  await onEachPage(async (page, at) => {
    await expect(async () => {
      await askAgain(page, at);
      await expect(source(page, name), at).toContainText('ok', { timeout: 2_500 });
    }).toPass({ timeout: 90_000 });
    await expectStanding(page, at);
  });
}

for (const [what, [fault, reason]] of Object.entries(PROMETHEUS)) {
  test(`a Prometheus that ${what} is named on every page, and nothing is lost (R1)`, async () => {
    mesh.faults.set([{ server: 'prometheus', ...fault }]);
    await onEachPage(async (page, name) => {
      await expect(async () => {
        await askAgain(page, name);
        await expect
          .poll(() => reasonOf(page, 'prometheus'), { message: name, timeout: 5_000 })
          .toMatch(reason);
      }).toPass({ timeout: 40_000 });
      await expect(source(page, 'prometheus'), name).toContainText(/down|forbidden/);
      await expectStanding(page, name);
      const { missing }: LookedAt = PAGES[name];
      if (missing !== undefined) await expect(page.getByTestId(missing), name).toBeVisible();
    });
  });
}

test('a Prometheus that is well again is used on every page, without loading it anew (R1)', async () => {
  await expectRecovered('prometheus');
  await onEachPage(async (page) => {
    await expect(page.getByTestId('stale-banner')).toHaveCount(0);
    await expect(page.getByTestId('prometheus-banner')).toHaveCount(0);
  });
});

for (const [what, fault] of Object.entries(KUBERNETES)) {
  test(`an API server that ${what} is named on every page, and nothing is lost (R14)`, async () => {
    mesh.faults.set([
      { server: 'kubernetes', kind: 'cutWatches', how: 'reset' },
      { server: 'kubernetes', ...fault },
    ]);
    await onEachPage(async (page, name) => {
      await expect(async () => {
        await askAgain(page, name);
        await expect(source(page, 'kubernetes'), name).toContainText(/degraded|down|forbidden/, {
          timeout: 2_500,
        });
      }).toPass({ timeout: 40_000 });
      await expect.poll(() => reasonOf(page, 'kubernetes'), { message: name }).toMatch(/\S/);
      await expect(source(page, 'prometheus'), name).toContainText('ok');
      await expectStanding(page, name);
    });
  });
}

test('an API server that is well again is used on every page, without loading it anew (R14)', async () => {
  await expectRecovered('kubernetes');
});

/** Where requests to one workload are looked for. */
async function tracesAddress(): Promise<string> {
  const graph = (await (await fetch(`${application.url}/api/graph?window=1m`)).json()) as GraphAnswer;
  const node = graph.nodes.find(({ workload }) => workload === 'reviews-v3');
  return `${application.url}/traces?refresh=off&window=1m&node=${encodeURIComponent(node?.id ?? '')}`;
}

for (const [what, [fault, reason]] of Object.entries(TRACING)) {
  test(`a tracing backend that ${what} is named where traces are looked for, and nowhere else (R20)`, async () => {
    const address = await tracesAddress();
    mesh.faults.set([{ server: 'jaeger', ...fault }]);
    const page = pages.get('traces');
    const graph = pages.get('graph');
    if (!page || !graph) throw new Error('The pages are not open.');
    await expect(async () => {
      await page.goto(address);
      await expect(page.locator('main')).toContainText(reason, { timeout: 5_000 });
    }).toPass({ timeout: 40_000 });
    await askAgain(graph, 'graph');
    await expect(source(graph, 'prometheus')).toContainText('ok');
    await expectStanding(graph, 'graph');
  });
}

test('a tracing backend that is well again is asked, without loading the page anew (R20)', async () => {
  mesh.faults.clear();
  const page = pages.get('traces');
  if (!page) throw new Error('The page of traces is not open.');
  await expect(async () => {
    await askAgain(page, 'traces');
    await expect(page.getByTestId('trace-row').first()).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 40_000 });
});
