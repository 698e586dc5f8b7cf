import { describe, expect, it } from 'vitest';
import { viewAuthorizationPolicy } from './authorization-policy-view';
import { canonicalRevision, canonicalService, workloadName } from './canonical-names';
import { viewDestinationRule } from './destination-rule-view';
import { matchesLabels } from './label-match';
import { readName, viewAll } from './object-view';
import { viewPeerAuthentication } from './peer-authentication-view';
import { viewPod } from './pod-view';
import { viewService } from './service-view';
import { viewVirtualService } from './virtual-service-view';
import { viewWorkload } from './workload-view';

function named(spec: object, metadata: object = {}, more: object = {}): object {
  return { metadata: { name: 'one', namespace: 'harbour', ...metadata }, spec, ...more };
}

describe('viewVirtualService', () => {
  it('reads weighted destinations, weights as texts included', () => {
    const { view, problems } = viewVirtualService(
      named({
        hosts: ['ferry'],
        gateways: ['mesh', 'quay/front'],
        http: [
          {
            name: 'split',
            match: [{ uri: { prefix: '/' } }],
            route: [
              { destination: { host: 'ferry', subset: 'v1', port: { number: 8080 } }, weight: '90' },
              { destination: { host: 'ferry', subset: 'v2' }, weight: 10 },
            ],
            mirror: { host: 'ferry-shadow' },
            fault: { delay: {} },
            timeout: '3s',
          },
          { delegate: { name: 'rest', namespace: 'dock' } },
          { redirect: { uri: '/x' } },
        ],
        tcp: [{ route: [{ destination: { host: 'db' } }] }],
      }),
    );
    expect(problems).toEqual([]);
    expect(view).toMatchObject({
      name: 'one',
      namespace: 'harbour',
      hosts: ['ferry'],
      gateways: ['mesh', 'quay/front'],
    });
    expect(view?.http[0]).toEqual({
      name: 'split',
      matchCount: 1,
      destinations: [
        { host: 'ferry', subset: 'v1', port: 8080, weight: 90 },
        { host: 'ferry', subset: 'v2', weight: 10 },
      ],
      mirrors: [{ host: 'ferry-shadow' }],
      redirects: false,
      answersDirectly: false,
      injectsFault: true,
      timeout: '3s',
    });
    expect(view?.http[1]?.delegate).toEqual({ name: 'rest', namespace: 'dock' });
    expect(view?.http[2]?.redirects).toBe(true);
    expect(view?.tcp).toEqual([{ matchCount: 0, destinations: [{ host: 'db' }] }]);
  });

  it('names the path of what is wrong and reads the rest', () => {
    const { view, problems } = viewVirtualService(
      named({
        hosts: ['a', 5],
        http: [
          null,
          { route: [{ destination: { host: 'a' }, weight: -5 }, { weight: 1 }, { destination: {} }] },
        ],
      }),
    );
    expect(view?.hosts).toEqual(['a']);
    expect(view?.http).toHaveLength(1);
    expect(view?.http[0]?.destinations).toEqual([{ host: 'a' }]);
    expect(problems.map(({ path }) => path)).toEqual([
      'spec.hosts[1]',
      'spec.http[0]',
      'spec.http[1].route[0].weight',
      'spec.http[1].route[1].destination',
      'spec.http[1].route[2].destination.host',
    ]);
  });
});

