import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../kubernetes/object-store';
import { http, tcp } from '../worlds/behaviour-recipe';
import { at, run, UNKNOWN_SOURCE, type Facts } from './facts-world';

const DATABASE = { name: 'tcp', port: 5432 };
const CALLS = [http('api.shop', '/items', 1)];

function withConfig(config: readonly KubernetesObject[], rest: Partial<Facts> = {}) {
  return run({ apps: { 'shop/web': { calls: CALLS }, 'shop/api': {} }, config, ...rest });
}

/** A caller without a proxy. */
function fromOutside(config: readonly KubernetesObject[]) {
  return run({
    namespaces: { old: {} },
    from: 'old/web',
    apps: { 'old/web': { calls: CALLS }, 'shop/api': {} },
    config,
  });
}

const peer = (place: string, mode: string | undefined, extra: object = {}) =>
  at(place, 'PeerAuthentication', { ...(mode === undefined ? {} : { mtls: { mode } }), ...extra });
const api = { selector: { matchLabels: { app: 'api' } } };
const tls = (mode: string | undefined, place = 'shop/api', host = 'api.shop.svc.cluster.local') =>
  at(place, 'DestinationRule', { host, trafficPolicy: { tls: mode === undefined ? {} : { mode } } });

type Running = ReturnType<typeof run>;
const policyOf = (facts: Running) =>
  facts.rows({ reporter: 'destination' }).map(({ labels }) => labels['connection_security_policy']);
const isReset = (facts: Running) =>
  facts.sum({ response_code: '503', response_flags: 'UC', reporter: 'source' }) > 0.99 &&
  facts.sum({ reporter: 'destination' }) === 0;

describe('automatic mutual TLS', () => {
  it('is told by the destination only: the source says unknown', () => {
    const facts = withConfig([]);
    expect(policyOf(facts)).toEqual(['mutual_tls']);
    const [row] = facts.rows({ reporter: 'source' });
    expect(row?.labels['connection_security_policy']).toBe('unknown');
  });

  it('shows both principals on both sides', () => {
    for (const { labels } of withConfig([]).rows()) {
      expect(labels).toMatchObject({
        source_principal: 'spiffe://cluster.local/ns/shop/sa/web',
        destination_principal: 'spiffe://cluster.local/ns/shop/sa/api',
      });
    }
  });

  it('is not prepared by clients where the namespace says DISABLE', () => {
    expect(policyOf(withConfig([peer('shop/default', 'DISABLE')]))).toEqual(['none']);
  });

  it('falls back to plaintext where only the workload says DISABLE', () => {
    expect(policyOf(withConfig([peer('shop/default', 'STRICT'), peer('shop/api', 'DISABLE', api)]))).toEqual([
      'none',
    ]);
  });

  it('breaks where the namespace says DISABLE and the workload STRICT', () => {
    expect(isReset(withConfig([peer('shop/default', 'DISABLE'), peer('shop/api', 'STRICT', api)]))).toBe(
      true,
    );
  });
});

describe('PERMISSIVE servers', () => {
  it('take plaintext from a caller without a proxy: none, and an unknown source', () => {
    const [row, ...others] = fromOutside([]).rows();
    expect(others).toEqual([]);
    expect(row?.labels).toMatchObject({
      ...UNKNOWN_SOURCE,
      reporter: 'destination',
      connection_security_policy: 'none',
      destination_principal: 'unknown',
      destination_workload: 'api',
    });
  });

  it('take plaintext from a sidecar whose DestinationRule says DISABLE', () => {
    const facts = withConfig([tls('DISABLE')]);
    expect(policyOf(facts)).toEqual(['none']);
    const [server] = facts.rows({ reporter: 'destination' });
    expect(server?.labels).toMatchObject({ ...UNKNOWN_SOURCE, response_code: '200' });
    const [client] = facts.rows({ reporter: 'source' });
    expect(client?.labels).toMatchObject({ source_principal: 'unknown', destination_principal: 'unknown' });
  });
});

