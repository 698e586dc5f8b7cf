import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { startMesh, type RunningMesh } from '../lib/embedded/demo/start-mesh';
import { bookinfo } from '../lib/embedded/worlds/bookinfo';
import { startApplication, type Application } from './support/application';
import { readPlaces } from './support/canvas';
import { watchPolicy } from './support/watch-policy';

const BASE = '/tools/telltale';

let mesh: RunningMesh;
let application: Application;
let folder: string;

test.beforeAll(async () => {
  mesh = await startMesh({
    world: bookinfo,
    historySeconds: 600,
    users: [{ name: 'ann', token: 'token-of-ann', groups: [] }],
    grants: [{ kind: 'User', name: 'ann', namespaces: ['bookinfo'] }],
  });
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'telltale-below-'));
  application = await startApplication({
    prometheusUrl: mesh.prometheusUrl,
    kubeconfig: mesh.kubeconfig,
    basePath: BASE,
    environment: {
      TELLTALE_JAEGER_URL: mesh.jaegerUrl,
      TMPDIR: folder,
      TELLTALE_FRAME_ANCESTORS: 'https://portal.example',
    },
  });
});

test.afterAll(async () => {
  await application?.close();
  await mesh?.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

const PAGES: readonly (readonly [string, string])[] = [
  ['', 'graph-canvas'],
  ['/graph?namespaces=bookinfo', 'graph-canvas'],
  ['/graph?namespaces=bookinfo&view=table', 'graph-table'],
  ['/routing', 'routing-table'],
  ['/security/mtls', 'mtls-table'],
  ['/security/policies', 'policies-table'],
  ['/traces', 'traces-state'],
  ['/traces/0123456789abcdef0123456789abcdef', 'failure-code'],
  ['/what-if', 'what-if-state'],
  ['/status', 'watched-kinds'],
  ['/nowhere', 'not-found'],
];

for (const [address, shows] of PAGES) {
  test(`below a path, ${address || 'the root'} comes to life and asks for nothing beside it`, async ({
    page,
  }) => {
    const violations = await watchPolicy(page);
    const beside: string[] = [];
    const failed: string[] = [];
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (response.url().startsWith('blob:')) return;
      if (!pathname.startsWith(BASE)) beside.push(pathname);
      const isMeant = address.startsWith('/nowhere') || pathname.includes('/traces/');
      if (response.status() >= 400 && !isMeant) failed.push(`${response.status()} ${pathname}`);
    });
    await page.goto(`${application.url}${BASE}${address}`);
    await expect(page.getByTestId(shows).first()).toBeVisible();
    await page.waitForLoadState('networkidle');
    expect(beside).toEqual([]);
    expect(failed).toEqual([]);
    expect(violations).toEqual([]);
    // No link leads out of it either.
    const links = await page
      .locator('a[href^="/"]')
      .evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    expect(links.length).toBeGreaterThan(3);
    expect(links.filter((link) => !link?.startsWith(`${BASE}/`))).toEqual([]);
  });
}

test('below a path, the rail leads from page to page, and the address keeps the view', async ({ page }) => {
  await page.goto(`${application.url}${BASE}/graph?namespaces=bookinfo`);
  await expect(page.getByTestId('graph-canvas')).toBeVisible();
  await page.getByRole('link', { name: 'Routing' }).click();
  await expect(page).toHaveURL(new RegExp(`${BASE}/routing`));
  await expect(page.getByTestId('routing-table')).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`${BASE}/graph\\?namespaces=bookinfo`));
  await expect.poll(async () => (await readPlaces(page)).size).toBeGreaterThan(5);
  await page.keyboard.press('Escape');
  await page.getByTestId('graph-canvas').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('side-panel')).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`${BASE}/graph\\?.*select=`));
});

test('below a path, there is nothing beside it, and portals may frame it if they are named', async ({
  request,
}) => {
  for (const address of ['/', '/graph', '/api/status', `${BASE}x/graph`, '/favicon.svg'])
    expect((await request.get(`${application.url}${address}`)).status(), address).toBe(404);
  const answer = await request.get(`${application.url}${BASE}`, { maxRedirects: 0 });
  expect(answer.status()).toBe(307);
  expect(answer.headers()['location']).toBe(`${BASE}/graph`);
  expect(answer.headers()['content-security-policy']).toContain('frame-ancestors https://portal.example');
  expect(answer.headers()['x-frame-options']).toBeUndefined();
  expect((await request.get(`${application.url}${BASE}/api/status`)).status()).toBe(200);
});

test('what was built is not touched by a start below a path', () => {
  const standalone = path.resolve(import.meta.dirname, '../.next/standalone');
  const manifest = fs.readFileSync(path.join(standalone, '.next/routes-manifest.json'), 'utf8');
  expect(JSON.parse(manifest)).toMatchObject({ basePath: '' });
  const copy = fs.readdirSync(folder).find((name) => name.startsWith('telltale-build-')) ?? '';
  const below = fs.readFileSync(path.join(folder, copy, '.next/routes-manifest.json'), 'utf8');
  expect(JSON.parse(below)).toMatchObject({ basePath: BASE });
});

test('below a path, people sign in, come back to where they were, and sign out', async ({ page }) => {
  const restricted = await startApplication({
    prometheusUrl: mesh.prometheusUrl,
    kubeconfig: mesh.kubeconfig,
    basePath: BASE,
    environment: {
      TMPDIR: folder,
      TELLTALE_AUTH: 'token',
      TELLTALE_SESSION_KEY: 'Jx1u9vQ0rT7yWb3nKz5mPa8sDf2gHj4LqEcRi6Uo',
    },
  });
  try {
    const origin = new URL(restricted.url).origin;
    await page.goto(`${origin}${BASE}/security/mtls`);
    await expect(page).toHaveURL(new RegExp(`^${origin}${BASE}/sign-in\\?returnTo=`));
    await page.getByLabel('Token').first().fill('token-of-ann');
    await page.getByTestId('send-token').click();
    await expect(page).toHaveURL(`${origin}${BASE}/security/mtls`);
    await expect(page.getByTestId('mtls-table')).toBeVisible();
    const cookies = await page.context().cookies();
    const session = cookies.find(({ name }) => name === 'telltale-session');
    expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
    await page.getByTestId('person').click();
    await page.getByTestId('sign-out').click();
    await expect(page).toHaveURL(`${origin}${BASE}/sign-in`);
    expect((await page.request.get(`${origin}${BASE}/api/graph`)).status()).toBe(401);
  } finally {
    await restricted.close();
  }
});