describe('viewDestinationRule', () => {
  it.each([
    [undefined, undefined],
    [{}, undefined],
    [{ tls: {} }, 'DISABLE'],
    [{ tls: { mode: 'ISTIO_MUTUAL' } }, 'ISTIO_MUTUAL'],
    [{ tls: { mode: 'sideways' } }, undefined],
  ])('traffic policy %j has the TLS mode %s', (trafficPolicy, mode) => {
    expect(viewDestinationRule(named({ host: 'a', trafficPolicy })).view?.policy.tlsMode).toBe(mode);
  });

  it('reads subsets and ports', () => {
    const { view } = viewDestinationRule(
      named({
        host: 'ferry',
        subsets: [
          { name: 'v1', labels: { version: 'v1' }, trafficPolicy: { outlierDetection: {} } },
          { labels: {} },
        ],
        trafficPolicy: {
          connectionPool: {},
          portLevelSettings: [{ port: { number: 80 } }, { port: { number: 81 }, tls: { mode: 'SIMPLE' } }],
        },
      }),
    );
    expect(view?.subsets.map(({ name, labels, policy }) => [name, labels, policy.detectsOutliers])).toEqual([
      ['v1', { version: 'v1' }, true],
    ]);
    expect([...(view?.policy.tlsModeByPort ?? [])]).toEqual([
      [80, undefined],
      [81, 'SIMPLE'],
    ]);
    expect(view?.policy.limitsConnections).toBe(true);
  });
});

describe('viewPeerAuthentication', () => {
  it('reads selector, mode and ports', () => {
    const { view, problems } = viewPeerAuthentication(
      named({
        selector: { matchLabels: { app: 'a' } },
        mtls: { mode: 'STRICT' },
        portLevelMtls: { '8080': { mode: 'DISABLE' }, http: {}, 90: {} },
      }),
    );
    expect(view).toMatchObject({ selector: { app: 'a' }, mode: 'STRICT' });
    expect([...(view?.modeByPort ?? [])].sort()).toEqual([
      [8080, 'DISABLE'],
      [90, 'UNSET'],
    ]);
    expect(problems.map(({ path }) => path)).toEqual(['spec.portLevelMtls["http"]']);
  });

  it('inherits where nothing is said', () => {
    expect(viewPeerAuthentication({ metadata: { name: 'a' } }).view).toMatchObject({
      mode: 'UNSET',
      selector: {},
    });
  });
});

describe('viewAuthorizationPolicy', () => {
  it.each([
    [{}, { action: 'ALLOW', rules: [], targets: [] }],
    [
      { action: 'DENY', rules: [{}], selector: { matchLabels: { app: 'a' } } },
      { action: 'DENY', rules: [{ from: [], to: [], when: [] }], selector: { app: 'a' } },
    ],
    [
      { targetRefs: [{ kind: 'Gateway', name: 'g' }] },
      { targets: [{ kind: 'Gateway', name: 'g' }], rules: [] },
    ],
    [{ targetRef: { kind: 'Service', name: 's' } }, { targets: [{ kind: 'Service', name: 's' }] }],
    [
      {
        rules: [
          {
            from: [{ source: { principals: ['p'], notNamespaces: ['n'] } }],
            to: [{ operation: { ports: ['80'], notPaths: ['/a'] } }, {}],
            when: [{ key: 'source.ip', notValues: ['10.0.0.0/8'] }],
          },
        ],
      },
      {
        rules: [
          {
            from: [
              [
                { key: 'source.principal', field: 'principals', values: ['p'], notValues: [] },
                { key: 'source.namespace', field: 'notNamespaces', values: [], notValues: ['n'] },
              ],
            ],
            to: [
              [
                { key: 'destination.port', field: 'ports', values: ['80'], notValues: [] },
                { key: 'request.path', field: 'notPaths', values: [], notValues: ['/a'] },
              ],
              [],
            ],
            when: [{ key: 'source.ip', field: 'when[0]', values: [], notValues: ['10.0.0.0/8'] }],
          },
        ],
      },
    ],
  ])('reads %j', (spec, expected) => {
    expect(viewAuthorizationPolicy(named(spec)).view).toMatchObject(expected);
  });

  it('does not take an unknown action for ALLOW', () => {
    const { view, problems } = viewAuthorizationPolicy(named({ action: 'PERHAPS' }));
    expect(view).toBeDefined();
    expect(view?.action).toBeUndefined();
    expect(problems).toHaveLength(1);
  });

  it.each([
    ['true', true],
    ['1', true],
    ['false', false],
    ['yes', false],
  ])('knows whether %j is a dry run', (word, expected) => {
    const annotations = { 'istio.io/dry-run': word };
    expect(viewAuthorizationPolicy(named({}, { annotations })).view?.dryRun).toBe(expected);
  });

  it.each([
    [{ rules: 'all' }, 'spec.rules must be a list'],
    [
      { rules: [{ from: [{ source: { principals: 'p' } }] }] },
      'spec.rules[0].from[0].source.principals must be a list',
    ],
    [
      { rules: [{ to: [{ operation: { ports: [80] } }] }] },
      'spec.rules[0].to[0].operation.ports[0] must be a text',
    ],
    [{ rules: [{ when: [{ values: ['a'] }] }] }, 'spec.rules[0].when[0].key is missing'],
    [{ targetRefs: [{ kind: 'Gateway' }] }, 'spec.targetRefs[0].name is missing'],
  ])('says of %j that it cannot be read as a whole', (spec, malformed) => {
    expect(viewAuthorizationPolicy(named(spec)).view?.malformed).toBe(malformed);
  });
});