describe('STRICT servers', () => {
  it('and callers without a proxy report nothing at all', () => {
    expect(fromOutside([peer('shop/default', 'STRICT')]).rows()).toEqual([]);
  });

  it('reset a sidecar that speaks plaintext: 503 UC at the source, nothing at the server', () => {
    expect(isReset(withConfig([peer('shop/default', 'STRICT'), tls('DISABLE')]))).toBe(true);
  });

  it('take mutual TLS', () => {
    expect(policyOf(withConfig([peer('shop/default', 'STRICT')]))).toEqual(['mutual_tls']);
  });
});

describe('PeerAuthentication', () => {
  const isStrict = (config: readonly KubernetesObject[]) => fromOutside(config).rows().length === 0;

  it.each<[string, boolean, readonly KubernetesObject[]]>([
    ['of the root namespace holds for the mesh', true, [peer('istio-system/default', 'STRICT')]],
    [
      'of the root namespace with a selector holds for nobody',
      false,
      [peer('istio-system/x', 'STRICT', api)],
    ],
    [
      'of a namespace goes before the mesh’s',
      false,
      [peer('istio-system/default', 'STRICT'), peer('shop/default', 'PERMISSIVE')],
    ],
    [
      'of a workload goes before the namespace’s',
      false,
      [peer('shop/default', 'STRICT'), peer('shop/api', 'PERMISSIVE', api)],
    ],
    [
      'of other workloads means nothing',
      false,
      [peer('shop/other', 'STRICT', { selector: { matchLabels: { app: 'other' } } })],
    ],
    [
      'that is UNSET takes over the mode above it',
      true,
      [peer('istio-system/default', 'STRICT'), peer('shop/default', 'UNSET')],
    ],
    [
      'that is older wins over another of its level, even when it is UNSET',
      false,
      [peer('shop/z-old', 'UNSET'), peer('shop/a-young', 'STRICT')],
    ],
    [
      'for a port goes by the port of the pod',
      true,
      [peer('shop/api', undefined, { ...api, portLevelMtls: { 8080: { mode: 'STRICT' } } })],
    ],
    [
      'for a port does not go by the port of the Service',
      false,
      [peer('shop/api', undefined, { ...api, portLevelMtls: { 80: { mode: 'STRICT' } } })],
    ],
    [
      'for a port goes before the workload’s mode',
      false,
      [peer('shop/api', 'STRICT', { ...api, portLevelMtls: { 8080: { mode: 'PERMISSIVE' } } })],
    ],
    [
      'of a workload that lost to an older one has no say about ports either',
      false,
      [
        peer('shop/old', 'PERMISSIVE', api),
        peer('shop/young', 'PERMISSIVE', { ...api, portLevelMtls: { 8080: { mode: 'STRICT' } } }),
      ],
    ],
  ])('%s', (_, strict, config) => {
    expect(isStrict(config)).toBe(strict);
  });
});

describe('PeerAuthentication in the root namespace', () => {
  it('with a selector is ignored even for the pods beside it', () => {
    const facts = run({
      namespaces: { old: {}, 'istio-system': { 'istio-injection': 'enabled' } },
      from: 'old/web',
      apps: { 'old/web': { calls: [http('tool.istio-system', '/', 1)] }, 'istio-system/tool': {} },
      config: [peer('istio-system/tool', 'STRICT', { selector: { matchLabels: { app: 'tool' } } })],
    });
    expect(policyOf(facts)).toEqual(['none']);
  });
});

