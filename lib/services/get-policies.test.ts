import { describe, expect, it } from 'vitest';
import { policiesAnswerSchema, type PoliciesAnswer } from '@/lib/contracts/policies';
import { parsePoliciesRequest } from '@/lib/contracts/policies-request';
import { runControllers } from '@/lib/embedded/kubernetes/controllers';
import { MemoryObjectStore } from '@/lib/embedded/kubernetes/memory-store';
import { shop as shopWorld } from '@/lib/embedded/worlds/shop/shop';
import { getPolicies } from './get-policies';
import type { MeshPorts } from './mesh-ports';
import { SourceLedger } from './source-ledger';
import { MemoryCluster, type KindObjects, type KindStatuses } from './testing/memory-cluster';
import { objectsOfStore } from './testing/world-cluster';

const nowSeconds = () => 0;

async function ask(objects: KindObjects | undefined, query: string, statuses: KindStatuses = {}) {
  const ports: MeshPorts = {
    ledger: new SourceLedger(nowSeconds),
    nowSeconds,
    ...(objects === undefined ? {} : { cluster: new MemoryCluster(objects, statuses) }),
  };
  const parsed = parsePoliciesRequest(new URLSearchParams(query));
  const outcome = parsed.ok ? await getPolicies(ports, parsed.value) : parsed;
  if (outcome.ok) expect(policiesAnswerSchema.parse(outcome.value)).toEqual(outcome.value);
  return outcome;
}

async function tell(objects: KindObjects, query: string): Promise<PoliciesAnswer> {
  const outcome = await ask(objects, query);
  if (!outcome.ok) throw new Error(outcome.problem.message);
  return outcome.value;
}

/** What became of each, as `Kind namespace/name: effect`. */
function effects({ policies }: PoliciesAnswer): string[] {
  return policies.map(({ kind, namespace, name, effect }) => `${kind} ${namespace}/${name}: ${effect}`);
}

function reasonOf({ policies }: PoliciesAnswer, place: string): string | undefined {
  return policies.find(({ namespace, name }) => `${namespace}/${name}` === place)?.reason;
}

let age = 0;
const at = (place: string, spec: object = {}, metadata: object = {}) => {
  const [namespace, name] = place.split('/');
  age += 1;
  const creationTimestamp = new Date(1_735_689_600_000 + age * 1000).toISOString();
  return { metadata: { namespace, name, creationTimestamp, ...metadata }, spec };
};
const select = (app: string) => ({ selector: { matchLabels: { app } } });
const pod = (place: string, labels: object, annotations: object = {}, proxies = 1) => ({
  ...at(
    `${place}-abc-1`,
    {
      serviceAccountName: place.split('/')[1],
      containers: [{ name: 'app' }, ...(proxies > 0 ? [{ name: 'istio-proxy' }] : [])],
    },
    {
      labels: { app: place.split('/')[1], 'pod-template-hash': 'abc', ...labels },
      annotations,
      ownerReferences: [{ kind: 'ReplicaSet', name: `${place.split('/')[1]}-abc`, controller: true }],
    },
  ),
  status: { phase: 'Running' },
});
const deployment = (place: string, labels: object = {}) =>
  at(place, { template: { metadata: { labels: { app: place.split('/')[1], ...labels } } } });
const service = (place: string) =>
  at(place, {
    selector: { app: place.split('/')[1] },
    ports: [{ name: 'http', port: 80, targetPort: 8080 }],
  });

/** `shop/api` with a sidecar, `front/web` that calls it, `calm/db` behind ztunnel, `bare/old` without a proxy. */
function mesh(more: KindObjects = {}): KindObjects {
  return {
    namespaces: ['shop', 'front', 'calm', 'bare'].map((name) => ({ metadata: { name } })),
    services: ['shop/api', 'front/web', 'calm/db', 'bare/old'].map(service),
    deployments: ['shop/api', 'front/web', 'calm/db', 'bare/old'].map((place) => deployment(place)),
    statefulSets: [],
    daemonSets: [],
    pods: [
      pod('shop/api', { version: 'v1' }),
      pod('front/web', {}),
      pod('calm/db', {}, { 'ambient.istio.io/redirection': 'enabled' }, 0),
      pod('bare/old', {}, {}, 0),
    ],
    ...more,
  };
}
const API = 'namespace=shop&workload=api';

