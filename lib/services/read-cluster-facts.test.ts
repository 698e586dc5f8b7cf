import { describe, expect, it } from 'vitest';
import { RESOURCE_KINDS, type ResourceKind } from '@/lib/core/kubernetes/resource-kinds';
import type { KindStatus, SyncState } from './ports';
import { readClusterFacts } from './read-cluster-facts';
import { SourceLedger } from './source-ledger';
import { MemoryCluster, type KindObjects, type KindStatuses } from './testing/memory-cluster';

function readFacts(objects: KindObjects, statuses: KindStatuses = {}) {
  const nowSeconds = () => 0;
  const cluster = new MemoryCluster(objects, statuses);
  return readClusterFacts({ ledger: new SourceLedger(nowSeconds), nowSeconds, cluster });
}

const named = (name: string, more: object = {}, metadata: object = {}) => ({
  metadata: { name, namespace: 'shop', ...metadata },
  ...more,
});

interface PodOptions {
  readonly owner?: { kind: string; name: string };
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
  readonly containers?: readonly object[];
  readonly initContainers?: readonly object[];
  readonly phase?: string;
  readonly hostNetwork?: boolean;
  readonly namespace?: string;
}

const plain = { name: 'app' };
const proxy = (clusterId?: string) => ({
  name: 'istio-proxy',
  ...(clusterId === undefined ? {} : { env: [{ name: 'ISTIO_META_CLUSTER_ID', value: clusterId }] }),
});

function pod(name: string, options: PodOptions = {}): object {
  const { owner, labels = {}, annotations = {}, namespace = 'shop' } = options;
  const { containers = [plain], initContainers = [], phase = 'Running', hostNetwork = false } = options;
  const ownerReferences = owner === undefined ? [] : [{ controller: true, ...owner }];
  return {
    metadata: { name, namespace, labels, annotations, ownerReferences },
    spec: { containers, initContainers, hostNetwork },
    status: { phase },
  };
}

const deployment = (name: string, template: object = {}) =>
  named(name, { spec: { replicas: 1, template: { metadata: template } } });

/** A pod of the Deployment of that name. */
const podOf = (workload: string, suffix: string, more: PodOptions = {}) =>
  pod(`${workload}-abc-${suffix}`, {
    ...more,
    owner: { kind: 'ReplicaSet', name: `${workload}-abc` },
    labels: { 'pod-template-hash': 'abc', ...more.labels },
  });

describe('workloads', () => {
  it('count their living pods, with proxies of either make, and those that ztunnel serves', () => {
    const { workloads } = readFacts({
      deployments: [deployment('cart')],
      pods: [
        podOf('cart', '1', { containers: [plain, proxy()] }),
        podOf('cart', '2', { initContainers: [proxy()] }),
        podOf('cart', '3'),
        podOf('cart', '4', { annotations: { 'ambient.istio.io/redirection': 'enabled' } }),
        podOf('cart', '5', { phase: 'Succeeded' }),
        podOf('cart', '6', { phase: 'Failed' }),
      ],
    });
    expect(workloads).toMatchObject([{ name: 'cart', pods: { total: 4, withProxy: 2, ambient: 1 } }]);
  });

  it('have no pods that could be counted while pods are not known', () => {
    const { workloads, podOwners, podWorkloads } = readFacts(
      { deployments: [deployment('cart')], pods: [podOf('cart', '1')] },
      { pods: { state: 'forbidden' } },
    );
    expect(workloads).toHaveLength(1);
    expect(workloads?.[0]).not.toHaveProperty('pods');
    expect([podOwners, podWorkloads]).toEqual([undefined, undefined]);
  });

  it('are named as their pods name them', () => {
    const labels = { 'service.istio.io/workload-name': 'basket', app: 'cart' };
    const { workloads, podWorkloads } = readFacts({
      deployments: [deployment('cart', { labels })],
      pods: [podOf('cart', '1', { labels })],
    });
    expect(workloads).toMatchObject([{ name: 'basket', app: 'cart', pods: { total: 1 } }]);
    expect(podWorkloads).toEqual([]);
  });

  it('are also those of which only pods tell', () => {
    const rollout = { kind: 'ReplicaSet', name: 'blue-77' };
    const { podWorkloads, podOwners } = readFacts({
      deployments: [deployment('cart')],
      pods: [
        podOf('cart', '1'),
        pod('blue-77-b', {
          owner: rollout,
          labels: { 'rollouts-pod-template-hash': '77', app: 'blue', version: 'v2' },
          initContainers: [proxy()],
        }),
        pod('sweep-28431230-x', { owner: { kind: 'Job', name: 'sweep-28431230' } }),
        pod('swept-28431230-x', { owner: { kind: 'Job', name: 'swept-28431230' }, phase: 'Succeeded' }),
        pod('bare'),
        pod('kube-proxy-node-1', { owner: { kind: 'Node', name: 'node-1' }, hostNetwork: true }),
      ],
    });
    expect(podWorkloads?.map(({ name, pods }) => [name, pods])).toEqual([
      ['blue', { total: 1, withProxy: 1, ambient: 0 }],
      ['sweep', { total: 1, withProxy: 0, ambient: 0 }],
      ['bare', { total: 1, withProxy: 0, ambient: 0 }],
    ]);
    expect(podWorkloads?.[0]).toMatchObject({ namespace: 'shop', app: 'blue', version: 'v2' });
    // What is still there is not gone, whether it runs or has ended, and wherever it runs.
    expect(podOwners?.map(({ name }) => name)).toEqual(['cart', 'blue', 'sweep', 'swept', 'bare', 'node-1']);
  });
});

