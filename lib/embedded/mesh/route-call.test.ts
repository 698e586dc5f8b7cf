import { describe, expect, it } from 'vitest';
import { MemoryObjectStore } from '../kubernetes/memory-store';
import type { KubernetesObject } from '../kubernetes/object-store';
import type { MeshWorkload } from './mesh-view';
import { routeCall, type RouteRequest } from './route-call';

const HOST = 'reviews.bookinfo.svc.cluster.local';

function workload(name: string, pods: number, namespace = 'bookinfo'): MeshWorkload {
  const [app = '', version = ''] = name.split('-');
  return {
    namespace,
    name,
    app,
    version,
    canonicalService: app,
    canonicalRevision: version,
    principal: '',
    isGateway: false,
    pods: Array.from({ length: pods }, (_, i) => ({
      name: `${name}-${i}`,
      namespace,
      uid: `${name}-${i}`,
      labels: { app, version },
      nodeName: 'n',
      hasProxy: true,
    })),
  };
}

const workloads = [workload('reviews-v1', 1), workload('reviews-v2', 3), workload('reviews-v1', 9, 'other')];

const service: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'reviews', namespace: 'bookinfo' },
  spec: { selector: { app: 'reviews' }, ports: [{ port: 80 }] },
};

function virtualService(
  name: string,
  spec: object,
  createdAt = '2026-01-01T00:00:00Z',
  namespace = 'bookinfo',
) {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace, creationTimestamp: createdAt },
    spec: { ...spec },
  };
}

function ask(objects: KubernetesObject[], request: Partial<RouteRequest> = {}) {
  const store = new MemoryObjectStore({ now: () => 0 });
  store.seed([service, ...objects]);
  const wanted = {
    clientNamespace: 'bookinfo',
    host: HOST,
    path: '/x',
    headers: {},
    gateway: 'mesh',
    ...request,
  };
  return routeCall(store, workloads, wanted).map(({ share, workload: reached, failure, service: asked }) => ({
    to: reached === undefined ? `${failure?.code} ${failure?.flags}` : reached.name,
    share,
    service: asked.name,
  }));
}

const to = (host: string, weight?: number, subset?: string) => ({
  destination: { host, ...(subset === undefined ? {} : { subset }) },
  ...(weight === undefined ? {} : { weight }),
});

describe('routeCall', () => {
  it('spreads calls without rules over all ready pods of the service, in its namespace', () => {
    expect(ask([])).toEqual([
      { to: 'reviews-v1', share: 0.25, service: 'reviews' },
      { to: 'reviews-v2', share: 0.75, service: 'reviews' },
    ]);
  });

  it('gives a single destination everything and destinations without a weight nothing among others', () => {
    const rules = (route: object[]) => [virtualService('r', { hosts: ['reviews'], http: [{ route }] })];
    expect(ask(rules([to('ghost', 0)]))).toEqual([{ to: '503 NC', share: 1, service: 'ghost' }]);
    expect(ask(rules([to('ghost'), to('phantom', 5)]))).toEqual([
      { to: '503 NC', share: 1, service: 'phantom' },
    ]);
  });

  it('takes the first route whose conditions hold, in their order', () => {
    const http = [
      { match: [{ uri: { prefix: '/admin' } }], route: [to('a')] },
      { match: [{ uri: { exact: '/x' }, headers: { 'end-user': { exact: 'jason' } } }], route: [to('b')] },
      { match: [{ method: { exact: 'POST' } }], route: [to('c')] },
      { route: [to('d')] },
    ];
    const rules = [virtualService('r', { hosts: ['reviews'], http })];
    const service = (request: Partial<RouteRequest>) => ask(rules, request)[0]?.service;
    expect(service({ path: '/admin/1' })).toBe('a');
    expect(service({ headers: { 'end-user': 'jason' } })).toBe('b');
    expect(service({ headers: { 'end-user': 'jason' }, path: '/y' })).toBe('d');
    expect(service({})).toBe('d');
  });

  it('answers 404 NR where no route’s conditions hold', () => {
    const rules = [
      virtualService('r', {
        hosts: ['reviews'],
        http: [{ match: [{ uri: { exact: '/' } }], route: [to('a')] }],
      }),
    ];
    expect(ask(rules)).toEqual([{ to: '404 NR', share: 1, service: 'reviews' }]);
  });

  it('obeys the oldest of several rules for a host', () => {
    const http = (host: string) => ({ hosts: ['reviews'], http: [{ route: [to(host)] }] });
    const rules = [
      virtualService('young', http('a'), '2026-01-02T00:00:00Z'),
      virtualService('old', http('b'), '2026-01-01T00:00:00Z'),
    ];
    expect(ask(rules)[0]?.service).toBe('b');
  });

  it('completes short hosts by the namespace of the rule, and dotted ones not at all', () => {
    const elsewhere = (host: string) =>
      virtualService('r', { hosts: [HOST], http: [{ route: [to(host)] }] }, undefined, 'other');
    const found = (host: string) => {
      const store = new MemoryObjectStore({ now: () => 0 });
      store.seed([service, elsewhere(host)]);
      const wanted = { clientNamespace: 'bookinfo', host: HOST, path: '/', headers: {}, gateway: 'mesh' };
      return routeCall(store, workloads, wanted)[0]?.service.host;
    };
    expect(found('reviews')).toBe('reviews.other.svc.cluster.local');
    expect(found('reviews.bookinfo')).toBe('reviews.bookinfo');
    expect(found(HOST)).toBe(HOST);
  });

  it('knows at a gateway only what is bound to that gateway', () => {
    const bound = (gateways: string[]) => [
      virtualService('r', { hosts: ['*'], gateways, http: [{ route: [to('reviews')] }] }),
    ];
    const entering = { gateway: 'bookinfo/front', host: 'shop.example.com', clientNamespace: 'istio-system' };
    expect(ask(bound(['front']), entering)).toHaveLength(2);
    expect(ask(bound(['./front']), entering)).toHaveLength(2);
    expect(ask(bound(['bookinfo/front']), entering)).toHaveLength(2);
    for (const gateways of [['other/front'], ['mesh'], []]) {
      expect(ask(bound(gateways), entering)).toEqual([{ to: '404 NR', share: 1, service: 'unknown' }]);
    }
  });

  it('finds subsets by the labels of the rule for the host', () => {
    const rule = {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: { name: 'd', namespace: 'bookinfo' },
      spec: { host: 'reviews', subsets: [{ name: 'two', labels: { version: 'v2' } }] },
    };
    const via = (subset: string) =>
      ask([rule, virtualService('r', { hosts: ['reviews'], http: [{ route: [to('reviews', 1, subset)] }] })]);
    expect(via('two')).toEqual([{ to: 'reviews-v2', share: 1, service: 'reviews' }]);
    expect(via('three')).toEqual([{ to: '503 NC', share: 1, service: 'reviews' }]);
  });

  it.each([
    [null],
    ['x'],
    [{ http: 'x' }],
    [{ hosts: ['reviews'], http: [{ route: [{ destination: 7 }] }] }],
  ])('survives the spec %j', (spec) => {
    const broken = { ...virtualService('r', {}), spec };
    expect(Array.isArray(ask([broken as KubernetesObject]))).toBe(true);
  });
});

