import { describe, expect, it } from 'vitest';
import type { RoutingAnswer } from '@/lib/contracts/routing';
import type { RoutingRequest } from '@/lib/contracts/routing-request';
import { calls } from '@/lib/core/splits/sample-routes';
import { getRouting } from './get-routing';
import type { MeshPorts } from './mesh-ports';
import { SourceLedger } from './source-ledger';
import {
  MemoryCluster,
  type KindChanges,
  type KindObjects,
  type KindStatuses,
} from './testing/memory-cluster';
import { MemoryCounter } from './testing/memory-counter';
import { MemoryTelemetry } from './testing/memory-telemetry';

const NOW = 1_800_000_000;
const OLD = { generation: 1, creationTimestamp: '2020-01-01T00:00:00Z' };

const named = (name: string, spec: object, namespace = 'shop', metadata: object = OLD) => ({
  metadata: { namespace, name, ...metadata },
  spec,
});
const leg = (subset: string, weight: number) => ({
  destination: { host: 'cart.shop.svc.cluster.local', subset },
  weight,
});
const virtualService = (spec: object, namespace = 'shop', name = 'cart') =>
  named(
    name,
    { hosts: ['cart.shop.svc.cluster.local'], http: [{ route: [leg('v1', 9), leg('v2', 1)] }], ...spec },
    namespace,
  );

const OBJECTS: KindObjects = {
  namespaces: ['shop', 'office', 'istio-system'].map((name) => ({ metadata: { name, ...OLD } })),
  services: [named('cart', { ports: [{ name: 'http', port: 80 }], selector: { app: 'cart' } })],
  destinationRules: [
    named('cart', {
      host: 'cart',
      subsets: ['v1', 'v2'].map((name) => ({ name, labels: { version: name } })),
    }),
  ],
  virtualServices: [virtualService({})],
  deployments: ['v1', 'v2'].map((version) => ({
    ...named(`cart-${version}`, {
      replicas: 1,
      template: { metadata: { labels: { app: 'cart', version } } },
    }),
    status: { readyReplicas: 1 },
  })),
};

const TENTHS = [calls('v1', 9), calls('v2', 1)];
const from = (namespace: string, workload: string) => ({ source: { namespace, workload } });

interface Scene {
  readonly objects?: KindObjects;
  readonly statuses?: KindStatuses;
  readonly changes?: KindChanges;
  readonly counter?: MemoryCounter;
  readonly isDown?: boolean;
  readonly withoutCluster?: boolean;
}

async function ask(scene: Scene, request: Partial<RoutingRequest> = {}): Promise<RoutingAnswer> {
  const { objects = {}, statuses, changes, counter = new MemoryCounter(TENTHS, 20), isDown = false } = scene;
  const nowSeconds = () => NOW;
  const ports: MeshPorts = {
    telemetry: new MemoryTelemetry({ nowSeconds: NOW, isDown }),
    counter,
    ledger: new SourceLedger(nowSeconds),
    nowSeconds,
    ...(scene.withoutCluster === true
      ? {}
      : { cluster: new MemoryCluster({ ...OBJECTS, ...objects }, statuses, changes) }),
  };
  const answer = await getRouting(ports, { windowSeconds: 300, ...request });
  if (!answer.ok) throw new Error(answer.problem.message);
  return answer.value;
}

const verdicts = ({ routes }: RoutingAnswer) =>
  routes.map(({ viewpoint, verdict }) => [viewpoint.text, verdict]);

