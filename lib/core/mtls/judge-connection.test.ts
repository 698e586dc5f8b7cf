import { describe, expect, it } from 'vitest';
import { clientTls, type ClientTls } from './client-tls';
import { judgeConnection } from './judge-connection';
import type { MtlsMode } from './mtls-mode';
import { portProtocol } from '../kubernetes/port-protocol';
import { pods, rule } from './sample-policies';
import type { ClientQuestion } from './send-tls';

const asks = (mode: string | undefined): ClientTls =>
  mode === undefined
    ? { namesCredential: false }
    : clientTls([rule('shop/rule', { host: 'api', trafficPolicy: { tls: { mode } } })], undefined, 80);

const server = (
  kind: 'none' | 'sidecar' | 'ambient' | 'gateway' | 'waypoint' | 'unknown',
  mode: MtlsMode,
) => ({
  shape: pods(kind),
  mode,
});

const question = (more: Partial<ClientQuestion>): ClientQuestion => ({
  client: { proxy: 'sidecar' },
  tls: asks(undefined),
  autoMtls: true,
  namespaceMode: 'PERMISSIVE',
  server: server('sidecar', 'PERMISSIVE'),
  protocol: 'http',
  ...more,
});

const SERVERS = [
  server('none', 'NONE'),
  server('sidecar', 'DISABLE'),
  server('sidecar', 'PERMISSIVE'),
  server('sidecar', 'STRICT'),
  server('ambient', 'PERMISSIVE'),
  server('ambient', 'STRICT'),
];

type Row = readonly [client: string, more: Partial<ClientQuestion>, outcomes: string];

/** One row a client, one letter a server: m mutual, p plaintext, x broken, ? depends on the application. */
const TABLE: readonly Row[] = [
  ['without a proxy', { client: { proxy: 'none' } }, 'pppxpx'],
  ['with a sidecar', {}, 'ppmmmm'],
  ['with a sidecar and a rule that says DISABLE', { tls: asks('DISABLE') }, 'pppxmm'],
  ['with a sidecar and a rule that says ISTIO_MUTUAL', { tls: asks('ISTIO_MUTUAL') }, 'xxmmmm'],
  ['with a sidecar and a rule that says SIMPLE, to HTTP', { tls: asks('SIMPLE') }, '?xxx??'],
  ['with a sidecar and a rule that says MUTUAL, to HTTP', { tls: asks('MUTUAL') }, '?xxx??'],
  ['with a sidecar and a rule that says SIMPLE, to TCP', { tls: asks('SIMPLE'), protocol: 'tcp' }, '???x??'],
  ['with a sidecar and a rule that says SIMPLE, to any', { tls: asks('SIMPLE'), protocol: 'auto' }, '???x??'],
  ['with a sidecar and no auto mTLS', { autoMtls: false }, 'pppxmm'],
  [
    'with a sidecar, no auto mTLS, and ISTIO_MUTUAL',
    { autoMtls: false, tls: asks('ISTIO_MUTUAL') },
    'xxmmmm',
  ],
  ['with a sidecar, towards a namespace that says DISABLE', { namespaceMode: 'DISABLE' }, 'pppxmm'],
  [
    'with a sidecar and ISTIO_MUTUAL, towards a namespace that says DISABLE',
    { namespaceMode: 'DISABLE', tls: asks('ISTIO_MUTUAL') },
    'xxmmmm',
  ],
  ['with a sidecar, towards a namespace that says STRICT', { namespaceMode: 'STRICT' }, 'ppmmmm'],
  ['of a gateway', { client: { proxy: 'gateway' } }, 'ppmmmm'],
  [
    'of a gateway with a rule that says DISABLE',
    { client: { proxy: 'gateway' }, tls: asks('DISABLE') },
    'pppxmm',
  ],
  ['of a waypoint', { client: { proxy: 'waypoint' } }, 'ppmmmm'],
  ['in ambient mode', { client: { proxy: 'ambient' } }, 'pppxmm'],
  ['in ambient mode, whatever a rule says', { client: { proxy: 'ambient' }, tls: asks('DISABLE') }, 'pppxmm'],
  ['of which nothing is known', { client: { proxy: 'unknown' } }, '??????'],
  [
    'with a sidecar, to an HTTP port left to Istio under a rule that says DISABLE',
    { tls: { namesCredential: false, fallback: 'DISABLE' } },
    'pppxmm',
  ],
  [
    'with a sidecar, to a port left to Istio under a rule that says ISTIO_MUTUAL',
    { tls: { namesCredential: false, fallback: 'ISTIO_MUTUAL' } },
    'xxmmmm',
  ],
];

const LETTERS = { mutual: 'm', plaintext: 'p', broken: 'x', unknown: '?' } as const;

