import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../kubernetes/object-store';
import { http, tcp } from '../worlds/behaviour-recipe';
import { daemonSet, deployment, service } from '../worlds/object-recipes';
import { at, NOBODY, run, START_MS, UNKNOWN_SOURCE, type Facts } from './facts-world';

const startedAt = new Date(START_MS);
const AMBIENT = { 'istio.io/dataplane-mode': 'ambient' };
const TCP_NAME = 'istio_tcp_received_bytes_total';

const gateway = (name: string): KubernetesObject[] => {
  const labels = { app: name, istio: name.replace('istio-', '') };
  const place = { namespace: 'istio-system', name, startedAt, labels };
  return [
    deployment({
      ...place,
      podLabels: labels,
      podAnnotations: { 'inject.istio.io/templates': 'gateway', 'sidecar.istio.io/inject': 'false' },
      serviceAccount: name,
      container: { name: 'istio-proxy', image: 'proxy', ports: [8080] },
    }),
    service({ ...place, selector: labels, ports: [{ name: 'http2', port: 80, targetPort: 8080 }] }),
  ];
};

const ztunnel = daemonSet({
  namespace: 'istio-system',
  name: 'ztunnel',
  startedAt,
  labels: { app: 'ztunnel' },
  podLabels: { app: 'ztunnel' },
  serviceAccount: 'ztunnel',
  container: { name: 'istio-proxy', image: 'ztunnel', ports: [15020] },
});

const waypoint = deployment({
  namespace: 'calm',
  name: 'gate',
  startedAt,
  labels: {},
  podLabels: {
    'gateway.networking.k8s.io/gateway-name': 'gate',
    'gateway.istio.io/managed': 'istio.io-mesh-controller',
    'istio.io/dataplane-mode': 'none',
  },
  serviceAccount: 'gate',
  container: { name: 'istio-proxy', image: 'proxy', ports: [15008] },
});

type Running = ReturnType<typeof run>;
const reporters = (facts: Running, name?: string) =>
  facts
    .rows({}, name)
    .map(({ labels }) => labels['reporter'])
    .sort();

describe('a sidecar and a sidecar', () => {
  const facts = run({ apps: { 'shop/web': { calls: [http('api', '/', 1)] }, 'shop/api': {} } });

  it('report a request once each', () => {
    expect(reporters(facts)).toEqual(['destination', 'source']);
    expect(facts.sum({ reporter: 'source' })).toBeCloseTo(1, 2);
    expect(facts.sum({ reporter: 'destination' })).toBeCloseTo(1, 2);
  });

  it('are scraped from their own pods, whose labels say nothing about the edge', () => {
    expect(facts.rows({ reporter: 'source' })[0]?.labels['app']).toBe('web');
    expect(facts.rows({ reporter: 'destination' })[0]?.labels['app']).toBe('api');
  });
});

describe('a Service beside another one of the same pods', () => {
  it('is not named by the destination, which knows only one of them', () => {
    const twin = service({
      namespace: 'shop',
      name: 'api-twin',
      startedAt,
      labels: {},
      selector: { app: 'api' },
      ports: [{ name: 'http', port: 80, targetPort: 8080 }],
    });
    const facts = run({
      apps: { 'shop/web': { calls: [http('api-twin', '/', 1)] }, 'shop/api': {} },
      objects: [twin],
    });
    const named = (reporter: string) => facts.rows({ reporter })[0]?.labels['destination_service_name'];
    expect([named('source'), named('destination')]).toEqual(['api-twin', 'api']);
  });

  it('is named by the destination where it alone leads to the port', () => {
    const admin = service({
      namespace: 'shop',
      name: 'aaa-admin',
      startedAt,
      labels: {},
      selector: { app: 'api' },
      ports: [{ name: 'http', port: 80, targetPort: 9999 }],
    });
    const facts = run({
      apps: { 'shop/web': { calls: [http('api', '/', 1)] }, 'shop/api': {} },
      objects: [admin],
    });
    expect(facts.rows({ reporter: 'destination' })[0]?.labels['destination_service_name']).toBe('api');
  });
});

describe('a server without a proxy', () => {
  it('is told of by the source only, as a workload that is known but proves nothing', () => {
    const facts = run({
      namespaces: { old: {} },
      apps: { 'shop/web': { calls: [http('api.old', '/', 1)] }, 'old/api': {} },
    });
    const rows = facts.rows();
    expect(rows).toHaveLength(1);
    expect(rows[0]?.labels).toMatchObject({
      reporter: 'source',
      destination_workload: 'api',
      destination_workload_namespace: 'old',
      destination_principal: 'unknown',
      destination_service_namespace: 'old',
      response_code: '200',
    });
  });
});

