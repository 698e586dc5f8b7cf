import { describe, expect, it } from 'vitest';
import { runControllers } from '../../kubernetes/controllers';
import { readList, readPath, readString, readStrings } from '../../kubernetes/json-value';
import { MemoryObjectStore } from '../../kubernetes/memory-store';
import type { KubernetesObject } from '../../kubernetes/object-store';
import { shop } from './shop';

const STARTED_AT = new Date('2026-03-02T06:00:00Z');

function openShop(): MemoryObjectStore {
  const store = new MemoryObjectStore({ now: () => STARTED_AT.getTime(), seed: 'shop' });
  store.seed(shop.objects(STARTED_AT));
  runControllers(store, { seed: 'shop' });
  return store;
}

const store = openShop();

function get(plural: string, namespace: string, name: string, group?: string): KubernetesObject {
  const object = store.get(plural, name, { namespace, ...(group === undefined ? {} : { group }) });
  if (object === undefined) throw new Error(`There is no ${plural} ${namespace}/${name}.`);
  return object;
}

function getWeights(object: KubernetesObject, ...path: string[]): unknown[] {
  const [rule] = readList(object, 'spec', path[0] ?? '');
  return readList(rule, path[1] ?? '').map((entry) => readPath(entry, 'weight'));
}

function listPods(namespace: string, app: string, from = store): KubernetesObject[] {
  return from.list('pods', { namespace }).filter(({ metadata }) => metadata.labels?.['app'] === app);
}

function hasProxy(pod: KubernetesObject): boolean {
  return [...readList(pod, 'spec', 'containers'), ...readList(pod, 'spec', 'initContainers')].some(
    (container) => readString(container, 'name') === 'istio-proxy',
  );
}

function listCallers(host: string): string[] {
  return shop.behaviours
    .filter(({ calls, namespace }) =>
      calls.some((call) => call.host === host || `${call.host}.${namespace}.svc.cluster.local` === host),
    )
    .map(({ workload }) => workload);
}

