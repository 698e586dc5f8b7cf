import { describe, expect, it } from 'vitest';
import { isForeign, isOwnHost } from './may-ask';

const HOSTS = ['telltale.example', '10.1.2.3'];

describe('the name by which we are asked', () => {
  it.each([
    'localhost',
    'localhost:3000',
    'LOCALHOST:3000',
    '127.0.0.1',
    '127.0.0.1:65535',
    '[::1]',
    '[::1]:3000',
    'telltale.example',
    'Telltale.Example:443',
    '10.1.2.3:8080',
  ])('%s is ours (S6)', (host) => expect(isOwnHost(host, HOSTS)).toBe(true));

  it.each([
    undefined,
    '',
    ':3000',
    'evil.example',
    'evil.example:3000',
    'localhost.evil.example',
    'telltale.example.evil.example',
    'nottelltale.example',
    'telltale.example.',
    'localhost@evil.example',
    'evil.example#localhost',
    'localhost:3000:3000',
    'localhost:port',
    'localhost, evil.example',
    '127.0.0.1.nip.io',
    '127.1',
    '2130706433',
    '0.0.0.0:3000',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::1',
    '10.1.2.4',
    'lоcalhost',
    'localhost\u0000',
    'localhost/..',
    'a'.repeat(10_000),
  ])('%s is not (S6)', (host) => expect(isOwnHost(host, HOSTS)).toBe(false));

  it('is not a name of the list where there is no list (S6)', () => {
    expect(isOwnHost('telltale.example', [])).toBe(false);
  });
});

describe('whoever asks the API', () => {
  const host = '127.0.0.1:3000';

  it.each([
    ['no browser', {}],
    ['a page of ours', { 'sec-fetch-site': 'same-origin' }],
    ['a person who types the address', { 'sec-fetch-site': 'none' }],
    ['a page of ours that posts', { 'sec-fetch-site': 'same-origin', origin: `http://${host}` }],
    ['a page of ours behind TLS', { origin: `https://${host}` }],
    ['a page of ours, the proxy having rewritten Host', { origin: 'https://telltale.example' }],
    ['the same at a port', { origin: 'https://TELLTALE.example:8443' }],
  ])('may: %s (S6)', (_who, headers) => expect(isForeign({ host, ...headers }, HOSTS)).toBe(false));

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another site that says it is no site', { 'sec-fetch-site': 'cross-site', origin: `http://${host}` }],
    ['another name of this site', { 'sec-fetch-site': 'same-site' }],
    ['something that no browser says', { 'sec-fetch-site': 'SAME-ORIGIN' }],
    ['a foreign page', { origin: 'https://evil.example' }],
    ['a page without origin', { origin: 'null' }],
    ['an empty origin', { origin: '' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:8080' }],
    ['another name for this machine', { origin: 'http://localhost:3000' }],
    ['a name that begins with ours', { origin: 'https://telltale.example.evil.example' }],
    ['a name before ours', { origin: 'https://evil.example@telltale.example' }],
    ['a path', { origin: 'https://evil.example/telltale.example' }],
    ['a file', { origin: 'file://' }],
    ['an extension', { origin: 'chrome-extension://telltale.example' }],
  ])('may not: %s (S6)', (_who, headers) => expect(isForeign({ host, ...headers }, HOSTS)).toBe(true));
});