describe('a client without a proxy', () => {
  const bare = (
    calls: NonNullable<Facts['apps'][string]['calls']>,
    config: readonly KubernetesObject[] = [],
  ) =>
    run({
      namespaces: { old: {} },
      from: 'old/web',
      apps: { 'old/web': { calls }, 'shop/api': { versions: ['v1', 'v2'] }, 'old/api': {} },
      config,
    });

  it('is unknown to the server, with the revision latest', () => {
    for (const { labels } of bare([http('api.shop', '/', 1)]).rows())
      expect(labels).toMatchObject({ ...UNKNOWN_SOURCE, reporter: 'destination' });
  });

  it('and a server without one leave no trace', () => {
    expect(bare([http('api', '/', 1)]).rows()).toEqual([]);
  });

  it('does not obey VirtualServices: nothing routes its requests', () => {
    const config = [
      at('shop/api', 'DestinationRule', {
        host: 'api',
        subsets: [{ name: 'v1', labels: { version: 'v1' } }],
      }),
      at('shop/api', 'VirtualService', {
        hosts: ['api'],
        http: [{ route: [{ destination: { host: 'api', subset: 'v1' } }] }],
      }),
    ];
    expect(bare([http('api.shop', '/', 1)], config).sum({ destination_workload: 'api-v2' })).toBeCloseTo(
      0.5,
      2,
    );
  });

  it('leaves no trace of calls out of the mesh', () => {
    expect(bare([http('api.example.com', '/', 1)]).rows()).toEqual([]);
  });
});

describe('an ingress gateway', () => {
  const entry = { gatewayNamespace: 'istio-system', gatewayWorkload: 'istio-ingressgateway', headers: {} };
  const enter = (config: readonly KubernetesObject[], host = 'shop.example.com') =>
    run({
      apps: { 'shop/api': {} },
      entries: [{ ...entry, host, path: '/', share: 1 }],
      config,
    });
  const door = at('shop/door', 'Gateway', {
    selector: { istio: 'ingressgateway' },
    servers: [{ port: { number: 80 }, hosts: ['shop.example.com'] }],
  });
  const rule = at('shop/site', 'VirtualService', {
    hosts: ['shop.example.com'],
    gateways: ['door'],
    http: [{ route: [{ destination: { host: 'api' } }] }],
  });

  it('reports as a source; what comes to it from outside has no series', () => {
    const facts = enter([door, rule]);
    expect(reporters(facts)).toEqual(['destination', 'source']);
    expect(facts.rows({ destination_workload: 'istio-ingressgateway' })).toEqual([]);
    expect(facts.sum({ source_workload: 'istio-ingressgateway', reporter: 'source' })).toBeCloseTo(1, 2);
  });

  it('speaks mutual TLS to sidecars', () => {
    const [row] = enter([door, rule]).rows({ reporter: 'destination' });
    expect(row?.labels['connection_security_policy']).toBe('mutual_tls');
  });

  it.each([
    ['a host that no Gateway listens for', [door, rule], 'other.example.com'],
    ['a host without routes', [door], 'shop.example.com'],
  ])('answers 404 NR for %s', (_, config, host) => {
    const rows = enter(config, host).rows();
    expect(rows.map(({ labels }) => [labels['response_code'], labels['response_flags']])).toEqual([
      ['404', 'NR'],
    ]);
    expect(rows[0]?.labels).toMatchObject({ ...NOBODY, destination_service: 'unknown' });
  });

  it('refuses by itself what a policy denies: 403 at the source, nobody reached', () => {
    const deny = at('istio-system/p', 'AuthorizationPolicy', {
      selector: { matchLabels: { istio: 'ingressgateway' } },
      action: 'DENY',
      rules: [{ to: [{ operation: { paths: ['/'] } }] }],
    });
    const rows = enter([door, rule, deny]).rows();
    expect(rows).toHaveLength(1);
    expect(rows[0]?.labels).toMatchObject({
      ...NOBODY,
      reporter: 'source',
      response_code: '403',
      destination_service_name: 'api',
    });
  });

  it('reads several VirtualServices of one host one after the other, catch-alls last', () => {
    const first = at('shop/a', 'VirtualService', {
      hosts: ['shop.example.com'],
      gateways: ['door'],
      http: [{ route: [{ destination: { host: 'ghost' } }] }],
    });
    const second = at('shop/b', 'VirtualService', {
      hosts: ['shop.example.com'],
      gateways: ['door'],
      http: [{ match: [{ uri: { exact: '/' } }], route: [{ destination: { host: 'api' } }] }],
    });
    expect(enter([door, first, second]).sum({ response_code: '200', reporter: 'source' })).toBeCloseTo(1, 2);
  });

  it('of the Gateway API obeys HTTPRoutes that name it', () => {
    const facts = run({
      apps: { 'shop/api': {} },
      entries: [
        {
          ...entry,
          gatewayNamespace: 'shop',
          gatewayWorkload: 'front-istio',
          host: 'x.example.com',
          path: '/a',
          share: 1,
        },
      ],
      objects: [
        deployment({
          namespace: 'shop',
          name: 'front-istio',
          startedAt,
          labels: {},
          podLabels: {
            'gateway.networking.k8s.io/gateway-name': 'front',
            'gateway.istio.io/managed': 'istio.io-gateway-controller',
          },
          serviceAccount: 'front',
          container: { name: 'istio-proxy', image: 'proxy', ports: [80] },
        }),
      ],
      config: [
        at('shop/front', 'HTTPRoute', {
          parentRefs: [{ name: 'front' }],
          hostnames: ['*.example.com'],
          rules: [{ backendRefs: [{ name: 'api', port: 80 }] }],
        }),
      ],
    });
    expect(
      facts.sum({ source_workload: 'front-istio', destination_workload: 'api', reporter: 'source' }),
    ).toBeCloseTo(1, 2);
  });
});

