import { describe, expect, it } from 'vitest';
import { clientTls } from './client-tls';
import { rule } from './sample-policies';

const mode = (name: string | undefined) => (name === undefined ? {} : { tls: { mode: name } });
const port = (number: number, name?: string) => ({ port: { number }, ...mode(name) });

function asked(spec: object, subset?: string, servicePort = 80) {
  const found = clientTls([rule('shop/a', { host: 'api', ...spec })], subset, servicePort);
  return found.mode ?? (found.fallback === undefined ? 'auto' : `auto above ${found.fallback}`);
}

describe('the TLS that DestinationRules ask for', () => {
  it.each<[string, object, string | undefined, string]>([
    ['is left to Istio without a traffic policy', {}, undefined, 'auto'],
    ['is left to Istio without tls', { trafficPolicy: { connectionPool: {} } }, undefined, 'auto'],
    ['is DISABLE for an empty tls', { trafficPolicy: { tls: {} } }, undefined, 'DISABLE'],
    ['is the mode at the top', { trafficPolicy: mode('SIMPLE') }, undefined, 'SIMPLE'],
    [
      "is the port's own",
      { trafficPolicy: { ...mode('DISABLE'), portLevelSettings: [port(80, 'ISTIO_MUTUAL')] } },
      undefined,
      'ISTIO_MUTUAL',
    ],
    [
      "is the top's for other ports",
      { trafficPolicy: { ...mode('DISABLE'), portLevelSettings: [port(81, 'ISTIO_MUTUAL')] } },
      undefined,
      'DISABLE',
    ],
    [
      'is left to Istio for a port without tls, with a remark for its endpoints',
      { trafficPolicy: { ...mode('DISABLE'), portLevelSettings: [port(80)] } },
      undefined,
      'auto above DISABLE',
    ],
    [
      'is left to Istio for a port without tls',
      { trafficPolicy: { portLevelSettings: [port(80)] } },
      undefined,
      'auto',
    ],
    [
      'is DISABLE for a port with an empty tls',
      { trafficPolicy: { ...mode('ISTIO_MUTUAL'), portLevelSettings: [{ port: { number: 80 }, tls: {} }] } },
      undefined,
      'DISABLE',
    ],
    [
      'is the first of two entries for one port',
      { trafficPolicy: { portLevelSettings: [port(80, 'SIMPLE'), port(80, 'DISABLE')] } },
      undefined,
      'SIMPLE',
    ],
    [
      "is the subset's",
      { trafficPolicy: mode('DISABLE'), subsets: [{ name: 'v1', trafficPolicy: mode('ISTIO_MUTUAL') }] },
      'v1',
      'ISTIO_MUTUAL',
    ],
    [
      "is not a subset's for calls without one",
      { trafficPolicy: mode('DISABLE'), subsets: [{ name: 'v1', trafficPolicy: mode('ISTIO_MUTUAL') }] },
      undefined,
      'DISABLE',
    ],
    [
      "is the top's for a subset without tls",
      { trafficPolicy: mode('DISABLE'), subsets: [{ name: 'v1', trafficPolicy: { connectionPool: {} } }] },
      'v1',
      'DISABLE',
    ],
    [
      "is the top's for a subset without policy",
      { trafficPolicy: mode('DISABLE'), subsets: [{ name: 'v1' }] },
      'v1',
      'DISABLE',
    ],
    ["is the top's for a subset nobody defines", { trafficPolicy: mode('DISABLE') }, 'v9', 'DISABLE'],
    [
      "is the top's port setting for a subset without tls",
      {
        trafficPolicy: { portLevelSettings: [port(80, 'DISABLE')] },
        subsets: [{ name: 'v1', trafficPolicy: { outlierDetection: {} } }],
      },
      'v1',
      'DISABLE',
    ],
    [
      "is the subset's before the top's port setting",
      {
        trafficPolicy: { portLevelSettings: [port(80, 'DISABLE')] },
        subsets: [{ name: 'v1', trafficPolicy: mode('ISTIO_MUTUAL') }],
      },
      'v1',
      'ISTIO_MUTUAL',
    ],
    [
      "is the subset's port setting before all",
      {
        trafficPolicy: mode('DISABLE'),
        subsets: [
          {
            name: 'v1',
            trafficPolicy: { ...mode('DISABLE'), portLevelSettings: [port(80, 'ISTIO_MUTUAL')] },
          },
        ],
      },
      'v1',
      'ISTIO_MUTUAL',
    ],
    [
      "is left to Istio by a subset's port setting without tls, with a remark of what the top says",
      {
        trafficPolicy: mode('DISABLE'),
        subsets: [{ name: 'v1', trafficPolicy: { portLevelSettings: [port(80)] } }],
      },
      'v1',
      'auto above DISABLE',
    ],
  ])('%s', (_title, spec, subset, expected) => {
    expect(asked(spec, subset)).toBe(expected);
  });

  it('is the first traffic policy of merged rules, even one without tls', () => {
    const first = rule('shop/a', { host: 'api', subsets: [{ name: 'v1' }] });
    const pool = rule('shop/b', { host: 'api', trafficPolicy: { connectionPool: {} } });
    const second = rule('shop/c', { host: 'api', trafficPolicy: mode('DISABLE') });
    expect(clientTls([first, second], undefined, 80)).toMatchObject({ mode: 'DISABLE', rule: { name: 'c' } });
    expect(clientTls([first, pool, second], undefined, 80).mode).toBeUndefined();
  });

  it('is that of the first subset of a name among merged rules', () => {
    const make = (name: string, of: string) =>
      rule(`shop/${name}`, { host: 'api', subsets: [{ name: 'v1', trafficPolicy: mode(of) }] });
    expect(clientTls([make('a', 'SIMPLE'), make('b', 'DISABLE')], 'v1', 80)).toMatchObject({
      mode: 'SIMPLE',
      at: 'subset',
      rule: { name: 'a' },
    });
  });

  it('tells of certificates that come from a secret', () => {
    const tls = { mode: 'MUTUAL', credentialName: 'client' };
    const top = rule('shop/a', { host: 'api', trafficPolicy: { tls } });
    const ofPort = rule('shop/a', {
      host: 'api',
      trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, tls }] },
    });
    expect([top, ofPort].map((one) => clientTls([one], undefined, 80).namesCredential)).toEqual([true, true]);
    expect(clientTls([ofPort], undefined, 81).namesCredential).toBe(false);
  });
});
