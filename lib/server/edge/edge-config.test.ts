import { describe, expect, it } from 'vitest';
import { ConfigError } from '../environment';
import { readEdgeConfig } from './edge-config';

describe('how the application meets browsers', () => {
  it('is closed where nothing is said', () => {
    expect(readEdgeConfig({})).toEqual({
      hosts: [],
      basePath: '',
      frameAncestors: "'none'",
      hstsSeconds: 0,
    });
  });

  it('takes what is said', () => {
    expect(
      readEdgeConfig({
        TELLTALE_HOSTS: 'Telltale.example, mesh.corp ,[fd00::1]',
        TELLTALE_BASE_PATH: '/tools/telltale/',
        TELLTALE_FRAME_ANCESTORS: 'self,https://portal.example:8443,https://*.corp',
        TELLTALE_HSTS_SECONDS: '31536000',
      }),
    ).toEqual({
      hosts: ['telltale.example', 'mesh.corp', '[fd00::1]'],
      basePath: '/tools/telltale',
      frameAncestors: "'self' https://portal.example:8443 https://*.corp",
      hstsSeconds: 31_536_000,
    });
  });

  it('may be asked by the address it binds to, unless that means all (S6)', () => {
    const hostsAt = (HOSTNAME: string) => readEdgeConfig({ HOSTNAME }).hosts;
    expect(hostsAt('192.168.1.5')).toEqual(['192.168.1.5']);
    expect(hostsAt('fd00::1')).toEqual(['[fd00::1]']);
    for (const all of ['0.0.0.0', '::']) expect(hostsAt(all)).toEqual([]);
  });

  it.each([
    ['TELLTALE_HOSTS', 'https://telltale.example'],
    ['TELLTALE_HOSTS', 'telltale.example:443'],
    ['TELLTALE_HOSTS', '*'],
    ['TELLTALE_HOSTS', 'a b'],
    ['TELLTALE_BASE_PATH', 'telltale'],
    ['TELLTALE_BASE_PATH', '//telltale'],
    ['TELLTALE_BASE_PATH', '/a/../b'],
    ['TELLTALE_BASE_PATH', '/a"b'],
    ['TELLTALE_BASE_PATH', '/a?b'],
    ['TELLTALE_BASE_PATH', `/${'a'.repeat(200)}`],
    ['TELLTALE_FRAME_ANCESTORS', '*'],
    ['TELLTALE_FRAME_ANCESTORS', "'self'"],
    ['TELLTALE_FRAME_ANCESTORS', "https://a; script-src 'unsafe-inline'"],
    ['TELLTALE_FRAME_ANCESTORS', 'https://a\r\nset-cookie: x'],
    ['TELLTALE_HSTS_SECONDS', '-1'],
    ['TELLTALE_HSTS_SECONDS', '1; includeSubDomains'],
  ])('ends the start where %s is %s', (name, value) => {
    expect(() => readEdgeConfig({ [name]: value })).toThrow(ConfigError);
    expect(() => readEdgeConfig({ [name]: value })).toThrow(new RegExp(`^${name} is a`));
  });
});