describe('a host outside the mesh', () => {
  const entry = at('shop/rates', 'ServiceEntry', {
    hosts: ['rates.example.com'],
    ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
    resolution: 'DNS',
  });
  const call = (config: readonly KubernetesObject[], calls = [http('rates.example.com', '/', 1)]) =>
    run({ apps: { 'shop/web': { calls } }, config });

  it('with a ServiceEntry is told by the source only, by its host', () => {
    const rows = call([entry]).rows();
    expect(rows).toHaveLength(1);
    expect(rows[0]?.labels).toMatchObject({
      ...NOBODY,
      reporter: 'source',
      destination_service: 'rates.example.com',
      destination_service_name: 'rates.example.com',
      destination_service_namespace: 'shop',
      response_code: '200',
      connection_security_policy: 'unknown',
    });
  });

  it('that nobody has registered passes as PassthroughCluster', () => {
    const rows = call([]).rows();
    expect(rows).toHaveLength(1);
    expect(rows[0]?.labels).toMatchObject({
      ...NOBODY,
      reporter: 'source',
      destination_service: 'rates.example.com',
      destination_service_name: 'PassthroughCluster',
      destination_service_namespace: 'unknown',
    });
  });

  it('with a ServiceEntry that is not exported passes elsewhere as PassthroughCluster', () => {
    const hidden = at('other/rates', 'ServiceEntry', { hosts: ['rates.example.com'], exportTo: ['.'] });
    expect(call([hidden]).sum({ destination_service_name: 'PassthroughCluster' })).toBeCloseTo(1, 2);
  });

  it('of a wildcard ServiceEntry is told by the wildcard', () => {
    const wild = at('shop/wild', 'ServiceEntry', { hosts: ['*.example.com'], resolution: 'NONE' });
    expect(call([wild]).sum({ destination_service: '*.example.com' })).toBeCloseTo(1, 2);
  });

  it('is blocked with 502 where only registered hosts are allowed', () => {
    const facts = run({
      apps: { 'shop/web': { calls: [http('rates.example.com', '/', 1)] } },
      adjust: (object) =>
        object.kind === 'ConfigMap'
          ? { ...object, data: { mesh: 'outboundTrafficPolicy:\n  mode: REGISTRY_ONLY\n' } }
          : object,
    });
    expect(facts.sum({ destination_service_name: 'BlackHoleCluster', response_code: '502' })).toBeCloseTo(
      1,
      2,
    );
  });

  it('by TCP has bytes at the source', () => {
    const facts = call([entry], [tcp('rates.example.com', 1, 10, 20)]);
    expect(reporters(facts, TCP_NAME)).toEqual(['source']);
  });

  it('is reached through an egress gateway where a VirtualService says so: two legs, each told by its source', () => {
    const facts = run({
      apps: { 'shop/web': { calls: [http('rates.example.com', '/', 1)] } },
      objects: gateway('istio-egressgateway'),
      config: [
        entry,
        at('shop/exit', 'Gateway', {
          selector: { istio: 'egressgateway' },
          servers: [{ port: { number: 80 }, hosts: ['rates.example.com'] }],
        }),
        at('shop/out', 'VirtualService', {
          hosts: ['rates.example.com'],
          gateways: ['mesh', 'exit'],
          http: [
            {
              match: [{ gateways: ['mesh'] }],
              route: [{ destination: { host: 'istio-egressgateway.istio-system.svc.cluster.local' } }],
            },
            { match: [{ gateways: ['exit'] }], route: [{ destination: { host: 'rates.example.com' } }] },
          ],
        }),
      ],
    });
    const legs = facts
      .rows()
      .map(({ labels }) => [
        labels['reporter'],
        labels['source_workload'],
        labels['destination_workload'],
        labels['destination_service_name'],
      ]);
    expect(legs.sort()).toEqual([
      ['source', 'istio-egressgateway', 'unknown', 'rates.example.com'],
      ['source', 'web', 'istio-egressgateway', 'istio-egressgateway'],
    ]);
  });
});