describe('a DestinationRule', () => {
  it('with an empty tls means DISABLE', () => {
    expect(policyOf(withConfig([tls(undefined)]))).toEqual(['none']);
  });

  it('without tls leaves it to Istio', () => {
    expect(
      policyOf(withConfig([at('shop/api', 'DestinationRule', { host: 'api', trafficPolicy: {} })])),
    ).toEqual(['mutual_tls']);
  });

  const withPort = (policy: object, port: object) =>
    at('shop/api', 'DestinationRule', {
      host: 'api',
      trafficPolicy: { ...policy, portLevelSettings: [{ port: { number: 80 }, ...port }] },
    });

  it('with tls for a port replaces the policy above', () => {
    const rule = withPort({ tls: { mode: 'DISABLE' } }, { tls: { mode: 'ISTIO_MUTUAL' } });
    expect(policyOf(withConfig([rule]))).toEqual(['mutual_tls']);
  });

  it('with settings for a port but no tls leaves the port to Istio', () => {
    expect(policyOf(withConfig([withPort({}, { connectionPool: {} })]))).toEqual(['mutual_tls']);
  });

  it('with settings for a port but no tls tells endpoints what the policy above says', () => {
    const rule = withPort({ tls: { mode: 'DISABLE' } }, { connectionPool: {} });
    expect(policyOf(withConfig([rule]))).toEqual(['none']);
  });

  it('with ISTIO_MUTUAL fails against a server that says DISABLE', () => {
    const facts = withConfig([peer('shop/default', 'DISABLE'), tls('ISTIO_MUTUAL')]);
    expect(facts.rows().map(({ labels }) => [labels['reporter'], labels['response_flags']])).toEqual([
      ['source', 'UF,URX'],
    ]);
  });

  it('with ISTIO_MUTUAL fails against a server without a proxy', () => {
    const facts = run({
      namespaces: { old: {} },
      apps: { 'shop/web': { calls: [http('api.old', '/', 1)] }, 'old/api': {} },
      config: [tls('ISTIO_MUTUAL', 'shop/api', 'api.old.svc.cluster.local')],
    });
    expect(facts.sum({ response_code: '503', response_flags: 'UF,URX' })).toBeCloseTo(1, 2);
  });

  it('with SIMPLE fails against a sidecar’s HTTP port', () => {
    expect(withConfig([tls('SIMPLE')]).sum({ response_code: '503' })).toBeCloseTo(1, 2);
  });

  it('of the client’s namespace decides, whatever the server’s says', () => {
    const facts = run({
      namespaces: { other: { 'istio-injection': 'enabled' } },
      from: 'other/web',
      apps: { 'other/web': { calls: CALLS }, 'shop/api': {} },
      config: [tls('ISTIO_MUTUAL', 'other/api'), tls('DISABLE', 'shop/api')],
    });
    expect(policyOf(facts)).toEqual(['mutual_tls']);
  });

  it('of the root namespace is the last resort', () => {
    expect(policyOf(withConfig([tls('DISABLE', 'istio-system/all', '*.local')]))).toEqual(['none']);
  });
});