describe('the policies of a workload', () => {
  it('are none where none is declared', async () => {
    const answer = await tell(mesh(), API);
    expect(answer.policies).toEqual([]);
    expect(answer.subject).toEqual({
      namespace: 'shop',
      workloads: ['api'],
      services: ['api'],
      proxy: 'sidecar',
    });
  });

  it('are AuthorizationPolicies in the order in which they are asked', async () => {
    const rules = [{ from: [{ source: { namespaces: ['front'] } }] }];
    const answer = await tell(
      mesh({
        authorizationPolicies: [
          at('shop/audit', { action: 'AUDIT', rules }),
          at('shop/allow', { ...select('api'), rules }),
          at('istio-system/deny', { action: 'DENY', rules }),
          at('shop/custom', { action: 'CUSTOM', provider: { name: 'x' }, rules }),
          at('shop/dry', { action: 'DENY', rules }, { annotations: { 'istio.io/dry-run': 'true' } }),
          at('shop/other', select('web')),
          at('front/away', {}),
          at('shop/broken', { rules: 'all' }),
          at('shop/idle', { action: 'DENY' }),
          at('shop/service', { targetRefs: [{ kind: 'Service', name: 'api' }], rules }),
        ],
      }),
      API,
    );
    expect(effects(answer)).toEqual([
      'AuthorizationPolicy shop/custom: applies',
      'AuthorizationPolicy istio-system/deny: applies',
      'AuthorizationPolicy shop/dry: dryRun',
      'AuthorizationPolicy shop/idle: noEffect',
      'AuthorizationPolicy shop/allow: applies',
      'AuthorizationPolicy shop/broken: malformed',
      'AuthorizationPolicy shop/service: noEffect',
      'AuthorizationPolicy shop/audit: applies',
    ]);
    expect(answer.policies.map(({ order }) => order)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(answer.policies.map(({ by }) => by)).toEqual([
      'namespace',
      'mesh',
      'namespace',
      'namespace',
      'workload',
      'namespace',
      'target',
      'namespace',
    ]);
    expect(reasonOf(answer, 'shop/service')).toBe(
      'It is attached to Service api, which has no waypoint: a sidecar goes by labels alone.',
    );
    expect(answer.warnings.map(({ code }) => code)).toContain('malformed-object');
  });

  it.each<[string, object, object, string]>([
    [
      'a DENY of everything',
      { action: 'DENY', rules: [{}] },
      { rules: [{ to: [{}] }] },
      'DENY shop/a refuses everything before it is asked.',
    ],
    [
      'an ALLOW of everything',
      { rules: [{}] },
      { rules: [{ to: [{}] }] },
      'ALLOW shop/a lets everybody in already.',
    ],
  ])('%s shadows what comes after it', async (_, first, second, reason) => {
    const answer = await tell(
      mesh({ authorizationPolicies: [at('shop/a', first), at('shop/b', second)] }),
      API,
    );
    const shadowed = answer.policies.find(({ name }) => name === 'b');
    // An operation that asks for nothing is no condition, and still a list of one.
    expect(shadowed).toMatchObject({ effect: 'shadowed', reason });
  });

  it.each<[string, object, string, RegExp]>([
    ['CUSTOM', { action: 'CUSTOM', rules: [{}] }, 'noEffect', /does not know CUSTOM/],
    ['AUDIT', { action: 'AUDIT', rules: [{}] }, 'noEffect', /does not know AUDIT/],
    [
      'a DENY of paths',
      { action: 'DENY', rules: [{ to: [{ operation: { paths: ['/a'] } }] }] },
      'noEffect',
      /sees no paths/,
    ],
    [
      'a DENY of ports and paths',
      { action: 'DENY', rules: [{ to: [{ operation: { paths: ['/a'], ports: ['80'] } }] }] },
      'partly',
      /goes by the rest/,
    ],
    [
      'an ALLOW of methods',
      { rules: [{ to: [{ operation: { methods: ['GET'] } }] }] },
      'partly',
      /leaves out 1 rule/,
    ],
    ['an ALLOW of sources', { rules: [{ from: [{ source: { namespaces: ['a'] } }] }] }, 'applies', /let in/],
    [
      'targets without a waypoint',
      { targetRefs: [{ kind: 'Service', name: 'db' }], rules: [{}] },
      'noEffect',
      /no waypoint/,
    ],
  ])('%s comes to little behind ztunnel', async (_, spec, effect, reason) => {
    const answer = await tell(
      mesh({ authorizationPolicies: [at('calm/p', spec)] }),
      'namespace=calm&workload=db',
    );
    expect(answer.policies).toMatchObject([{ effect, enforcer: 'ztunnel' }]);
    expect(answer.policies[0]?.reason).toMatch(reason);
  });

  it('without a proxy are obeyed by nobody', async () => {
    const answer = await tell(
      mesh({
        authorizationPolicies: [at('bare/p', { action: 'DENY', rules: [{}] })],
        peerAuthentications: [at('bare/default', { mtls: { mode: 'STRICT' } })],
      }),
      'namespace=bare&workload=old',
    );
    expect(effects(answer)).toEqual([
      'PeerAuthentication bare/default: noEffect',
      'AuthorizationPolicy bare/p: noEffect',
    ]);
    expect(answer.subject.proxy).toBe('none');
  });

  it('are PeerAuthentications by level, the most specific first', async () => {
    const answer = await tell(
      mesh({
        peerAuthentications: [
          at('istio-system/mesh', { mtls: { mode: 'STRICT' } }),
          at('shop/own', { ...select('api'), mtls: { mode: 'PERMISSIVE' } }),
          at('shop/late', { ...select('api'), mtls: { mode: 'STRICT' } }),
          at('front/away', { mtls: { mode: 'STRICT' } }),
        ],
      }),
      API,
    );
    expect(effects(answer)).toEqual([
      'PeerAuthentication shop/own: applies',
      'PeerAuthentication shop/late: shadowed',
      'PeerAuthentication istio-system/mesh: shadowed',
    ]);
  });

  it('are RequestAuthentications, Telemetry, EnvoyFilters and WasmPlugins for its proxy', async () => {
    const answer = await tell(
      mesh({
        requestAuthentications: [
          at('shop/jwt', { ...select('api'), jwtRules: [{ issuer: 'idp' }] }),
          at('front/away'),
        ],
        telemetries: [at('istio-system/mesh'), at('shop/first'), at('shop/second')],
        envoyFilters: [
          at('shop/late', { priority: 5 }),
          at('shop/early', { priority: -5, workloadSelector: { labels: { app: 'api' } } }),
          at('shop/other', { workloadSelector: { labels: { app: 'web' } } }),
        ],
        wasmPlugins: [at('shop/low', { priority: 1 }), at('shop/high', { priority: 9 })],
      }),
      API,
    );
    expect(effects(answer)).toEqual([
      'RequestAuthentication shop/jwt: applies',
      'Telemetry istio-system/mesh: applies',
      'Telemetry shop/first: applies',
      'Telemetry shop/second: shadowed',
      'EnvoyFilter shop/early: applies',
      'EnvoyFilter shop/late: applies',
      'WasmPlugin shop/high: applies',
      'WasmPlugin shop/low: applies',
    ]);
    expect(answer.policies[0]).toMatchObject({ says: 'tokens of idp', by: 'workload', enforcer: 'sidecar' });
  });

  it('are none of those behind ztunnel', async () => {
    const answer = await tell(
      mesh({ requestAuthentications: [at('calm/jwt')], envoyFilters: [at('calm/filter')] }),
      'namespace=calm&workload=db',
    );
    expect(effects(answer)).toEqual([
      'RequestAuthentication calm/jwt: noEffect',
      'EnvoyFilter calm/filter: noEffect',
    ]);
  });

  it('are the Sidecar that goes before others', async () => {
    const answer = await tell(
      mesh({
        sidecars: [
          at('istio-system/all', { egress: [{ hosts: ['*/*'] }] }),
          at('shop/default', { egress: [{ hosts: ['./*'] }] }),
          at('shop/own', {
            workloadSelector: { labels: { app: 'api' } },
            egress: [{ hosts: ['./*', 'front/*'] }],
          }),
          at('shop/other', { workloadSelector: { labels: { app: 'web' } } }),
        ],
      }),
      API,
    );
    expect(effects(answer)).toEqual([
      'Sidecar shop/own: applies',
      'Sidecar shop/default: shadowed',
      'Sidecar istio-system/all: shadowed',
    ]);
  });
});

describe('the policies of a service', () => {
  const SERVICE = 'namespace=shop&service=api';

  it('are the DestinationRules that its callers follow, and those that they do not', async () => {
    const host = 'api.shop.svc.cluster.local';
    const answer = await tell(
      mesh({
        destinationRules: [
          at('shop/mine', { host: 'api', trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } }),
          at('istio-system/mesh', { host: '*.local' }),
          at('shop/broken', { host, subsets: 'v1' }),
          at('calm/away', { host: 'db' }),
        ],
      }),
      SERVICE,
    );
    expect(effects(answer)).toEqual([
      'DestinationRule shop/mine: applies',
      'DestinationRule istio-system/mesh: shadowed',
      'DestinationRule shop/broken: malformed',
    ]);
    expect(reasonOf(answer, 'shop/mine')).toBe('Callers in front, shop follow it.');
  });

  it('are the VirtualService that has its host, and those that come too late', async () => {
    const answer = await tell(
      mesh({
        virtualServices: [
          at('shop/first', { hosts: ['api'] }),
          at('front/second', { hosts: ['api.shop.svc.cluster.local'] }),
          at('shop/door', { hosts: ['api.example'], gateways: ['door'] }),
        ],
      }),
      SERVICE,
    );
    expect(effects(answer)).toEqual([
      'VirtualService shop/first: applies',
      'VirtualService front/second: shadowed',
    ]);
    expect(reasonOf(answer, 'front/second')).toBe('shop/first is older and has the host already.');
  });

  it('behind ztunnel and without a waypoint are not followed by its callers there', async () => {
    const answer = await tell(
      mesh({ virtualServices: [at('calm/v', { hosts: ['db'] })] }),
      'namespace=calm&service=db',
    );
    expect(answer.policies).toMatchObject([{ effect: 'partly' }]);
    expect(answer.policies[0]?.reason).toMatch(/no waypoint/);
  });

  it('are routes of the Gateway API and the grants by which they lead to it', async () => {
    const backend = (namespace?: string) => [
      { backendRefs: [{ name: 'api', ...(namespace && { namespace }) }] },
    ];
    const parent = (kind: string, name: string, namespace?: string) => [
      { kind, name, ...(namespace && { namespace }) },
    ];
    const answer = await tell(
      mesh({
        httpRoutes: [
          at('shop/producer', { parentRefs: parent('Service', 'api'), rules: backend() }),
          at('front/consumer', { parentRefs: parent('Service', 'api', 'shop'), rules: backend('shop') }),
          at('front/outer', { parentRefs: parent('Gateway', 'door'), rules: backend('shop') }),
          at('front/away', {
            parentRefs: parent('Gateway', 'door'),
            rules: [{ backendRefs: [{ name: 'web' }] }],
          }),
        ],
        referenceGrants: [
          at('shop/from-front', {
            from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'front' }],
            to: [{ group: '', kind: 'Service' }],
          }),
          at('shop/from-nowhere', {
            from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'calm' }],
            to: [{ group: '', kind: 'Service', name: 'api' }],
          }),
          at('shop/for-others', { from: [], to: [{ group: '', kind: 'Service', name: 'other' }] }),
        ],
      }),
      SERVICE,
    );
    expect(effects(answer)).toEqual([
      'HTTPRoute shop/producer: applies',
      'HTTPRoute front/consumer: applies',
      'HTTPRoute front/outer: applies',
      'ReferenceGrant shop/from-front: applies',
      'ReferenceGrant shop/from-nowhere: noEffect',
    ]);
    expect(reasonOf(answer, 'front/consumer')).toMatch(/^Callers in front, and no others,/);
    expect(reasonOf(answer, 'front/outer')).toBe('It sends here what comes to Gateway front/door.');
  });

  it('are ServiceEntries that take its pods in, or have its host for nothing', async () => {
    const answer = await tell(
      mesh({
        serviceEntries: [
          at('shop/takes', { hosts: ['api.example'], workloadSelector: { labels: { app: 'api' } } }),
          at('shop/same', { hosts: ['api.shop.svc.cluster.local'] }),
          at('shop/other', { hosts: ['bank.example'] }),
        ],
      }),
      SERVICE,
    );
    expect(effects(answer)).toEqual(['ServiceEntry shop/takes: applies', 'ServiceEntry shop/same: shadowed']);
  });
});

