import { describe, expect, it } from 'vitest';
import type { MeshPlace } from './mesh-ports';
import { readClusterFacts } from './read-cluster-facts';
import { SourceLedger } from './source-ledger';
import { MemoryCluster, type KindObjects, type KindStatuses } from './testing/memory-cluster';

function read(objects: KindObjects, statuses: KindStatuses = {}, mesh?: MeshPlace) {
  const nowSeconds = () => 0;
  const cluster = new MemoryCluster(objects, statuses);
  const ports = { ledger: new SourceLedger(nowSeconds), nowSeconds, cluster };
  const { mtls, warnings } = readClusterFacts({ ...ports, ...(mesh === undefined ? {} : { mesh }) });
  if (mtls === undefined) throw new Error('Nothing was read.');
  return { ...mtls, warnings };
}

const named = (name: string, more: object = {}, metadata: object = {}) => ({
  metadata: { name, namespace: 'shop', ...metadata },
  ...more,
});
const namespace = (labels: object = {}) => ({ metadata: { name: 'shop', labels } });
const deployment = (labels: object, annotations: object = {}) =>
  named('api', { spec: { template: { metadata: { labels, annotations } } } });

interface PodMore {
  readonly proxy?: boolean;
  readonly annotations?: object;
  readonly ports?: object[];
  readonly hash?: string;
}

/** A pod of the Deployment `api`. */
function pod(suffix: string, labels: object, more: PodMore = {}) {
  const { proxy = true, annotations = {}, ports = [], hash = 'abc' } = more;
  return named(
    `api-${hash}-${suffix}`,
    {
      spec: { containers: [{ name: 'api', ports }, ...(proxy ? [{ name: 'istio-proxy' }] : [])] },
      status: { phase: 'Running' },
    },
    {
      labels: { 'pod-template-hash': hash, ...labels },
      annotations,
      ownerReferences: [{ kind: 'ReplicaSet', name: `api-${hash}`, controller: true }],
    },
  );
}

const injected = { app: 'api', 'security.istio.io/tlsMode': 'istio' };
const meshConfig = (mesh: unknown, place = { name: 'istio', namespace: 'istio-system' }) => ({
  metadata: place,
  data: { mesh },
});

describe('the settings of the mesh', () => {
  it('are those of the ConfigMap', () => {
    const { settings, settingsFrom } = read({
      meshConfigs: [meshConfig('rootNamespace: mesh\nenableAutoMtls: false\n')],
    });
    expect(settings).toEqual({ rootNamespace: 'mesh', autoMtls: false });
    expect(settingsFrom).toEqual({ kind: 'configMap', reason: 'As the ConfigMap istio-system/istio says.' });
  });

  it('are those of the ConfigMap that is named, of a revision for instance', () => {
    const place = { name: 'istio-1-30', namespace: 'mesh' };
    const objects = { meshConfigs: [meshConfig('rootNamespace: x'), meshConfig('rootNamespace: y', place)] };
    expect(read(objects, {}, { config: place }).settings.rootNamespace).toBe('y');
  });

  it('give way to a root namespace that people configured', () => {
    const mesh = { config: { name: 'istio', namespace: 'istio-system' }, rootNamespace: 'mine' };
    expect(read({ meshConfigs: [meshConfig('rootNamespace: mesh')] }, {}, mesh).settings.rootNamespace).toBe(
      'mine',
    );
    expect(read({}, {}, mesh).settings.rootNamespace).toBe('mine');
  });

  it.each([
    ['does not exist', { meshConfigs: [] }, {}],
    ['cannot be read', { meshConfigs: [] }, { meshConfigs: { state: 'forbidden' as const } }],
    ['has no mesh configuration that can be read', { meshConfigs: [meshConfig('a: [')] }, {}],
    ['has no mesh configuration that can be read', { meshConfigs: [meshConfig(undefined)] }, {}],
  ])('are the defaults where it %s', (why, objects, statuses) => {
    const { settings, settingsFrom } = read(objects, statuses);
    expect(settings).toEqual({ rootNamespace: 'istio-system', autoMtls: true });
    expect(settingsFrom.kind).toBe('default');
    expect(settingsFrom.reason).toContain(why);
  });

  it('are warned of where a field cannot be read', () => {
    const { warnings } = read({ meshConfigs: [meshConfig('enableAutoMtls: maybe')] });
    expect(warnings.map(({ message }) => message)).toEqual([
      'istio-system/istio: mesh.enableAutoMtls must be true or false.',
    ]);
  });
});

