import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError } from './environment';
import { presentCredentials } from './present-credentials';
import { readUpstreamAccess } from './upstream-access';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'telltale-access-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const CANARY = 'canary-5d0c';

function file(name: string, text: string): string {
  const place = path.join(folder, name);
  fs.writeFileSync(place, text);
  return place;
}

function refusal(env: Record<string, string>): string {
  try {
    readUpstreamAccess(env, 'X');
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    expect(error.message).not.toContain(CANARY);
    return error.message;
  }
  return 'accepted';
}

describe('how an upstream is reached', () => {
  it('needs nothing', () => {
    expect(readUpstreamAccess({}, 'X')).toEqual({ deadlineMs: 10_000 });
  });

  it('is a name with a password from a file that may change', async () => {
    const password = file('password', 'first word\n');
    const present = presentCredentials(
      readUpstreamAccess({ X_USERNAME: 'ann', X_PASSWORD_FILE: password, X_TENANT: 'a|b' }, 'X'),
    );
    const sent = (text: string) => `Basic ${Buffer.from(`ann:${text}`).toString('base64')}`;
    expect((await present()).headers).toEqual({
      authorization: sent('first word'),
      'x-scope-orgid': 'a|b',
    });
    fs.writeFileSync(password, 'second\r\n');
    expect((await present()).headers['authorization']).toBe(sent('second'));
  });

  it('is a token from a file, and headers from another one', async () => {
    const env = {
      X_TOKEN_FILE: file('token', ` ${CANARY}\n`),
      X_HEADERS_FILE: file('headers', '# whose\nTHANOS-TENANT: shop\n\nX-Name : a: b\n'),
    };
    expect((await presentCredentials(readUpstreamAccess(env, 'X'))()).headers).toEqual({
      authorization: `Bearer ${CANARY}`,
      'thanos-tenant': 'shop',
      'x-name': 'a: b',
    });
  });

  const some = () => file('some', CANARY);
  it.each<[string, () => Record<string, string>, string]>([
    ['a name alone', () => ({ X_USERNAME: 'ann' }), 'X_USERNAME and X_PASSWORD_FILE belong together.'],
    ['a password alone', () => ({ X_PASSWORD_FILE: some() }), 'belong together'],
    ['a name with a colon', () => ({ X_USERNAME: 'a:b', X_PASSWORD_FILE: some() }), 'may not hold a colon'],
    [
      'two ways to sign in',
      () => ({ X_USERNAME: 'a', X_PASSWORD_FILE: some(), X_TOKEN_FILE: some() }),
      'choose one',
    ],
    ['a missing file', () => ({ X_TOKEN_FILE: path.join(folder, 'none') }), 'X_TOKEN_FILE names a file that'],
    ['a tenant with a line break', () => ({ X_TENANT: 'a\nb: c' }), 'X_TENANT is not'],
    ['authorities that are none', () => ({ X_CA_FILE: some() }), 'X_CA_FILE holds no certificate'],
    ['a certificate alone', () => ({ X_CERT_FILE: some() }), 'X_CERT_FILE and X_KEY_FILE belong'],
    ['a pair that is none', () => ({ X_CERT_FILE: some(), X_KEY_FILE: some() }), 'do not hold'],
    ['a name of no host', () => ({ X_SERVER_NAME: 'a/b' }), 'X_SERVER_NAME is not a host name.'],
    ['a header without name', () => ({ X_HEADERS_FILE: some() }), 'X_HEADERS_FILE: line 1 is not'],
    [
      'a header that is ours',
      () => ({ X_HEADERS_FILE: file('host', `a: b\nHost: ${CANARY}`) }),
      'line 2 sets host, which is not free.',
    ],
    [
      'a header twice',
      () => ({ X_HEADERS_FILE: file('twice', `a: b\nA: ${CANARY}`) }),
      'line 2 sets a a second time.',
    ],
  ])('may not be %s', (_name, env, sentence) => {
    const told = refusal(env());
    expect(told).toContain(sentence);
  });
});