describe('in the simulated shop', () => {
  const shop = (): KindObjects => {
    const startMs = Date.parse('2026-01-05T08:00:00Z');
    const store = new MemoryObjectStore({ now: () => startMs, seed: 'shop' });
    store.seed(shopWorld.objects(new Date(startMs)));
    runControllers(store, { seed: 'shop' });
    return objectsOfStore(store);
  };

  it('a service behind a waypoint has what is attached to it', async () => {
    const answer = await tell(shop(), 'namespace=loyalty&service=vouchers');
    expect(answer.policies.filter(({ kind }) => kind === 'AuthorizationPolicy')).toMatchObject([
      {
        name: 'vouchers-callers',
        by: 'target',
        enforcer: 'waypoint loyalty/loyalty-waypoint',
        effect: 'applies',
      },
    ]);
  });

  it('the ingress gateway has the Gateway that opens it and the routes behind it', async () => {
    const answer = await tell(shop(), 'namespace=istio-system&workload=istio-ingressgateway');
    expect(effects(answer)).toEqual(
      expect.arrayContaining([
        'Gateway storefront/front-door: applies',
        'VirtualService storefront/website: applies',
        'VirtualService storefront/mobile-api: applies',
      ]),
    );
  });

  it('payments have who may call them, and STRICT', async () => {
    const answer = await tell(shop(), 'namespace=payments&workload=fraud');
    expect(effects(answer)).toEqual(
      expect.arrayContaining([
        'PeerAuthentication payments/default: applies',
        'AuthorizationPolicy payments/among-ourselves: applies',
      ]),
    );
  });
});