describe('pods', () => {
  it('that are alike are taken together, whatever rollout they are of', () => {
    const { workloads } = read({
      namespaces: [namespace()],
      deployments: [deployment({ app: 'api' })],
      pods: [
        pod('1', injected, { ports: [{ name: 'web', containerPort: 8080 }] }),
        pod('2', injected, { hash: 'def', ports: [{ name: 'web', containerPort: 8080 }] }),
        pod('3', { app: 'api' }, { proxy: false }),
      ],
    });
    expect(workloads).toMatchObject([
      {
        namespace: 'shop',
        name: 'api',
        shapes: [
          {
            count: 2,
            proxy: 'sidecar',
            announcesMtls: true,
            labels: injected,
            ports: [{ port: 8080, name: 'web' }],
          },
          { count: 1, proxy: 'none', announcesMtls: false },
        ],
      },
    ]);
  });

  it.each([
    ['sidecars where the namespace is injected', { 'istio-injection': 'enabled' }, {}, {}, 'sidecar'],
    ['sidecars of a revision', { 'istio.io/rev': 'x' }, {}, {}, 'sidecar'],
    ['none where nothing is said', {}, {}, {}, 'none'],
    ['ztunnel where the namespace is ambient', { 'istio.io/dataplane-mode': 'ambient' }, {}, {}, 'ambient'],
    ['ztunnel where the pods ask for it', {}, { 'istio.io/dataplane-mode': 'ambient' }, {}, 'ambient'],
    [
      'none where the pods opt out of ambient',
      { 'istio.io/dataplane-mode': 'ambient' },
      { 'istio.io/dataplane-mode': 'none' },
      {},
      'none',
    ],
    [
      'none where the pods refuse one',
      { 'istio-injection': 'enabled' },
      { 'sidecar.istio.io/inject': 'false' },
      {},
      'none',
    ],
    [
      'none where an annotation refuses one',
      { 'istio-injection': 'enabled' },
      {},
      { 'sidecar.istio.io/inject': 'false' },
      'none',
    ],
    [
      'sidecars where the label asks for one and the annotation refuses it',
      {},
      { 'sidecar.istio.io/inject': 'true' },
      { 'sidecar.istio.io/inject': 'false' },
      'sidecar',
    ],
    [
      'a waypoint where they are made for one',
      {},
      { 'gateway.istio.io/managed': 'istio.io-mesh-controller' },
      {},
      'waypoint',
    ],
    ['a gateway where they are labelled so', {}, { istio: 'ingressgateway' }, {}, 'gateway'],
  ])('that do not run will have %s', (_title, labels, podLabels, annotations, proxy) => {
    const objects = {
      namespaces: [namespace(labels)],
      deployments: [deployment(podLabels, annotations)],
      pods: [],
    };
    expect(read(objects).workloads[0]?.shapes).toMatchObject([{ count: 0, proxy }]);
  });

  it.each(['pods', 'namespaces'] as const)('have who knows what where %s cannot be read', (kind) => {
    const objects = {
      namespaces: [namespace({ 'istio-injection': 'enabled' })],
      deployments: [deployment({ 'sidecar.istio.io/inject': 'true' })],
      pods: [],
    };
    expect(read(objects, { [kind]: { state: 'forbidden' } }).workloads[0]?.shapes[0]?.proxy).toBe('unknown');
  });

  it('of machines have a sidecar where they can prove who they are', () => {
    const entry = (name: string, spec: object) => named(name, { spec });
    const { workloads } = read({
      workloadEntries: [
        entry('a', { serviceAccount: 'vm' }),
        entry('b', {}),
        entry('c', { labels: { 'security.istio.io/tlsMode': 'istio' } }),
        entry('d', { serviceAccount: 'vm', labels: { 'security.istio.io/tlsMode': 'disabled' } }),
      ],
    });
    expect(workloads.map(({ name, shapes: [shape] }) => `${name} ${shape?.proxy}`)).toEqual([
      'a sidecar',
      'b none',
      'c sidecar',
      'd none',
    ]);
  });
});

describe('services, rules and policies', () => {
  it('keep the ports that carry connections, with what they lead to', () => {
    const ports = [
      { port: 80, name: 'http', targetPort: 'web' },
      { port: 53, protocol: 'UDP' },
      { port: 9090, appProtocol: 'grpc' },
    ];
    const { services } = read({
      services: [named('api', { spec: { ports, selector: { app: 'api' }, clusterIP: 'None' } })],
    });
    expect(services).toMatchObject([
      {
        name: 'api',
        headless: true,
        ports: [
          { port: 80, name: 'http', target: 'web' },
          { port: 9090, target: 9090, appProtocol: 'grpc' },
        ],
      },
    ]);
  });

  it('remember the subsets that VirtualServices send to', () => {
    const to = (host: string, subset?: string) => ({ destination: { host, ...(subset && { subset }) } });
    const http = [
      { route: [to('api', 'v1'), to('api')], mirror: { host: 'api.dock.svc.cluster.local', subset: 'x' } },
    ];
    const { routedSubsets } = read({
      virtualServices: [named('api', { spec: { http, tcp: [{ route: [to('api', 'v2')] }] } })],
    });
    expect(routedSubsets).toEqual(
      new Map([
        ['api.shop.svc.cluster.local', new Set(['v1', 'v2'])],
        ['api.dock.svc.cluster.local', new Set(['x'])],
      ]),
    );
  });

  it.each([
    ['ok', { known: true }],
    ['degraded', { known: true }],
    ['notInstalled', { known: true }],
    ['forbidden', { known: false }],
    ['unavailable', { known: false }],
    ['syncing', { known: false }],
  ] as const)('say whether policies are known: %s', (state, expected) => {
    expect(read({ peerAuthentications: [] }, { peerAuthentications: { state } }).policySight).toEqual(
      expected,
    );
  });

  it('say where policies are not known', () => {
    const status = { state: 'degraded' as const, visibleNamespaces: ['shop'], hiddenNamespaces: ['dock'] };
    expect(read({}, { peerAuthentications: status }).policySight).toEqual({
      known: true,
      onlyIn: ['shop'],
      hiddenIn: ['dock'],
    });
  });

  it('name policies that cannot be read', () => {
    const { policies, warnings } = read({
      peerAuthentications: [named('odd', { spec: { selector: { matchLabels: { app: 7 } } } })],
    });
    expect(policies).toMatchObject([
      { name: 'odd', malformed: 'spec.selector.matchLabels["app"] must be a text' },
    ]);
    expect(warnings).toMatchObject([{ code: 'malformed-object' }]);
  });

  it('know no rules where they cannot be read', () => {
    expect(read({}, { destinationRules: { state: 'forbidden' } }).rules).toBeUndefined();
    expect(read({}, { destinationRules: { state: 'notInstalled' } }).rules).toEqual([]);
  });
});