describe('ambient', () => {
  const ambient = {
    metadata: { name: 'shop', labels: { 'istio.io/dataplane-mode': 'ambient' } },
  };
  const redirected = { annotations: { 'ambient.istio.io/redirection': 'enabled' } };

  it.each<[string, Record<string, string>, object[], boolean]>([
    ['no pods: the namespace says', {}, [], true],
    ['no pods: the template opts out', { 'istio.io/dataplane-mode': 'none' }, [], false],
    ['captured', {}, [podOf('cart', '1', redirected)], true],
    ['one of two captured', {}, [podOf('cart', '1', redirected), podOf('cart', '2')], true],
    ['not captured, whatever the namespace says', {}, [podOf('cart', '1')], false],
    ['a sidecar goes first', {}, [podOf('cart', '1', { ...redirected, initContainers: [proxy()] })], false],
  ])('%s', (_case, labels, pods, isAmbient) => {
    const { workloads } = readFacts({
      namespaces: [ambient],
      deployments: [deployment('cart', { labels })],
      pods,
    });
    expect(workloads?.[0]?.isAmbient).toBe(isAmbient);
  });
});

describe('gateways', () => {
  const gateway = (selector: object, namespace = 'edge') => ({
    metadata: { name: 'front', namespace },
    spec: { selector },
  });
  const labels = { istio: 'quay', app: 'quay' };
  const alone = podOf('quay', '1', { labels, containers: [proxy()] });

  it.each<[string, KindObjects, boolean]>([
    [
      'picked by a Gateway, in whatever namespace',
      { gateways: [gateway({ istio: 'quay' })], pods: [alone] },
      true,
    ],
    ['picked by none', { gateways: [gateway({ istio: 'other' })], pods: [alone] }, false],
    ['picked by one that picks everything', { gateways: [gateway({})], pods: [alone] }, false],
    [
      'an application that a Gateway picks by mistake',
      {
        gateways: [gateway({ app: 'quay' })],
        pods: [podOf('quay', '1', { labels, initContainers: [proxy()] })],
      },
      false,
    ],
    ['picked, without any pod', { gateways: [gateway({ istio: 'quay' })], pods: [] }, true],
  ])('%s', (_case, objects, isGateway) => {
    const { workloads } = readFacts({ deployments: [deployment('quay', { labels })], ...objects });
    expect(workloads?.[0]).toMatchObject({ isGateway, isWaypoint: false });
  });

  it('are not found by Gateways that may not be read, and still by their labels', () => {
    const facts = readFacts(
      {
        gateways: [gateway({ istio: 'quay' })],
        deployments: [
          deployment('quay', { labels }),
          deployment('classic', { labels: { istio: 'ingressgateway' } }),
        ],
      },
      { gateways: { state: 'forbidden' } },
    );
    expect(facts.workloads?.map(({ isGateway }) => isGateway)).toEqual([false, true]);
  });

  it('and waypoints are told apart', () => {
    const waypoint = { 'gateway.istio.io/managed': 'istio.io-mesh-controller', istio: 'quay' };
    const { workloads } = readFacts({
      deployments: [deployment('w', { labels: waypoint })],
      gateways: [gateway({ istio: 'quay' })],
    });
    expect(workloads?.[0]).toMatchObject({ isGateway: false, isWaypoint: true });
  });
});