describe('a name of the cluster that does not exist', () => {
  it('leaves no trace: the caller finds no address', () => {
    expect(run({ apps: { 'shop/web': { calls: [http('ghost', '/', 1)] } } }).rows()).toEqual([]);
  });
});

describe('ambient workloads', () => {
  const ambient = (labels: Record<string, string> = {}, rest: Partial<Facts> = {}) =>
    run({
      namespaces: { calm: { ...AMBIENT, ...labels } },
      from: 'calm/web',
      apps: { 'calm/web': { calls: [http('api', '/', 1)] }, 'calm/api': {} },
      objects: [ztunnel, waypoint],
      ...rest,
    });
  const waypointed = { 'istio.io/use-waypoint': 'gate' };

  it('are told of by ztunnel in TCP only, with mutual TLS on both sides', () => {
    const facts = ambient();
    expect(facts.all('istio_requests_total')).toEqual([]);
    const rows = facts.rows({}, TCP_NAME);
    expect(rows.map(({ labels }) => labels['reporter']).sort()).toEqual(['destination', 'source']);
    for (const { labels } of rows) {
      expect(labels).toMatchObject({
        request_protocol: 'tcp',
        connection_security_policy: 'mutual_tls',
        source_workload: 'web',
        destination_workload: 'api',
        source_principal: 'spiffe://cluster.local/ns/calm/sa/web',
        destination_principal: 'spiffe://cluster.local/ns/calm/sa/api',
        app: 'ztunnel',
        namespace: 'istio-system',
      });
    }
  });

  it('are told of by their own pods where there is no ztunnel to scrape', () => {
    const facts = ambient({}, { objects: [] });
    expect(
      facts
        .rows({}, TCP_NAME)
        .map(({ labels }) => labels['app'])
        .sort(),
    ).toEqual(['api', 'web']);
  });

  it('with a waypoint have an HTTP series of its own reporter, with true ends and mutual TLS', () => {
    const rows = ambient(waypointed).rows();
    expect(rows).toHaveLength(1);
    expect(rows[0]?.labels).toMatchObject({
      reporter: 'waypoint',
      source_workload: 'web',
      destination_workload: 'api',
      connection_security_policy: 'mutual_tls',
      source_principal: 'spiffe://cluster.local/ns/calm/sa/web',
      gateway_networking_k8s_io_gateway_name: 'gate',
    });
    expect(rows[0]?.perRequest).toBeCloseTo(1, 2);
  });

  it('with a waypoint have transport legs to it and from it', () => {
    const legs = ambient(waypointed)
      .rows({}, TCP_NAME)
      .map(({ labels }) => [labels['reporter'], labels['source_workload'], labels['destination_workload']]);
    expect(legs.sort()).toEqual([
      ['destination', 'gate', 'api'],
      ['source', 'web', 'gate'],
    ]);
  });

  it('have no waypoint before a Service that opts out of its namespace’s', () => {
    const facts = ambient(waypointed, {
      adjust: (object) => {
        if (object.kind !== 'Service' || object.metadata.name !== 'api') return object;
        const labels = { ...object.metadata.labels, 'istio.io/use-waypoint': 'none' };
        return { ...object, metadata: { ...object.metadata, labels } };
      },
    });
    expect(facts.rows()).toEqual([]);
    expect(facts.rows({ destination_workload: 'gate' }, TCP_NAME)).toEqual([]);
  });

  it('are routed by HTTPRoutes only where there is a waypoint', () => {
    const config = [
      at('calm/api', 'HTTPRoute', {
        parentRefs: [{ kind: 'Service', group: '', name: 'api' }],
        rules: [{ backendRefs: [{ name: 'other', port: 80 }] }],
      }),
    ];
    const apps = { 'calm/web': { calls: [http('api', '/', 1)] }, 'calm/api': {}, 'calm/other': {} };
    const reached = (facts: Running) =>
      facts.rows({ reporter: 'destination' }, TCP_NAME).map(({ labels }) => labels['destination_workload']);
    expect(reached(ambient({}, { config, apps }))).toEqual(['api']);
    expect(reached(ambient(waypointed, { config, apps }))).toEqual(['other']);
  });

  it('are reached by sidecars past the waypoint: the source in HTTP, ztunnel in TCP with mutual TLS', () => {
    const facts = run({
      namespaces: { calm: { ...AMBIENT, ...waypointed } },
      apps: { 'shop/web': { calls: [http('api.calm', '/', 1)] }, 'calm/api': {} },
      objects: [ztunnel, waypoint],
    });
    expect(reporters(facts)).toEqual(['source']);
    const [leg, ...others] = facts.rows({}, TCP_NAME);
    expect(others).toEqual([]);
    expect(leg?.labels).toMatchObject({
      reporter: 'destination',
      source_workload: 'web',
      connection_security_policy: 'mutual_tls',
    });
  });

  it('speak plaintext to sidecars, which do not know them', () => {
    const facts = run({
      namespaces: { calm: AMBIENT },
      from: 'calm/web',
      apps: { 'calm/web': { calls: [http('api.shop', '/', 1)] }, 'shop/api': {} },
      objects: [ztunnel],
    });
    expect(facts.rows().map(({ labels }) => labels)).toEqual([
      expect.objectContaining({
        ...UNKNOWN_SOURCE,
        reporter: 'destination',
        connection_security_policy: 'none',
      }),
    ]);
    expect(facts.rows({}, TCP_NAME).map(({ labels }) => labels['connection_security_policy'])).toEqual([
      'unknown',
    ]);
  });

  it('refuse plaintext where STRICT, which ztunnel tells as DENY', () => {
    const facts = run({
      namespaces: { calm: AMBIENT, old: {} },
      from: 'old/web',
      apps: { 'old/web': { calls: [http('api.calm', '/', 1)] }, 'calm/api': {} },
      objects: [ztunnel],
      config: [at('calm/default', 'PeerAuthentication', { mtls: { mode: 'STRICT' } })],
    });
    const rows = facts.rows({}, 'istio_tcp_connections_opened_total');
    expect(rows.map(({ labels }) => [labels['reporter'], labels['response_flags']])).toEqual([
      ['destination', 'DENY'],
    ]);
  });

  it('are guarded by ztunnel with policies for workloads, and by the waypoint with those that name the service', () => {
    const deny = (spec: object) =>
      at('calm/p', 'AuthorizationPolicy', { action: 'DENY', rules: [{}], ...spec });
    const byZtunnel = ambient({}, { config: [deny({})] });
    expect(byZtunnel.rows({ response_flags: 'DENY' }, 'istio_tcp_connections_closed_total')).toHaveLength(1);
    const named = deny({ targetRefs: [{ group: '', kind: 'Service', name: 'api' }] });
    expect(
      ambient({}, { config: [named] }).rows({ response_flags: 'DENY' }, 'istio_tcp_connections_closed_total'),
    ).toEqual([]);
    const byWaypoint = ambient(waypointed, { config: [named] }).rows();
    expect(byWaypoint.map(({ labels }) => [labels['reporter'], labels['response_code']])).toEqual([
      ['waypoint', '403'],
    ]);
  });

  it.each([
    ['only in HTTP’s words is not enforced by ztunnel', [{ to: [{ operation: { paths: ['/'] } }] }], false],
    [
      'in HTTP’s words and others’ is enforced without the former',
      [{ to: [{ operation: { paths: ['/x'], ports: ['8080'] } }] }],
      true,
    ],
  ])('that deny %s', (_, rules, denied) => {
    const config = [at('calm/p', 'AuthorizationPolicy', { action: 'DENY', rules })];
    const refused = ambient({}, { config }).rows(
      { response_flags: 'DENY' },
      'istio_tcp_connections_closed_total',
    );
    expect(refused.length > 0).toBe(denied);
  });
});
