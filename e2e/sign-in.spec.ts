import fs from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { startMesh, type RunningMesh } from '../lib/embedded/demo/start-mesh';
import { findWorld } from '../lib/embedded/worlds/find-world';
import type { World } from '../lib/embedded/worlds/world';
import { startIdentityProvider, type IdentityProvider } from './support/identity-provider';
import { freePort, startApplication, type Application } from './support/application';

const SECRET = 'Jx1u9vQ0rT7yWb3nKz5mPa8sDf2gHj4LqEcRi6Uo';
const VIEW = '/graph?level=workload&window=10m';
const running: { close(): Promise<void> }[] = [];

let mesh: RunningMesh;

function shop(): World {
  const world = findWorld('shop');
  if (world === undefined) throw new Error('There is no shop.');
  return world;
}

test.beforeAll(async () => {
  mesh = await startMesh({
    world: shop(),
    historySeconds: 900,
    scrapeIntervalSeconds: 5,
    users: [{ name: 'ann', token: 'token-of-ann', groups: [] }],
    grants: [
      { kind: 'User', name: 'ann', namespaces: ['storefront', 'payments'] },
      { kind: 'Group', name: 'senders', namespaces: ['fulfilment'] },
    ],
  });
});

test.afterAll(async () => {
  for (const one of running) await one.close();
  await mesh.close();
});

async function start(environment: Record<string, string>): Promise<Application> {
  const application = await startApplication({
    prometheusUrl: mesh.prometheusUrl,
    kubeconfig: mesh.kubeconfig,
    environment: { TELLTALE_JAEGER_URL: mesh.jaegerUrl, ...environment },
  });
  running.push(application);
  return application;
}

test.describe('signing in', () => {
  test('with a token leads back to the view that was wanted, shows who is there, and ends', async ({
    page,
  }) => {
    const { url } = await start({ TELLTALE_AUTH: 'token', TELLTALE_SESSION_KEY: SECRET });
    await page.goto(url + VIEW);
    await expect(page).toHaveURL(`${url}/sign-in?returnTo=${encodeURIComponent(VIEW)}`);
    await page.getByLabel('Token').first().fill('token-of-nobody');
    await page.getByTestId('send-token').click();
    await expect(page.getByTestId('token-failure')).toContainText('does not accept this token');
    await page.getByLabel('Token').first().fill('token-of-ann');
    await page.getByTestId('send-token').click();
    await expect(page).toHaveURL(url + VIEW);
    await expect(page.getByTestId('person')).toHaveText('ann');

    await page.getByTestId('person').click();
    await expect(page.getByTestId('sees')).toHaveText('Sees 2 namespaces; everything else is hidden');
    await page.getByTestId('sign-out').click();
    await expect(page).toHaveURL(`${url}/sign-in`);
    expect((await page.request.get(`${url}/api/graph`)).status()).toBe(401);
    await page.goto(`${url}/status`);
    await expect(page).toHaveURL(`${url}/sign-in?returnTo=%2Fstatus`);
  });

  test('by the word of a proxy counts only with its secret, whatever headers say (S5, S9)', async ({
    request,
  }) => {
    const { url } = await start({ TELLTALE_AUTH: 'header', TELLTALE_AUTH_PROXY_SECRET: SECRET });
    const good = { 'X-Forwarded-User': 'ann', 'X-Telltale-Proxy-Secret': SECRET };
    const ask = async (headers: Record<string, string>) =>
      (await request.get(`${url}/api/namespaces`, { headers })).status();
    expect(await ask(good)).toBe(200);
    expect(await ask({ 'X-Forwarded-User': 'ann' })).toBe(401);
    expect(await ask({ ...good, X_Forwarded_User: 'zoe' })).toBe(401);
    expect(await ask({ ...good, 'X-Telltale-Proxy-Secret': 'x' })).toBe(401);
    expect(await ask({ 'x-middleware-subrequest': 'middleware:middleware:middleware' })).toBe(401);
    for (const place of ['/graph', '/status', '/graph.rsc', '/_next/data/x/graph.json']) {
      const answer = await request.get(url + place, { headers: { RSC: '1', 'Next-Router-Prefetch': '1' } });
      expect(await answer.text()).not.toMatch(/storefront|payments|fulfilment|Kubernetes v1/);
    }
  });

  test('from a network of proxies counts from there only (S9)', async ({ request }) => {
    const headers = { 'X-Forwarded-User': 'ann' };
    const near = await start({ TELLTALE_AUTH: 'header', TELLTALE_AUTH_PROXY_CIDRS: '127.0.0.0/8' });
    expect((await request.get(`${near.url}/api/namespaces`, { headers })).status()).toBe(200);
    const far = await start({ TELLTALE_AUTH: 'header', TELLTALE_AUTH_PROXY_CIDRS: '10.0.0.0/8' });
    const forged = { ...headers, 'X-Forwarded-For': '10.1.2.3', Forwarded: 'for=10.1.2.3' };
    expect((await request.get(`${far.url}/api/namespaces`, { headers: forged })).status()).toBe(401);
  });

  test('at an identity provider leads there and back, without a token in any address (S18)', async ({
    page,
  }) => {
    const port = await freePort();
    const publicUrl = `http://127.0.0.1:${port}`;
    const client = { id: 'telltale', secret: SECRET, publicUrl };
    const provider: IdentityProvider = await startIdentityProvider(client);
    running.push(provider);
    provider.account = { email: 'sam@lanternlane.example', email_verified: true, groups: ['senders'] };
    const secretFile = test.info().outputPath('client-secret');
    await fs.writeFile(secretFile, client.secret);
    const { url } = await start({
      PORT: String(port),
      TELLTALE_AUTH: 'oidc',
      TELLTALE_OIDC_ISSUER: provider.issuer,
      TELLTALE_OIDC_CLIENT_ID: client.id,
      TELLTALE_OIDC_CLIENT_SECRET_FILE: secretFile,
      TELLTALE_PUBLIC_URL: publicUrl,
      TELLTALE_SESSION_KEY: SECRET,
    });
    expect(url).toBe(publicUrl);
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url()));
    await page.goto(url + VIEW);
    await page.getByTestId('begin-sign-in').click();
    await expect(page).toHaveURL(url + VIEW);
    await expect(page.getByTestId('person')).toHaveText('sam@lanternlane.example');
    const { namespaces } = await (await page.request.get(`${url}/api/namespaces`)).json();
    expect(namespaces.map((one: { name: string }) => one.name)).toEqual(['fulfilment']);
    expect(addresses.filter((address) => /eyJ|id_token|access_token/.test(address))).toEqual([]);
    const cookies = await page.context().cookies(url);
    const session = cookies.find(({ name }) => name === 'telltale-session');
    expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
    expect(cookies.map(({ name }) => name)).not.toContain('telltale-signin');
  });

  test('shows all that is hidden as one node, in words', async ({ page }) => {
    const { url } = await start({ TELLTALE_AUTH: 'header', TELLTALE_AUTH_PROXY_SECRET: SECRET });
    await page.setExtraHTTPHeaders({ 'X-Forwarded-User': 'ann', 'X-Telltale-Proxy-Secret': SECRET });
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.goto(url + VIEW);
      await expect(page.getByTestId('person')).toHaveText('ann');
      if (scheme === 'light') await page.getByTestId('legend-toggle').click();
      await expect(page.getByText('Hidden: not visible to you')).toBeVisible();
    }
    await page.goto(`${url}${VIEW}&view=table`);
    await expect(page.getByText('not visible to you').first()).toBeVisible();
  });
});