describe('viewWorkload', () => {
  it('reads replicas of deployments and daemon sets', () => {
    const template = { metadata: { labels: { app: 'a', version: 'v2' } } };
    expect(
      viewWorkload(named({ template }, {}, { status: { readyReplicas: 0 } }), 'deployments').view,
    ).toMatchObject({
      replicas: { desired: 1, ready: 0, available: 0 },
      templateLabels: { app: 'a', version: 'v2' },
    });
    expect(viewWorkload(named({ replicas: 0 }), 'statefulSets').view?.replicas.desired).toBe(0);
    const status = { desiredNumberScheduled: 3, numberReady: 2, numberAvailable: 1 };
    expect(viewWorkload(named({}, {}, { status }), 'daemonSets').view?.replicas).toEqual({
      desired: 3,
      ready: 2,
      available: 1,
    });
  });
});

describe('viewService', () => {
  it('reads ports and selector', () => {
    const { view } = viewService(
      named({
        clusterIP: 'None',
        selector: { app: 'a' },
        ports: [
          { name: 'http', port: 80, targetPort: 'web' },
          { port: 81, targetPort: '9000', appProtocol: 'grpc' },
          {},
        ],
      }),
    );
    expect(view).toMatchObject({ headless: true, type: 'ClusterIP', selector: { app: 'a' } });
    expect(view?.ports).toEqual([
      { name: 'http', port: 80, targetPort: 'web', protocol: 'TCP' },
      { port: 81, targetPort: 9000, protocol: 'TCP', appProtocol: 'grpc' },
    ]);
  });
});