describe("the cluster's id", () => {
  it.each<[string, object[], string | undefined]>([
    [
      'of agreeing proxies',
      [pod('a', { initContainers: [proxy('east')] }), pod('b', { containers: [proxy('east')] })],
      'east',
    ],
    [
      'of ztunnel',
      [pod('z', { containers: [{ name: 'istio-proxy', env: [{ name: 'CLUSTER_ID', value: 'east' }] }] })],
      'east',
    ],
    [
      'of proxies that contradict each other',
      [pod('a', { initContainers: [proxy('east')] }), pod('b', { initContainers: [proxy('west')] })],
      undefined,
    ],
    ['of proxies that were not told', [pod('a', { initContainers: [proxy()] })], undefined],
    [
      'of a proxy that has ended',
      [
        pod('a', { initContainers: [proxy('west')], phase: 'Failed' }),
        pod('b', { containers: [proxy('east')] }),
      ],
      'east',
    ],
    ['of no proxies', [pod('a')], undefined],
  ])('is that %s', (_case, pods, clusterId) => {
    expect(readFacts({ pods }).clusterId).toBe(clusterId);
  });
});

describe('the world outside', () => {
  const objects = { serviceEntries: [named('api')], workloadEntries: [named('vm')] };

  it('is what entries declare', () => {
    expect(readFacts(objects)).toMatchObject({
      serviceEntries: [{ name: 'api', location: 'MESH_EXTERNAL' }],
      workloadEntries: [{ name: 'vm', workload: 'vm' }],
    });
  });

  it.each<[SyncState, number | undefined]>([
    ['ok', 1],
    ['degraded', 1],
    ['notInstalled', 0],
    ['forbidden', undefined],
    ['unavailable', undefined],
    ['syncing', undefined],
  ])('while its kinds are %s there are %s', (state, count) => {
    const facts = readFacts(objects, { serviceEntries: { state }, workloadEntries: { state } });
    expect(facts.serviceEntries?.length).toBe(count);
    expect(facts.workloadEntries?.length).toBe(count);
  });
});

describe('how far the cluster is seen', () => {
  const sightOf = (status: Partial<KindStatus>, pods: readonly object[] = []) =>
    readFacts({ pods }, { pods: status }).sight?.find(({ kind }) => kind === 'pods');

  it.each<[Partial<KindStatus>, object]>([
    [{}, { reach: 'complete', brokenIn: [] }],
    [
      { state: 'degraded', hiddenNamespaces: ['a'], visibleNamespaces: ['b'] },
      { reach: 'partial', hiddenIn: ['a'], onlyIn: ['b'] },
    ],
    [
      { state: 'ok', hiddenNamespaces: [], visibleNamespaces: ['b'] },
      { reach: 'complete', onlyIn: ['b'] },
    ],
    [{ state: 'forbidden' }, { reach: 'forbidden' }],
    [{ state: 'notInstalled' }, { reach: 'notInstalled' }],
    [{ state: 'syncing' }, { reach: 'unknown' }],
    [{ state: 'unavailable' }, { reach: 'unknown' }],
    [{ problems: ['items[3]: not an object with metadata.name'] }, { reach: 'partial' }],
  ])('a kind with %j: %j', (status, sight) => {
    expect(sightOf(status)).toMatchObject(sight);
  });

  it('a pod that is not what it should be makes its namespace uncertain, and one without a name all of them', () => {
    const broken = { metadata: { name: 'a', namespace: 'shop', ownerReferences: 'none' } };
    expect(sightOf({}, [broken])).toMatchObject({ reach: 'complete', brokenIn: ['shop'] });
    expect(sightOf({}, [{ metadata: {} }])).toMatchObject({ reach: 'partial' });
  });

  it('is told of the kinds that are followed, and not at all without a cluster', () => {
    expect(readFacts({ deployments: [], virtualServices: [] }).sight?.map(({ kind }) => kind)).toEqual([
      'deployments',
    ]);
    const nowSeconds = () => 0;
    expect(readClusterFacts({ ledger: new SourceLedger(nowSeconds), nowSeconds })).toEqual({ warnings: [] });
  });
});