describe('the answer about routing', () => {
  it('tells of each routed host what is declared and what was seen', async () => {
    const { routes, method, queries } = await ask({});
    expect(routes).toHaveLength(1);
    expect(routes[0]).toMatchObject({
      id: 'cart.shop.svc.cluster.local||VirtualService|shop/cart|sidecar',
      host: 'cart.shop.svc.cluster.local',
      service: { namespace: 'shop', name: 'cart' },
      source: { kind: 'VirtualService', namespace: 'shop', name: 'cart', gateways: ['mesh'] },
      verdict: 'inLine',
      comparedSince: NOW - 300,
    });
    expect(
      routes[0]?.rules[0]?.destinations.map(({ observed, workloads }) => [observed?.requests, workloads]),
    ).toEqual([
      [2700, [{ namespace: 'shop', name: 'cart-v1', version: 'v1', ready: 1 }]],
      [300, [{ namespace: 'shop', name: 'cart-v2', version: 'v2', ready: 1 }]],
    ]);
    expect(method).toContain('Wilson');
    expect(queries.map(({ purpose }) => purpose)).toEqual(['clock', 'scrapes', 'calls']);
  });

  it('tells once what clients of several namespaces follow alike, and apart what they do not', async () => {
    const counter = new MemoryCounter(
      [...TENTHS, ...TENTHS.map((call) => ({ ...call, ...from('office', 'desk') }))],
      20,
    );
    expect(verdicts(await ask({ counter }))).toEqual([['sidecars of office and shop', 'inLine']]);
    const own = virtualService(
      { exportTo: ['.'], http: [{ route: [leg('v1', 1), leg('v2', 1)] }] },
      'office',
      'mine',
    );
    const answer = await ask({ counter, objects: { virtualServices: [virtualService({}), own] } });
    expect(verdicts(answer)).toEqual([
      ['sidecars of office', 'drifting'],
      ['sidecars of shop', 'inLine'],
    ]);
    expect(new Set(answer.routes.map(({ id }) => id)).size).toBe(2);
  });

  it('tells workloads apart where a rule is for some of them', async () => {
    const http = [
      { match: [{ sourceLabels: { app: 'desk' } }], route: [leg('v2', 1)] },
      { route: [leg('v1', 1)] },
    ];
    const deployments = [
      ...(OBJECTS.deployments ?? []),
      ...['desk', 'web'].map((name) => ({
        ...named(name, { template: { metadata: { labels: { app: name } } } }),
        status: { readyReplicas: 1 },
      })),
    ];
    const counter = new MemoryCounter(
      [calls('v1', 5, from('shop', 'web')), calls('v2', 5, from('shop', 'desk'))],
      20,
    );
    const objects = { virtualServices: [virtualService({ http })], deployments };
    const answer = await ask({ counter, objects });
    expect(verdicts(answer)).toEqual([
      ['sidecars of shop/desk', 'inLine'],
      ['sidecars of shop/web', 'inLine'],
    ]);
    expect(answer.routes.map(({ rules }) => rules[0]?.destinations[0]?.subset)).toEqual(['v2', 'v1']);
  });

  it('knows gateways by the proxies that their selectors pick, and Gateways that nobody serves', async () => {
    const gateway = (name: string, istio: string) =>
      named(name, {
        selector: { istio },
        servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
      });
    const bound = (name: string) =>
      named(name, {
        hosts: [`${name}.example`],
        gateways: [name],
        http: [{ route: [leg('v1', 9), leg('v2', 1)] }],
      });
    const door = {
      ...named('door', { template: { metadata: { labels: { istio: 'ingressgateway' } } } }, 'istio-system'),
      status: { readyReplicas: 1 },
    };
    const counter = new MemoryCounter(
      [...TENTHS.map((call) => ({ ...call, ...from('istio-system', 'door') })), calls('v2', 30)],
      20,
    );
    const objects = {
      gateways: [gateway('front', 'ingressgateway'), gateway('back', 'nobody')],
      virtualServices: [bound('front'), bound('back')],
      deployments: [...(OBJECTS.deployments ?? []), door],
    };
    expect(verdicts(await ask({ counter, objects }))).toEqual([
      ['gateway istio-system/door', 'inLine'],
      ['gateway shop/back, which no proxy is known to serve', 'tooLittleTraffic'],
    ]);
  });

  it('counts anew from each of at most three moments of change', async () => {
    const many = [10, 60, 61, 62, 200, 290, 400].map((ago) => ({
      namespace: 'shop',
      name: 'cart',
      atMs: (NOW - ago) * 1000,
    }));
    const counter = new MemoryCounter(TENTHS, 20);
    const [route] = (await ask({ counter, changes: { virtualServices: many } })).routes;
    // Three seconds for proxies to hear of it.
    expect(counter.requests.map(({ windowSeconds }) => windowSeconds)).toEqual([300, 287, 197, 7]);
    expect(route).toMatchObject({ verdict: 'justChanged', comparedSince: NOW - 7 });
    expect(route?.changes.map(({ at }) => NOW - at)).toEqual([10, 60, 61, 62, 200, 290]);
  });

  it('asks for the namespaces that routes send to beside those asked for', async () => {
    const counter = new MemoryCounter(TENTHS, 20);
    const objects = { virtualServices: [virtualService({}, 'office')] };
    const answer = await ask({ counter, objects }, { namespaces: ['office'] });
    expect(answer.routes).toHaveLength(1);
    expect(counter.requests[0]?.namespaces).toEqual(['office', 'shop']);
    expect((await ask({ objects }, { namespaces: ['istio-system'] })).routes).toEqual([]);
  });

  it('asks of one host only for what it sends to, and how that went', async () => {
    const counter = new MemoryCounter(TENTHS, 20);
    const [route] = (await ask({ counter }, { host: 'cart' })).routes;
    expect(counter.requests[0]?.hosts).toEqual(['cart.shop.svc.cluster.local']);
    expect(route?.rules[0]?.progress?.times).toHaveLength(21);
    expect(route?.rules[0]?.progress?.shares.map((shares) => shares[0])).toEqual([0.9, 0.1]);
    expect(route?.yaml?.map(({ object }) => object.kind)).toEqual(['VirtualService', 'DestinationRule']);
  });

  it('keeps what is declared when Prometheus is down', async () => {
    const answer = await ask({ isDown: true });
    expect(answer.sources.prometheus.status).toBe('unavailable');
    expect(verdicts(answer)).toEqual([['sidecars of shop', 'notAttributable']]);
    expect(answer.routes[0]?.rules[0]?.destinations[0]).toMatchObject({
      share: 0.9,
      observed: null,
      state: 'ok',
    });
  });

  it('has no routes without a cluster, and says which kinds it cannot read', async () => {
    const none = await ask({ withoutCluster: true });
    expect(none.routes).toEqual([]);
    expect(none.sources.kubernetes.status).toBe('notConfigured');
    const partly = await ask({ statuses: { virtualServices: { state: 'forbidden' } } });
    expect(partly.routes).toEqual([]);
    expect(partly.warnings.find(({ code }) => code === 'routes-not-known')?.message).toContain(
      'virtualServices',
    );
  });

  it('says once what is wrong with objects that have no part in any route', async () => {
    const lost = named('lost', {
      hosts: ['x.example'],
      gateways: ['nowhere'],
      http: [{ redirect: { uri: '/' } }],
    });
    const { problems } = await ask({
      objects: { gateways: [], virtualServices: [virtualService({}), lost] },
    });
    expect(problems.map(({ code, object }) => [code, object.name])).toEqual([['unknown-gateway', 'lost']]);
  });
});