describe('viewPod', () => {
  const owner = { controller: true, kind: 'ReplicaSet', name: 'ferry-v1-abc12' };
  const meta = {
    labels: { app: 'ferry', version: 'v1', 'pod-template-hash': 'abc12' },
    ownerReferences: [owner],
  };

  it.each([
    [{ containers: [{ name: 'app' }, { name: 'istio-proxy' }] }, {}, true, false],
    [{ containers: [{ name: 'app' }], initContainers: [{ name: 'istio-proxy' }] }, {}, true, false],
    [{ containers: [{ name: 'app' }] }, { 'sidecar.istio.io/status': '{}' }, true, false],
    [{ containers: [{ name: 'app' }] }, { 'ambient.istio.io/redirection': 'enabled' }, false, true],
    [{ containers: [{ name: 'istio-proxy' }] }, { 'ambient.istio.io/redirection': 'enabled' }, true, false],
    [{ containers: [{ name: 'app' }] }, { 'ambient.istio.io/redirection': 'pending' }, false, false],
  ])('%j with %j: sidecar %s, ambient %s', (spec, annotations, hasSidecar, ambient) => {
    expect(viewPod(named(spec, { ...meta, annotations })).view).toMatchObject({
      hasSidecar,
      ambient,
      workload: 'ferry-v1',
      app: 'ferry',
      version: 'v1',
    });
  });

  const envoy = { name: 'ISTIO_META_CLUSTER_ID', value: 'east' };
  const ztunnel = { name: 'CLUSTER_ID', value: 'east' };
  it.each([
    [{ containers: [{ name: 'app' }, { name: 'istio-proxy', env: [envoy] }] }, 'east'],
    [{ containers: [{ name: 'app' }], initContainers: [{ name: 'istio-proxy', env: [envoy] }] }, 'east'],
    [{ containers: [{ name: 'istio-proxy', env: [{ name: 'OTHER', value: 'x' }, ztunnel] }] }, 'east'],
    [{ containers: [{ name: 'app', env: [envoy] }] }, undefined],
    [{ containers: [{ name: 'istio-proxy', env: [{ name: envoy.name, valueFrom: {} }] }] }, undefined],
    [{ containers: [{ name: 'istio-proxy' }] }, undefined],
  ])('reads from %j the cluster id %s', (spec, clusterId) => {
    const { view, problems } = viewPod(named(spec, meta));
    expect(view?.clusterId).toBe(clusterId);
    expect(problems).toEqual([]);
  });

  it.each([
    [{ containers: [{ name: 'istio-proxy' }] }, true],
    [{ containers: [{ name: 'app' }, { name: 'istio-proxy' }] }, false],
    [{ containers: [{ name: 'app' }], initContainers: [{ name: 'istio-proxy' }] }, false],
    [{}, false],
  ])('%j runs nothing but a proxy: %s', (spec, expected) => {
    expect(viewPod(named(spec, meta)).view?.runsOnlyProxy).toBe(expected);
  });
});

describe('names', () => {
  it.each([
    [{ 'service.istio.io/canonical-name': 'c', 'app.kubernetes.io/name': 'k', app: 'a' }, 'c'],
    [{ 'app.kubernetes.io/name': 'k', app: 'a' }, 'k'],
    [{ app: 'a' }, 'a'],
    [{ app: '' }, 'w'],
  ])('labels %j are the service %s', (labels, service) => {
    expect(canonicalService(labels, 'w')).toBe(service);
  });

  it('has a revision of last resort', () => {
    expect(canonicalRevision({})).toBe('latest');
    expect(canonicalRevision({ version: 'v1', 'app.kubernetes.io/version': '2' })).toBe('2');
  });

  it.each([
    ['Job', 'sweep-28431230', {}, 'sweep'],
    ['Job', 'sweep-1', {}, 'sweep-1'],
    ['StatefulSet', 'db', {}, 'db'],
    ['ReplicaSet', 'lonely', { 'pod-template-hash': 'x' }, 'lonely'],
    ['ReplicationController', 'dc-1', { deploymentconfig: 'dc' }, 'dc'],
  ])('a pod of the %s %s belongs to the workload', (kind, name, labels, workload) => {
    expect(workloadName('pod', labels, { kind, name })).toBe(workload);
  });

  it('is overridden by its label, and is the pod without a controller', () => {
    expect(workloadName('pod', { 'service.istio.io/workload-name': 'w' }, { kind: 'Job', name: 'x' })).toBe(
      'w',
    );
    expect(workloadName('pod', {}, undefined)).toBe('pod');
  });
});

describe('viewAll', () => {
  it('names the objects that have problems', () => {
    const { views, problems } = viewAll([named({ host: 5 }), 7, named({ host: 'x' })], viewDestinationRule);
    expect(views).toHaveLength(2);
    expect(problems).toEqual([
      { path: 'spec.host', message: 'must be a text', name: 'one', namespace: 'harbour' },
      { path: 'spec.host', message: 'is missing', name: 'one', namespace: 'harbour' },
      { path: '', message: 'must be an object' },
      { path: 'metadata.name', message: 'is missing' },
    ]);
  });

  it('is not misled by names of object members', () => {
    expect(matchesLabels({ constructor: 'x' }, {})).toBe(false);
    expect(matchesLabels({}, { a: 'b' })).toBe(true);
    expect(readName({ metadata: { name: '' } })).toBeUndefined();
  });
});