describe('what cannot be answered', () => {
  it.each([
    ['', 'invalid-subject'],
    ['namespace=shop', 'invalid-subject'],
    ['workload=api', 'invalid-subject'],
    ['namespace=shop&workload=', 'invalid-subject'],
    ['namespace=shop&workload=api&service=api', 'invalid-subject'],
    ['namespace=shop&pod=api', 'unknown-parameter'],
    [`namespace=shop&workload=${'a'.repeat(300)}`, 'parameter-too-long'],
    ['namespace=shop&workload=nobody', 'subject-not-found'],
    ['namespace=nowhere&service=api', 'subject-not-found'],
  ])('%j is answered by %s', async (query, code) => {
    expect(await ask(mesh(), query)).toMatchObject({ ok: false, problem: { code } });
  });

  it('is said of kinds that may not be read', async () => {
    const outcome = await ask(mesh(), API, {
      authorizationPolicies: { state: 'forbidden' },
      telemetries: { state: 'notInstalled' },
      sidecars: { hiddenNamespaces: ['shop'] },
      wasmPlugins: { visibleNamespaces: ['istio-system', 'shop'] },
    });
    if (!outcome.ok) throw new Error(outcome.problem.message);
    expect(outcome.value.unknown).toContain('AuthorizationPolicy');
    expect(outcome.value.unknown).toContain('Sidecar');
    expect(outcome.value.unknown).not.toContain('Telemetry');
    expect(outcome.value.unknown).not.toContain('WasmPlugin');
  });

  it('is not that something does not exist where it might be hidden', async () => {
    const outcome = await ask(mesh(), 'namespace=shop&workload=nobody', { pods: { state: 'degraded' } });
    expect(outcome).toMatchObject({ ok: true, value: { policies: [], subject: { proxy: 'unknown' } } });
  });

  it('is all of it without a cluster', async () => {
    const outcome = await ask(undefined, API);
    if (!outcome.ok) throw new Error(outcome.problem.message);
    expect(outcome.value.unknown).toHaveLength(17);
    expect(outcome.value.sources.kubernetes.status).toBe('notConfigured');
  });
});