describe('a connection', () => {
  const cases = TABLE.flatMap(([client, more, outcomes]) =>
    SERVERS.map((one, index) => ({
      client,
      more,
      one,
      title: `${one.shape.proxy} ${one.mode}`,
      expected: outcomes[index] ?? '',
    })),
  );

  it.each(cases)('from a client $client to $title: $expected', ({ more, one, expected }) => {
    const judged = judgeConnection(question({ ...more, server: one }));
    expect(LETTERS[judged.outcome]).toBe(expected);
    expect(judged.reason).toMatch(/\.$/);
  });

  it('is plaintext towards a sidecar that is announced as having none', () => {
    const one = { shape: pods('sidecar', { announcesMtls: false }), mode: 'PERMISSIVE' as const };
    expect(judgeConnection(question({ server: one })).outcome).toBe('plaintext');
    expect(judgeConnection(question({ server: { ...one, mode: 'STRICT' } })).outcome).toBe('broken');
  });

  it('from ambient mode takes the tunnel to a sidecar that offers one', () => {
    const one = { shape: pods('sidecar', { takesTunnel: true }), mode: 'STRICT' as const };
    expect(judgeConnection(question({ client: { proxy: 'ambient' }, server: one })).outcome).toBe('mutual');
  });

  it.each([
    ['nobody can tell', true, 'mutual'],
    ['one of its pods cannot', false, 'plaintext'],
  ])('to a headless service where %s', (_title, allEndpointsTakeMtls, expected) => {
    expect(judgeConnection(question({ allEndpointsTakeMtls })).outcome).toBe(expected);
  });

  it('to a host outside the mesh is plaintext', () => {
    const judged = judgeConnection(question({ isExternal: true, server: server('none', 'NONE') }));
    expect(judged.outcome).toBe('plaintext');
  });

  it.each([
    ['sidecar', {}, 'plaintext'],
    ['gateway', {}, 'broken'],
    ['sidecar', { workloadSelector: { matchLabels: { app: 'web' } } }, 'broken'],
  ] as const)('of a %s whose rule names a secret, %j', (proxy, more, expected) => {
    const spec = { host: 'api', trafficPolicy: { tls: { mode: 'SIMPLE', credentialName: 'x' } }, ...more };
    const tls = clientTls([rule('shop/rule', spec)], undefined, 80);
    expect(judgeConnection(question({ client: { proxy }, tls })).outcome).toBe(expected);
  });

  it.each([
    [undefined, 'plaintext'],
    ['DISABLE', 'plaintext'],
    ['ISTIO_MUTUAL', 'unknown'],
  ])('to a gateway is left to its listeners (%s)', (mode, expected) => {
    const judged = judgeConnection(question({ tls: asks(mode), server: server('gateway', 'NONE') }));
    expect(judged.outcome).toBe(expected);
  });

  it('to a waypoint takes the tunnel, and nothing else gets in', () => {
    const one = server('waypoint', 'STRICT');
    expect(judgeConnection(question({ server: one })).outcome).toBe('mutual');
    expect(judgeConnection(question({ client: { proxy: 'none' }, server: one })).outcome).toBe('broken');
  });

  it('to a port that bypasses the proxy works in plaintext only', () => {
    const one = server('sidecar', 'NONE');
    expect(judgeConnection(question({ tls: asks('DISABLE'), server: one })).outcome).toBe('plaintext');
    expect(judgeConnection(question({ tls: asks('ISTIO_MUTUAL'), server: one })).outcome).toBe('broken');
  });

  it.each([
    ['the server has a proxy', { server: server('unknown', 'UNKNOWN') }],
    ['what the server accepts', { server: server('sidecar', 'UNKNOWN') }],
    ['what clients are told', { namespaceMode: 'UNKNOWN' as const }],
  ])('is unknown where it is not known: %s', (_title, more) => {
    expect(judgeConnection(question(more)).outcome).toBe('unknown');
  });

  it('names the rule in its reason', () => {
    const judged = judgeConnection(question({ tls: asks('DISABLE'), server: server('sidecar', 'STRICT') }));
    expect(judged).toEqual({
      outcome: 'broken',
      rule: 'shop/rule',
      reason: 'DestinationRule shop/rule asks for DISABLE. The server is STRICT and refuses plaintext.',
    });
  });
});

describe('the protocol of a port', () => {
  it.each([
    ['http', undefined, 'http'],
    ['http-web', undefined, 'http'],
    ['http2', undefined, 'http'],
    ['grpc', undefined, 'http'],
    ['grpc-web', undefined, 'http'],
    ['GRPC-x', undefined, 'http'],
    ['tcp-postgres', undefined, 'tcp'],
    ['https', undefined, 'tcp'],
    ['tls-x', undefined, 'tcp'],
    ['mongo', undefined, 'tcp'],
    ['redis-main', undefined, 'tcp'],
    ['web', undefined, 'auto'],
    ['httpx', undefined, 'auto'],
    ['', undefined, 'auto'],
    [undefined, undefined, 'auto'],
    ['tcp', 'http', 'http'],
    ['http', 'tcp', 'tcp'],
    ['http', 'kubernetes.io/h2c', 'http'],
    ['http', 'example.com/own', 'auto'],
  ])('named %s with appProtocol %s is %s', (name, appProtocol, expected) => {
    expect(portProtocol(name, appProtocol)).toBe(expected);
  });
});
