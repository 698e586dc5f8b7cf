import fs from 'node:fs';
import { createServer, type Server } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startIdentityProvider, type IdentityProvider } from '@/e2e/support/identity-provider';
import type { OidcConfig } from './identity-config';
import { beginSignIn, endSessionUrl, finishSignIn, SignInError } from './oidc';

const PUBLIC_URL = 'http://127.0.0.1:3429';
const CLIENT = { id: 'telltale', secret: 'the secret of the client, which is long', publicUrl: PUBLIC_URL };

let folder: string;
const secretFile = () => path.join(folder, 'client-secret');

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'telltale-oidc-'));
  fs.writeFileSync(secretFile(), CLIENT.secret);
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

const configFor = (issuer: string, more: Partial<OidcConfig> = {}): OidcConfig => ({
  mode: 'oidc',
  issuer,
  clientId: CLIENT.id,
  clientSecretFile: secretFile(),
  scopes: 'openid email groups',
  userClaim: 'email',
  groupsClaim: 'groups',
  prefixes: { user: '', groups: 'sso:' },
  publicUrl: PUBLIC_URL,
  session: { key: 'k'.repeat(40), seconds: 3600, isSecure: false },
  ...more,
});

/** A browser as far as it goes: follows redirects with cookies until somebody sends it back to us. */
async function browse(start: URL): Promise<URLSearchParams> {
  const cookies = new Map<string, string>();
  let at = start;
  for (let i = 0; i < 10; i += 1) {
    if (at.origin === PUBLIC_URL) return at.searchParams;
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(at, { redirect: 'manual', headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    const location = answer.headers.get('location');
    if (location === null) throw new Error(`${answer.status} at ${at.pathname}: ${await answer.text()}`);
    at = new URL(location, at);
  }
  throw new Error('The provider sends the browser round and round.');
}

function without(claims: JWTPayload, name: string): JWTPayload {
  return Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
}

describe('a real OpenID provider', () => {
  let provider: IdentityProvider;

  beforeAll(async () => {
    provider = await startIdentityProvider(CLIENT);
  });
  afterAll(() => provider.close());

  it('signs somebody in by a code, and tells name and groups (S18)', async () => {
    provider.account = {
      email: 'ann@telltale.test',
      email_verified: true,
      groups: ['sellers', 'system:masters'],
    };
    const config = configFor(provider.issuer);
    const { url, beginning } = await beginSignIn(config);
    expect(url.searchParams.get('response_type')).toBe('code');
    expect(url.searchParams.get('code_challenge_method')).toBe('S256');
    const back = await browse(url);
    expect([...back.keys()].sort()).toEqual(['code', 'iss', 'state']);
    expect(await finishSignIn(config, back, beginning)).toEqual({
      name: 'ann@telltale.test',
      user: 'ann@telltale.test',
      groups: ['sso:sellers', 'sso:system:masters', 'system:authenticated'],
    });
    // A code is good for once.
    await expect(finishSignIn(config, back, beginning)).rejects.toThrow(SignInError);
  });

  it.each([
    ['state', { state: 'of-another-window' }],
    ['PKCE verifier', { verifier: 'x'.repeat(43) }],
    ['nonce', { nonce: 'of-another-window' }],
  ])('is not believed with another %s (S18)', async (_what, forged) => {
    const config = configFor(provider.issuer);
    const { url, beginning } = await beginSignIn(config);
    const back = await browse(url);
    await expect(finishSignIn(config, back, { ...beginning, ...forged })).rejects.toThrow(SignInError);
  });

  it('is not believed about an address that it has not verified', async () => {
    provider.account = { email: 'zoe@telltale.test', email_verified: false, groups: [] };
    const config = configFor(provider.issuer);
    const { url, beginning } = await beginSignIn(config);
    await expect(finishSignIn(config, await browse(url), beginning)).rejects.toThrow('not verified');
  });

  it('ends its own session, too', async () => {
    const url = new URL((await endSessionUrl(configFor(provider.issuer))) ?? '');
    expect(url.origin).toBe(provider.issuer);
    expect(url.searchParams.get('post_logout_redirect_uri')).toBe(`${PUBLIC_URL}/sign-in`);
  });

  it('is told of in one sentence where it cannot be reached', async () => {
    await expect(beginSignIn(configFor('http://127.0.0.1:1'))).rejects.toThrow('cannot be reached');
  });
});

describe('a provider that lies', () => {
  type Make = (good: JWTPayload) => Promise<string> | string;

  let server: Server;
  let issuer: string;
  let make: Make;
  let nonce = '';
  let keys: Awaited<ReturnType<typeof generateKeyPair>>;
  let others: typeof keys;
  const seconds = () => Math.floor(Date.now() / 1000);

  beforeAll(async () => {
    keys = await generateKeyPair('RS256');
    others = await generateKeyPair('RS256');
    const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
    server = createServer((request, response) => {
      const json = (value: unknown) =>
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
      if (request.url?.startsWith('/.well-known')) {
        return json({
          issuer,
          authorization_endpoint: `${issuer}/auth`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/jwks`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
        });
      }
      if (request.url === '/jwks') return json({ keys: [jwk] });
      const good = {
        iss: issuer,
        sub: 'ann',
        aud: CLIENT.id,
        iat: seconds(),
        exp: seconds() + 60,
        nonce,
        email: 'ann@telltale.test',
        email_verified: true,
        groups: ['sellers'],
      };
      return void Promise.resolve(make(good)).then((id_token) =>
        json({ access_token: 'a', token_type: 'Bearer', expires_in: 60, id_token }),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    issuer = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  const sign = (claims: JWTPayload, key = keys.privateKey) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(key);

  async function signIn() {
    const config = configFor(issuer);
    const { beginning } = await beginSignIn(config);
    nonce = beginning.nonce;
    return finishSignIn(config, new URLSearchParams({ code: 'c', state: beginning.state }), beginning);
  }

  beforeEach(() => {
    make = sign;
  });

  it('is believed while it does not', async () => {
    expect(await signIn()).toMatchObject({ user: 'ann@telltale.test' });
  });

  it.each<[string, Make]>([
    ['another issuer', (good) => sign({ ...good, iss: 'https://evil.example' })],
    ['another audience', (good) => sign({ ...good, aud: 'somebody-else' })],
    ['no audience', (good) => sign(without(good, 'aud'))],
    ['an end that has passed', (good) => sign({ ...good, exp: seconds() - 120 })],
    ['no end', (good) => sign(without(good, 'exp'))],
    ['a beginning that is to come', (good) => sign({ ...good, nbf: seconds() + 600 })],
    ['another nonce', (good) => sign({ ...good, nonce: 'of-another-window' })],
    ['no nonce', (good) => sign(without(good, 'nonce'))],
    ['no signature', (good) => new UnsecuredJWT(good).encode()],
    ["somebody else's signature", (good) => sign(good, others.privateKey)],
    [
      'a signature by the secret that both know',
      (good) =>
        new SignJWT(good).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(CLIENT.secret)),
    ],
    ['no name', (good) => sign(without(good, 'email'))],
    ["one of Kubernetes' own users", (good) => sign({ ...good, email: 'system:admin' })],
    ['a name that is a list', (good) => sign({ ...good, email: ['ann', 'zoe'] })],
  ])('is not believed with %s (S18)', async (_what, forge) => {
    make = forge;
    await expect(signIn()).rejects.toThrow(SignInError);
  });
});