describe('several VirtualServices of one host', () => {
  const toVersion = (subset: string, match?: object) => ({
    ...(match === undefined ? {} : { match: [match] }),
    route: [{ destination: { host: HOST, subset } }],
  });
  const rule = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: 'reviews', namespace: 'bookinfo' },
    spec: { host: HOST, subsets: ['v1', 'v2'].map((name) => ({ name, labels: { version: name } })) },
  };
  const gateway = 'edge/front';
  const bound = (name: string, day: number, http: object[], spec: object = {}) =>
    virtualService(name, { hosts: [HOST], http, ...spec }, `2026-01-0${day}T00:00:00Z`);
  const reachedBy = (objects: KubernetesObject[], request: Partial<RouteRequest> = {}) =>
    ask([rule, ...objects], request).map((share) => share.to);

  it.each<[string, KubernetesObject[], Partial<RouteRequest>, string[]]>([
    [
      'one exported by name goes before an older one for everybody',
      [bound('a', 1, [toVersion('v1')]), bound('b', 2, [toVersion('v2')], { exportTo: ['other'] })],
      { clientNamespace: 'other' },
      ['reviews-v2'],
    ],
    [
      'a host of * has no effect inside the mesh',
      [bound('a', 1, [toVersion('v1')], { hosts: ['*'] })],
      {},
      ['reviews-v1', 'reviews-v2'],
    ],
    [
      'one that says nothing for a caller leaves it to the next',
      [bound('a', 1, [toVersion('v1', { sourceNamespace: 'other' })]), bound('b', 2, [toVersion('v2')])],
      {},
      ['reviews-v2'],
    ],
    [
      'one that says nothing for a caller leaves it to the host',
      [bound('a', 1, [toVersion('v1', { sourceNamespace: 'other' })])],
      {},
      ['reviews-v1', 'reviews-v2'],
    ],
    [
      'a match names gateways as the object does: in its own namespace',
      [
        virtualService(
          'a',
          { hosts: [HOST], gateways: ['front'], http: [toVersion('v1', { gateways: ['front'] })] },
          undefined,
          'edge',
        ),
      ],
      { gateway, clientNamespace: 'edge' },
      ['reviews-v1'],
    ],
    [
      'what an object says after everything is never read at a gateway',
      [
        bound('a', 1, [toVersion('v1'), toVersion('v1', { uri: { prefix: '/x' } })], { gateways: [gateway] }),
        bound('b', 2, [toVersion('v2', { uri: { prefix: '/x' } })], { gateways: [gateway] }),
      ],
      { gateway },
      ['reviews-v2'],
    ],
    [
      'a prefix of / takes everything, and comes last at a gateway',
      [
        bound('a', 1, [toVersion('v1', { uri: { prefix: '/' } })], { gateways: [gateway] }),
        bound('b', 2, [toVersion('v2', { uri: { prefix: '/x' } })], { gateways: [gateway] }),
      ],
      { gateway },
      ['reviews-v2'],
    ],
    [
      'one without rules for a port leaves its host to wildcards at a gateway',
      [
        bound('a', 1, [toVersion('v1', { port: 81 })], { gateways: [gateway] }),
        bound('b', 2, [toVersion('v2')], { gateways: [gateway], hosts: ['*'] }),
      ],
      { gateway, port: 80 },
      ['reviews-v2'],
    ],
  ])('%s', (_title, objects, request, expected) => {
    expect(reachedBy(objects, request)).toEqual(expected);
  });
});