describe('the shop', () => {
  it('has five application namespaces: three with sidecars, one ambient, one without proxies', () => {
    const labels = (name: string) => store.get('namespaces', name)?.metadata.labels ?? {};
    for (const name of ['storefront', 'payments', 'fulfilment'])
      expect(labels(name)['istio-injection']).toBe('enabled');
    expect(labels('loyalty')).toMatchObject({
      'istio.io/dataplane-mode': 'ambient',
      'istio.io/use-waypoint': 'loyalty-waypoint',
    });
    expect(Object.keys(labels('backoffice'))).toEqual(['kubernetes.io/metadata.name']);
  });

  it('speaks HTTP, gRPC and TCP', () => {
    const protocols = new Set(shop.behaviours.flatMap(({ calls }) => calls.map(({ protocol }) => protocol)));
    expect([...protocols].sort()).toEqual(['grpc', 'http', 'tcp']);
    expect(store.list('statefulsets').map(({ metadata }) => metadata.name)).toEqual([
      'warehouse-db',
      'ledger-db',
      'session-cache',
    ]);
  });

  it('sends one request in ten to the new catalogue', () => {
    expect(getWeights(get('virtualservices', 'storefront', 'catalogue'), 'http', 'route')).toEqual([90, 10]);
  });

  it('splits the recommender 80/20 between a Service a version', () => {
    const route = get('httproutes', 'storefront', 'recommender');
    expect(readList(route, 'spec', 'parentRefs')).toMatchObject([{ kind: 'Service', name: 'recommender' }]);
    expect(getWeights(route, 'rules', 'backendRefs')).toEqual([80, 20]);
    for (const version of ['v1', 'v2']) {
      const service = get('services', 'storefront', `recommender-${version}`);
      expect(readStrings(service, 'spec', 'selector')).toEqual({ app: 'recommender', version });
    }
  });

  it('insists on mutual TLS in payments, and in fulfilment only where orders come in', () => {
    const mode = (object: KubernetesObject) => readString(object, 'spec', 'mtls', 'mode');
    expect(mode(get('peerauthentications', 'payments', 'default'))).toBe('STRICT');
    expect(mode(get('peerauthentications', 'fulfilment', 'default'))).toBe('PERMISSIVE');
    const intake = get('peerauthentications', 'fulfilment', 'orders-intake');
    expect(readPath(intake, 'spec', 'portLevelMtls')).toEqual({ '8081': { mode: 'STRICT' } });
    const ports = readList(get('services', 'fulfilment', 'orders'), 'spec', 'ports');
    expect(ports.map((port) => readPath(port, 'targetPort'))).toEqual([8080, 8081]);
  });

  it('has callers without a proxy only at ports that take plaintext', () => {
    const plain = shop.behaviours.filter(({ namespace }) => namespace === 'backoffice');
    const calls = plain.flatMap((behaviour) => behaviour.calls);
    expect(calls.filter(({ host }) => host.includes('.payments.'))).toEqual([]);
    expect(calls.filter(({ port }) => port === 8081)).toEqual([]);
    expect(calls.length).toBeGreaterThan(0);
  });

  it('refuses shipping at fraud, which lets in only its own namespace', () => {
    expect(listCallers('fraud.payments.svc.cluster.local')).toEqual(['checkout', 'shipping']);
    const policies = store.list('authorizationpolicies', { namespace: 'payments' }).filter((policy) => {
      const selector = readStrings(policy, 'spec', 'selector', 'matchLabels');
      return Object.entries(selector).every(([label, value]) => label === 'app' && value === 'fraud');
    });
    expect(policies.map((policy) => readPath(policy, 'spec', 'rules'))).toEqual([
      [{ from: [{ source: { namespaces: ['payments'] } }] }],
    ]);
  });

  it('has nothing behind gift-cards, which web calls all the same', () => {
    const slices = store
      .list('endpointslices', { namespace: 'storefront' })
      .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === 'gift-cards');
    expect(get('services', 'storefront', 'gift-cards')['spec']).toBeDefined();
    expect(slices.flatMap((slice) => readList(slice, 'endpoints'))).toEqual([]);
    expect(listPods('storefront', 'gift-cards')).toEqual([]);
    expect(listCallers('gift-cards.storefront.svc.cluster.local')).toEqual(['web']);
  });

  it.each([
    ['storefront', 'lookbook'],
    ['payments', 'refunds'],
  ])('has nobody who calls %s/%s', (namespace, name) => {
    expect(listPods(namespace, name)).not.toEqual([]);
    expect(listCallers(`${name}.${namespace}.svc.cluster.local`)).toEqual([]);
  });

  it('reaches the acquirer through the egress gateway and the parcel service directly', () => {
    const hosts = store.list('serviceentries').flatMap((entry) => readList(entry, 'spec', 'hosts'));
    expect(hosts.toSorted()).toEqual(['acquirer.bankbridge.example', 'rates.parcelroute.example']);
    const inside = get('virtualservices', 'payments', 'acquirer-to-the-egress-gateway');
    expect(JSON.stringify(inside['spec'])).toContain('istio-egressgateway.istio-system.svc.cluster.local');
    expect(
      readList(get('virtualservices', 'payments', 'acquirer-out-of-the-mesh'), 'spec', 'gateways'),
    ).toEqual(['istio-system/acquirer-egress']);
    const routed = store.list('virtualservices').flatMap((object) => readList(object, 'spec', 'hosts'));
    expect(routed).not.toContain('rates.parcelroute.example');
  });

  it('has one pod without a proxy among those that should have one, until it is deleted', () => {
    const own = openShop();
    const bare = ['storefront', 'payments', 'fulfilment']
      .flatMap((namespace) => own.list('pods', { namespace }))
      .filter((pod) => !hasProxy(pod));
    expect(bare.map(({ metadata }) => metadata.labels?.['app'])).toEqual(['label-printer']);
    own.delete('pods', bare[0]?.metadata.name ?? '', { namespace: 'fulfilment' });
    expect(listPods('fulfilment', 'label-printer', own).map(hasProxy)).toEqual([true]);
  });

  it('has a waypoint of its own class and a ztunnel on every node', () => {
    const gateway = get('gateways', 'loyalty', 'loyalty-waypoint', 'gateway.networking.k8s.io');
    expect(readString(gateway, 'spec', 'gatewayClassName')).toBe('istio-waypoint');
    const waypoint = store
      .list('pods', { namespace: 'loyalty' })
      .find(({ metadata }) => metadata.name.startsWith('loyalty-waypoint'));
    expect(waypoint?.metadata.labels).toMatchObject({
      'gateway.networking.k8s.io/gateway-name': 'loyalty-waypoint',
      'gateway.istio.io/managed': 'istio.io-mesh-controller',
    });
    expect(listPods('istio-system', 'ztunnel')).toHaveLength(3);
    for (const app of ['points', 'vouchers', 'notifier', 'campaigns']) {
      for (const pod of listPods('loyalty', app)) {
        expect(hasProxy(pod)).toBe(false);
        expect(pod.metadata.annotations?.['ambient.istio.io/redirection']).toBe('enabled');
      }
    }
  });

  it('has trouble with cards for 6 of every 40 minutes, which fails along the way to the visitor', () => {
    expect(shop.incidents).toMatchObject([
      { namespace: 'payments', workload: 'card-payments', everySeconds: 2_400, lastsSeconds: 360 },
    ]);
    const passesOn = (workload: string, host: string) =>
      shop.behaviours
        .find((behaviour) => behaviour.workload === workload)
        ?.calls.find((call) => call.host.split('.')[0] === host)?.onFailure;
    expect(passesOn('checkout', 'card-payments')).toBe('fail');
    expect(passesOn('web', 'checkout')).toBe('fail');
    expect(passesOn('mobile-api', 'checkout')).toBe('fail');
  });

  it('is otherwise calm: no workload fails by itself', () => {
    expect(shop.behaviours.flatMap(({ failures }) => failures ?? [])).toEqual([]);
  });
});
