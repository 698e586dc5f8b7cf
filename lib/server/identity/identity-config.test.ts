import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readIdentity } from './identity-config';

const KEY = 'Jx1u9vQ0rT7yWb3nKz5mPa8sDf2gHj4L';

let folder: string;
const file = (name: string, text: string, mode: number) => {
  const place = path.join(folder, name);
  fs.writeFileSync(place, text);
  fs.chmodSync(place, mode);
  return place;
};

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'telltale-identity-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

const token = (key: string) => ({ TELLTALE_AUTH: 'token', TELLTALE_SESSION_KEY: key });
const oidc = {
  TELLTALE_AUTH: 'oidc',
  TELLTALE_OIDC_ISSUER: 'https://id.example',
  TELLTALE_OIDC_CLIENT_ID: 'telltale',
  TELLTALE_PUBLIC_URL: 'https://telltale.example',
  TELLTALE_SESSION_KEY: KEY,
};

describe('how it is configured who asks', () => {
  it('is not at all, unless told', () => {
    expect(readIdentity({})).toEqual({ mode: 'none' });
  });

  it('takes a key of its own from a variable, or from a file that not everybody may read (S8)', () => {
    expect(readIdentity(token(KEY))).toMatchObject({
      session: { key: KEY, seconds: 28_800, isSecure: false },
    });
    const TELLTALE_SESSION_KEY_FILE = file('good', `${KEY}\n`, 0o640);
    expect(readIdentity({ TELLTALE_AUTH: 'token', TELLTALE_SESSION_KEY_FILE })).toMatchObject({
      session: { key: KEY },
    });
  });

  it.each([
    ['none', {}, 'needs TELLTALE_SESSION_KEY_FILE'],
    ['a placeholder', { TELLTALE_SESSION_KEY: `changeme${KEY}` }, 'placeholder'],
    ['a placeholder in capitals', { TELLTALE_SESSION_KEY: `CHANGEME${'0'.repeat(40)}` }, 'placeholder'],
    ['a placeholder in two words', { TELLTALE_SESSION_KEY: `change-me-${KEY}` }, 'placeholder'],
    ['31 bytes', { TELLTALE_SESSION_KEY: KEY.slice(1) }, 'fewer than 32 bytes'],
    ['one character many times', { TELLTALE_SESSION_KEY: 'a'.repeat(64) }, 'repeats'],
    ['two', { TELLTALE_SESSION_KEY: KEY, TELLTALE_SESSION_KEY_FILE: '/x' }, 'choose one'],
    ['a file that is not there', { TELLTALE_SESSION_KEY_FILE: '/nonexistent/key' }, 'cannot be read'],
  ])('is refused with a key that is %s (S8)', (_what, env, words) => {
    expect(() => readIdentity({ TELLTALE_AUTH: 'token', ...env })).toThrow(words);
  });

  it('is refused with a key file that everybody may read (S8)', () => {
    const TELLTALE_SESSION_KEY_FILE = file('open', KEY, 0o644);
    expect(() => readIdentity({ TELLTALE_AUTH: 'token', TELLTALE_SESSION_KEY_FILE })).toThrow(
      'everybody may read',
    );
    const TELLTALE_AUTH_PROXY_SECRET_FILE = file('open-too', KEY, 0o604);
    expect(() => readIdentity({ TELLTALE_AUTH: 'header', TELLTALE_AUTH_PROXY_SECRET_FILE })).toThrow(
      'everybody may read',
    );
  });

  it('never repeats a secret in what it refuses (S13)', () => {
    const secret = 'changeme-canary-secret';
    expect(() => readIdentity(token(secret))).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('canary') }),
    );
  });

  it.each([
    [{ TELLTALE_AUTH: 'basic' }, 'TELLTALE_AUTH is one of'],
    [{ TELLTALE_AUTH: 'header' }, 'else anybody could say who they are'],
    [{ TELLTALE_AUTH: 'header', TELLTALE_AUTH_PROXY_CIDRS: '10.0.0.0/33' }, 'list of networks'],
    [{ TELLTALE_AUTH: 'header', TELLTALE_AUTH_PROXY_CIDRS: 'proxy.example' }, 'list of networks'],
    [{ TELLTALE_AUTH: 'header', TELLTALE_AUTH_PROXY_CIDRS: '0.0.0.0/0' }, 'all addresses'],
    [
      { TELLTALE_AUTH: 'header', TELLTALE_AUTH_PROXY_SECRET: KEY, TELLTALE_AUTH_USER_HEADER: 'x_user' },
      'name of a header',
    ],
    [
      {
        TELLTALE_AUTH: 'header',
        TELLTALE_AUTH_PROXY_SECRET: KEY,
        TELLTALE_AUTH_USER_HEADER: 'X-Forwarded-Groups',
      },
      'twice',
    ],
    [
      { TELLTALE_AUTH: 'header', TELLTALE_AUTH_PROXY_SECRET: KEY, TELLTALE_AUTH_USER_PREFIX: 'system:' },
      'system:',
    ],
    [{ ...token(KEY), TELLTALE_SESSION_HOURS: '0' }, 'whole number from 1 to 168'],
    [{ ...oidc, TELLTALE_OIDC_ISSUER: undefined }, 'needs TELLTALE_OIDC_ISSUER'],
    [{ ...oidc, TELLTALE_OIDC_ISSUER: 'http://id.example' }, 'https'],
    [{ ...oidc, TELLTALE_PUBLIC_URL: undefined }, 'needs TELLTALE_PUBLIC_URL'],
    [{ ...oidc, TELLTALE_PUBLIC_URL: 'https://telltale.example/below' }, 'without path'],
  ])('is refused where it could not work or not be safe: %j', (env, words) => {
    expect(() => readIdentity(env)).toThrow(words);
  });

  it('sends cookies over https only where that is our address', () => {
    expect(readIdentity(oidc)).toMatchObject({
      mode: 'oidc',
      session: { isSecure: true },
      userClaim: 'email',
    });
  });
});