describe('one kind that fails', () => {
  const all: KindObjects = {
    namespaces: [{ metadata: { name: 'shop' } }],
    services: [named('cart', { spec: { selector: { app: 'cart' } } })],
    pods: [podOf('cart', '1', { labels: { app: 'cart' }, initContainers: [proxy('east')] })],
    deployments: [deployment('cart', { labels: { app: 'cart' } })],
    statefulSets: [deployment('store')],
    daemonSets: [deployment('agent')],
    virtualServices: [named('cart', { spec: { hosts: ['cart'] } })],
    destinationRules: [named('calls', { spec: { host: 'mail' } })],
    serviceEntries: [named('api', { spec: { hosts: ['api.example.com'] } })],
    workloadEntries: [named('vm')],
    gateways: [named('front', { spec: { selector: { istio: 'quay' } } })],
  };
  /** The facts that each kind is the only source of. */
  const OWN: Partial<Record<ResourceKind, readonly string[]>> = {
    services: ['services'],
    pods: ['podOwners', 'podWorkloads', 'clusterId'],
    virtualServices: ['serviceConfig'],
    serviceEntries: ['serviceEntries'],
    workloadEntries: ['workloadEntries'],
  };
  const whole = readFacts(all);
  const routesAlone = whole.serviceConfig?.filter(({ config }) => config.kind === 'VirtualService');
  const states: readonly SyncState[] = ['forbidden', 'unavailable', 'syncing'];

  for (const kind of RESOURCE_KINDS) {
    it.each(states)(`takes away only its own facts: ${kind} %s`, (state) => {
      const { sight: _sight, ...facts } = readFacts(all, { [kind]: { state } });
      const left = Object.entries(whole).filter(
        ([field]) => field !== 'sight' && OWN[kind]?.includes(field) !== true,
      );
      const expected =
        kind === 'destinationRules'
          ? { ...Object.fromEntries(left), serviceConfig: routesAlone, isServiceConfigPartial: true }
          : Object.fromEntries(left);
      expect(Object.keys(facts).sort()).toEqual(Object.keys(expected).sort());
      // What decides mutual TLS is put together from many kinds, and has tests of its own.
      const { workloads: found, podWorkloads, mtls: _mtls, ...others } = facts;
      const { workloads, podWorkloads: _none, mtls: _all, ...othersExpected } = expected as typeof facts;
      expect(others).toEqual(othersExpected);
      const lost = { deployments: 'cart', statefulSets: 'store', daemonSets: 'agent' }[kind as 'deployments'];
      expect(found?.map(({ name }) => name)).toEqual(
        workloads?.map(({ name }) => name).filter((name) => name !== lost),
      );
      // Where its Deployment cannot be read, a workload is still told of by its pods.
      if (podWorkloads !== undefined)
        expect(podWorkloads.map(({ name }) => name)).toEqual(kind === 'deployments' ? ['cart'] : []);
    });
  }

  it.each(RESOURCE_KINDS)('loses what is malformed and nothing else: %s (R17)', (kind) => {
    const nonsense = [null, 7, 'x', [], {}, { metadata: 5 }, named('odd', { spec: 'nothing', status: 3 })];
    const objects = { ...all, [kind]: [...nonsense, ...(all[kind] ?? [])] } as KindObjects;
    const facts = readFacts(objects);
    const withoutOdd = (given: readonly { name?: string; service?: string }[] | undefined) =>
      given?.filter((one) => ![one.name, one.service].includes('odd'));
    for (const field of ['workloads', 'services', 'podWorkloads', 'podOwners', 'serviceEntries'] as const)
      expect(withoutOdd(facts[field])).toEqual(whole[field]);
    expect(facts.serviceConfig).toEqual(whole.serviceConfig);
    expect(facts.clusterId).toBe('east');
    expect(facts.warnings.every(({ code }) => code === 'malformed-object')).toBe(true);
  });
});

describe('facts', () => {
  it('are the very same until objects or what is known of them change', () => {
    const nowSeconds = () => 0;
    const objects: Record<string, readonly object[]> = { deployments: [deployment('web')] };
    const statuses: Record<string, Partial<KindStatus>> = { deployments: { state: 'ok' } };
    const cluster = new MemoryCluster(objects, statuses);
    const read = () => readClusterFacts({ ledger: new SourceLedger(nowSeconds), nowSeconds, cluster });
    const before = read();
    expect(read()).toBe(before);
    objects['deployments'] = [deployment('web'), deployment('cart')];
    expect(read().workloads?.map(({ name }) => name)).toEqual(['web', 'cart']);
    statuses['deployments'] = { state: 'forbidden' };
    expect(read().workloads).toBeUndefined();
  });

  it('of one cluster are never those of another that has the same objects', () => {
    const nowSeconds = () => 0;
    const objects = { deployments: [deployment('web')] };
    const read = (visibleNamespaces: readonly string[]) =>
      readClusterFacts({
        ledger: new SourceLedger(nowSeconds),
        nowSeconds,
        cluster: new MemoryCluster(objects, { deployments: { visibleNamespaces } }),
      });
    expect(read(['shop']).sight).not.toEqual(read(['shop', 'bank']).sight);
  });
});