describe('AuthorizationPolicy', () => {
  const policy = (spec: object, place = 'shop/p', extra: object = {}) =>
    at(place, 'AuthorizationPolicy', spec, extra);
  const deniedShare = (config: readonly KubernetesObject[]) =>
    withConfig(config).sum({ reporter: 'destination', response_code: '403' });
  const source = (fields: object) => ({ rules: [{ from: [{ source: fields }] }] });
  const operation = (fields: object) => ({ rules: [{ to: [{ operation: fields }] }] });
  const WEB = 'cluster.local/ns/shop/sa/web';

  it('that denies is told as 403 by both sides, with a workload that is known', () => {
    const facts = withConfig([policy({ action: 'DENY', rules: [{}] })]);
    const rows = facts.rows();
    expect(rows.map(({ labels }) => labels['reporter']).sort()).toEqual(['destination', 'source']);
    for (const { labels, perRequest } of rows) {
      expect(labels).toMatchObject({
        response_code: '403',
        response_flags: '-',
        destination_workload: 'api',
        source_workload: 'web',
      });
      expect(perRequest).toBeCloseTo(1, 2);
    }
  });

  it.each<[string, number, readonly KubernetesObject[]]>([
    ['ALLOW without rules lets nobody in', 1, [policy({})]],
    ['ALLOW with an empty rule lets everybody in', 0, [policy({ rules: [{}] })]],
    ['ALLOW for the caller’s principal lets it in', 0, [policy(source({ principals: [WEB] }))]],
    [
      'ALLOW for somebody else keeps the caller out',
      1,
      [policy(source({ principals: ['cluster.local/ns/shop/sa/x'] }))],
    ],
    ['principals may end in a wildcard', 0, [policy(source({ principals: ['cluster.local/ns/shop/*'] }))]],
    ['principals may begin with a wildcard', 0, [policy(source({ principals: ['*/sa/web'] }))]],
    ['a principal with spiffe:// matches nobody', 1, [policy(source({ principals: [`spiffe://${WEB}`] }))]],
    ['ALLOW for the caller’s namespace lets it in', 0, [policy(source({ namespaces: ['shop'] }))]],
    ['ALLOW for a service account lets it in', 0, [policy(source({ serviceAccounts: ['web'] }))]],
    [
      'DENY goes before ALLOW',
      1,
      [policy({ rules: [{}] }, 'shop/a'), policy({ action: 'DENY', rules: [{}] }, 'shop/d')],
    ],
    [
      'DENY for others than the caller’s namespace spares it',
      0,
      [policy({ action: 'DENY', ...source({ notNamespaces: ['shop'] }) })],
    ],
    ['DENY of a path takes it alone', 1, [policy({ action: 'DENY', ...operation({ paths: ['/items'] }) })]],
    [
      'DENY of another path spares it',
      0,
      [policy({ action: 'DENY', ...operation({ paths: ['/items/*'] }) })],
    ],
    [
      'DENY of a path’s template takes it',
      1,
      [policy({ action: 'DENY', ...operation({ paths: ['/{*}'] }) })],
    ],
    [
      'DENY of all methods but the caller’s spares it',
      0,
      [policy({ action: 'DENY', ...operation({ notMethods: ['GET'] }) })],
    ],
    ['ALLOW of the pod’s port lets the caller in', 0, [policy(operation({ ports: ['8080'] }))]],
    ['ALLOW of the Service’s port keeps it out', 1, [policy(operation({ ports: ['80'] }))]],
    [
      'a selector narrows a policy to its pods',
      0,
      [policy({ selector: { matchLabels: { app: 'x' } }, action: 'DENY', rules: [{}] })],
    ],
    [
      'the root namespace’s policies hold everywhere',
      1,
      [policy({ action: 'DENY', rules: [{}] }, 'istio-system/p')],
    ],
    [
      'the root namespace’s selectors count everywhere',
      1,
      [policy({ ...api, action: 'DENY', rules: [{}] }, 'istio-system/p')],
    ],
    ['another namespace’s policies mean nothing', 0, [policy({ action: 'DENY', rules: [{}] }, 'default/p')]],
    [
      'a dry run decides nothing',
      0,
      [policy({ action: 'DENY', rules: [{}] }, 'shop/p', { annotations: { 'istio.io/dry-run': 'true' } })],
    ],
    [
      'a dry run of ALLOW keeps nobody out',
      0,
      [policy({}, 'shop/p', { annotations: { 'istio.io/dry-run': 'true' } })],
    ],
    [
      'a policy with targetRefs means nothing to a sidecar',
      0,
      [policy({ targetRefs: [{ kind: 'Service', name: 'api' }], action: 'DENY', rules: [{}] })],
    ],
    [
      'when conditions are all needed',
      0,
      [
        policy({
          action: 'DENY',
          rules: [
            {
              when: [
                { key: 'source.namespace', values: ['shop'] },
                { key: 'request.headers[x-a]', values: ['1'] },
              ],
            },
          ],
        }),
      ],
    ],
  ])('%s', (_, denied, config) => {
    expect(deniedShare(config)).toBeCloseTo(denied, 2);
  });

  it('of namespaces never matches plaintext, which has no identity', () => {
    const deny = policy({ action: 'DENY', ...source({ namespaces: ['old', 'shop'] }) });
    expect(fromOutside([deny]).sum({ response_code: '200' })).toBeCloseTo(1, 2);
    const others = policy({ action: 'DENY', ...source({ notNamespaces: ['old'] }) });
    expect(fromOutside([others]).sum({ response_code: '403' })).toBeCloseTo(1, 2);
  });

  it('of the principal * asks for any identity, which plaintext has none of', () => {
    const anybody = policy(source({ principals: ['*'] }));
    expect(fromOutside([anybody]).sum({ response_code: '403' })).toBeCloseTo(1, 2);
    expect(deniedShare([anybody])).toBe(0);
  });

  it('that refuses TCP opens and closes connections, without a byte', () => {
    const facts = run({
      apps: { 'shop/web': { calls: [tcp('db', 1, 100, 200)] }, 'shop/db': { ports: [DATABASE] } },
      config: [policy({ action: 'DENY', rules: [{}] })],
    });
    for (const reporter of ['source', 'destination']) {
      const side = { reporter, destination_workload: 'db' };
      expect(facts.sum(side, 'istio_tcp_connections_opened_total')).toBeCloseTo(1, 2);
      expect(facts.sum(side, 'istio_tcp_connections_closed_total')).toBeCloseTo(1, 2);
      expect(facts.sum(side, 'istio_tcp_sent_bytes_total')).toBeLessThan(1e-3);
      expect(facts.sum(side, 'istio_tcp_received_bytes_total')).toBeLessThan(1e-3);
    }
  });

  it('of HTTP fields for one operation of several lets nobody in at a TCP port', () => {
    const to = [{ operation: { paths: ['/x'] } }, { operation: { ports: ['5432', '8080'] } }];
    const facts = run({
      apps: { 'shop/web': { calls: [tcp('db', 1, 100, 200)] }, 'shop/db': { ports: [DATABASE] } },
      config: [policy({ rules: [{ to }] })],
    });
    expect(facts.sum({ reporter: 'destination' }, 'istio_tcp_received_bytes_total')).toBeLessThan(1e-3);
  });

  it.each<[string, number, object]>([
    ['denies by sources', 0, source({ namespaces: ['shop'] })],
    ['denies by a port beside a path', 0, operation({ ports: ['8080'], paths: ['/x'] })],
    ['denies nothing by a path alone', 1, operation({ paths: ['/items'] })],
    [
      'denies nothing by a source, where nothing is left of the operation',
      1,
      {
        rules: [{ from: [{ source: { namespaces: ['shop'] } }], to: [{ operation: { paths: ['/items'] } }] }],
      },
    ],
    ['denies nothing by a header', 1, { rules: [{ when: [{ key: 'request.headers[a]', values: ['1'] }] }] }],
  ])('at ztunnel %s', (_, passed, spec) => {
    const facts = run({
      namespaces: { shop: { 'istio.io/dataplane-mode': 'ambient' } },
      apps: { 'shop/web': { calls: [http('api', '/items', 1)] }, 'shop/api': {} },
      config: [policy({ action: 'DENY', ...spec })],
    });
    const refused = facts.sum(
      { reporter: 'destination', response_flags: 'DENY' },
      'istio_tcp_connections_closed_total',
    );
    expect(refused).toBeCloseTo(1 - passed, 2);
  });

  it('that denies by HTTP fields alone denies all of a TCP port', () => {
    const facts = run({
      apps: { 'shop/web': { calls: [tcp('db', 1, 100, 200)] }, 'shop/db': { ports: [DATABASE] } },
      config: [policy({ action: 'DENY', ...operation({ paths: ['/admin'] }) })],
    });
    expect(facts.sum({ reporter: 'destination' }, 'istio_tcp_received_bytes_total')).toBeLessThan(1e-3);
  });
});
