import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { mtlsAnswerSchema, type MtlsAnswer } from '@/lib/contracts/mtls';
import { parseMtlsRequest } from '@/lib/contracts/mtls-request';
import { arrival } from '@/lib/core/mtls/sample-arrivals';
import { getMtlsPosture } from './get-mtls-posture';
import type { MeshPorts } from './mesh-ports';
import { SourceLedger } from './source-ledger';
import { MemoryCluster, type KindObjects, type KindStatuses } from './testing/memory-cluster';
import { MemoryTelemetry, type MemoryTelemetryOptions } from './testing/memory-telemetry';

const NOW = 1_767_225_600;

const at = (place: string, more: object = {}, metadata: object = {}) => {
  const [namespace, name] = place.split('/');
  return { metadata: { namespace, name, creationTimestamp: '2025-01-01T00:00:00Z', ...metadata }, ...more };
};

function pod(place: string, containers: readonly string[]) {
  const name = place.split('/')[1] ?? '';
  const labels = {
    app: name,
    'pod-template-hash': 'abc',
    ...(containers.includes('istio-proxy') ? { 'security.istio.io/tlsMode': 'istio' } : {}),
  };
  const env = [{ name: 'ISTIO_META_CLUSTER_ID', value: 'east' }];
  return at(
    `${place}-abc-1`,
    {
      spec: {
        containers: containers.map((one) => ({ name: one, ...(one === 'istio-proxy' ? { env } : {}) })),
      },
      status: { phase: 'Running' },
    },
    { labels, ownerReferences: [{ kind: 'ReplicaSet', name: `${name}-abc`, controller: true }] },
  );
}

const deployment = (place: string) =>
  at(place, { spec: { template: { metadata: { labels: { app: place.split('/')[1] } } } } });
const service = (place: string) =>
  at(place, {
    spec: { selector: { app: place.split('/')[1] }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  });

const OBJECTS: KindObjects = {
  namespaces: ['shop', 'front'].map((name) => ({
    metadata: { name, labels: { 'istio-injection': 'enabled' } },
  })),
  services: [service('shop/api'), service('front/web')],
  deployments: [deployment('shop/api'), deployment('front/web')],
  pods: [pod('shop/api', ['api', 'istio-proxy']), pod('front/web', ['web', 'istio-proxy'])],
  statefulSets: [],
  daemonSets: [],
  peerAuthentications: [at('shop/default', { spec: { mtls: { mode: 'STRICT' } } })],
  destinationRules: [],
  virtualServices: [],
  meshConfigs: [at('istio-system/istio', { data: { mesh: 'rootNamespace: istio-system' } })],
};
const TRAFFIC = [
  arrival('front/web', 'shop/api', { rate: 3 }),
  arrival('?', 'front/web', { rate: 1, security: 'plaintext' }),
];

interface Setting {
  readonly objects?: KindObjects;
  readonly statuses?: KindStatuses;
  readonly telemetry?: MemoryTelemetryOptions | null;
  readonly noCluster?: boolean;
  readonly query?: string;
}

async function ask({ objects = OBJECTS, statuses, telemetry = {}, noCluster, query = '' }: Setting = {}) {
  const nowSeconds = () => NOW;
  const source =
    telemetry === null ? undefined : new MemoryTelemetry({ traffic: TRAFFIC, nowSeconds: NOW, ...telemetry });
  const ports: MeshPorts = {
    ledger: new SourceLedger(nowSeconds),
    nowSeconds,
    ...(source === undefined ? {} : { telemetry: source }),
    ...(noCluster === true ? {} : { cluster: new MemoryCluster(objects, statuses) }),
  };
  const request = parseMtlsRequest(new URLSearchParams(query));
  if (!request.ok) throw new Error(request.problem.message);
  const answer = await getMtlsPosture(ports, request.value);
  if (!answer.ok) return { problem: answer.problem, source };
  return { value: mtlsAnswerSchema.parse(answer.value) as MtlsAnswer, source };
}

const names = (all: readonly { namespace: string; name: string }[] | undefined) =>
  all?.map(({ namespace, name }) => `${namespace}/${name}`);

describe('the posture of a mesh', () => {
  it('is what is declared beside what was seen', async () => {
    const { value } = await ask();
    expect(value?.mesh).toMatchObject({ mode: 'PERMISSIVE', rootNamespace: 'istio-system', autoMtls: true });
    expect(value?.services).toMatchObject([
      {
        cluster: 'east',
        namespace: 'front',
        name: 'web',
        mode: 'PERMISSIVE',
        observed: { state: 'plaintext', plaintext: 1, callers: [{ plaintext: 1, bytes: { mutual: 0 } }] },
        readiness: { verdict: 'notReady' },
      },
      {
        namespace: 'shop',
        name: 'api',
        mode: 'STRICT',
        ports: [
          {
            port: 80,
            targetPort: 8080,
            mode: 'STRICT',
            decidedBy: { kind: 'PeerAuthentication', namespace: 'shop', name: 'default', level: 'namespace' },
          },
        ],
        observed: { state: 'mutual', mutual: 3, callers: [{ name: 'web', mutual: 3 }], callerCount: 1 },
        readiness: { verdict: 'ready', isStrict: true },
      },
    ]);
    expect(names(value?.workloads)).toEqual(['front/web', 'shop/api']);
    expect(value?.sources).toMatchObject({ prometheus: { status: 'ok' }, kubernetes: { status: 'ok' } });
    expect(value?.warnings).toEqual([]);
    expect(value?.queries.map(({ purpose }) => purpose)).toEqual(['clock', 'traffic']);
  });

  it('reads traffic once, and latencies not at all', async () => {
    const { source } = await ask({ query: 'window=10m&namespaces=shop' });
    expect(source?.requests).toHaveLength(1);
    expect(source?.requests[0]).toMatchObject({ windowSeconds: 600, namespaces: ['shop'], atSeconds: NOW });
  });

  it('is told of the namespaces that were asked for', async () => {
    const { value } = await ask({ query: 'namespaces=shop' });
    expect(names(value?.services)).toEqual(['shop/api']);
    expect(names(value?.namespaces)).toEqual(['shop/shop']);
  });

  it('has policies to apply that are YAML, in the version that the cluster serves', async () => {
    const { value } = await ask({ statuses: { peerAuthentications: { version: 'v1beta1' } } });
    const web = value?.services.find(({ name }) => name === 'web');
    expect(parse(web?.readiness.yaml ?? '')).toEqual({
      apiVersion: 'security.istio.io/v1beta1',
      kind: 'PeerAuthentication',
      metadata: { name: 'web-strict', namespace: 'front' },
      spec: { selector: { matchLabels: { app: 'web' } }, mtls: { mode: 'STRICT' } },
    });
  });
});

describe('the posture of a mesh that cannot be seen as a whole', () => {
  it.each<[string, Setting]>([
    ['there is no Prometheus', { telemetry: null }],
    ['Prometheus is down', { telemetry: { isDown: true } }],
  ])('is what is declared where %s', async (_title, setting) => {
    const { value } = await ask(setting);
    expect(value?.services.map(({ mode, observed }) => [mode, observed])).toEqual([
      ['PERMISSIVE', undefined],
      ['STRICT', undefined],
    ]);
    expect(value?.services[0]?.readiness).toMatchObject({
      verdict: 'unknown',
      unknowns: ['Traffic is not known: nobody can tell who calls.'],
    });
    expect(value?.sources.prometheus.status).not.toBe('ok');
  });

  it.each<[string, Setting]>([
    ['there is no cluster', { noCluster: true }],
    [
      'Kubernetes is down',
      {
        objects: {},
        statuses: Object.fromEntries(
          Object.keys(OBJECTS).map((kind) => [kind, { state: 'unavailable' as const }]),
        ),
      },
    ],
  ])('is what was seen where %s', async (_title, setting) => {
    const { value } = await ask(setting);
    expect(value?.services.map(({ name, mode, observed }) => [name, mode, observed?.state])).toEqual([
      ['web', 'UNKNOWN', 'plaintext'],
      ['api', 'UNKNOWN', 'mutual'],
    ]);
    expect(names(value?.workloads)).toEqual(['front/web', 'shop/api']);
    expect(value?.mesh).toMatchObject({ mode: 'UNKNOWN', isEnforced: false });
  });

  it('does not tell of what is gone where all that is declared can be read', async () => {
    const { value } = await ask({ telemetry: { traffic: [arrival('front/web', 'shop/gone')] } });
    expect(names(value?.services)).toEqual(['front/web', 'shop/api']);
  });

  it('does not call unknown what cannot be told apart from plaintext, and says why', async () => {
    const traffic = [arrival('front/web', 'shop/api', { security: 'unknown' })];
    const { value } = await ask({ telemetry: { traffic, absentLabels: ['connection_security_policy'] } });
    const api = value?.services.find(({ name }) => name === 'api');
    expect(api?.observed).toMatchObject({
      state: 'unknown',
      plaintext: 0,
      reason: 'No series has the label connection_security_policy.',
    });
    expect(value?.warnings.map(({ code }) => code)).toEqual(['label-absent']);
  });

  it('knows no mode where policies may not be read', async () => {
    const { value } = await ask({ statuses: { peerAuthentications: { state: 'forbidden' } } });
    expect(value?.services.map(({ mode }) => mode)).toEqual(['UNKNOWN', 'UNKNOWN']);
  });

  it('warns where the settings of the mesh cannot be read', async () => {
    const { value } = await ask({ objects: { ...OBJECTS, meshConfigs: [] } });
    expect(value?.warnings).toEqual([
      {
        code: 'mesh-settings-unknown',
        message: "The ConfigMap istio-system/istio does not exist, so that Istio's defaults are taken.",
      },
    ]);
    expect(value?.mesh.settingsFrom.kind).toBe('default');
  });

  it('names a policy that is malformed, and goes on without it (R17)', async () => {
    const broken = at('shop/broken', { spec: { mtls: { mode: 'LOOSE' } } });
    const policies = [broken, ...(OBJECTS.peerAuthentications ?? [])];
    const { value } = await ask({ objects: { ...OBJECTS, peerAuthentications: policies } });
    const shop = value?.namespaces.find(({ name }) => name === 'shop');
    expect(shop).toMatchObject({ mode: 'STRICT', contradictions: [{ code: 'policyMalformed' }] });
    expect(value?.warnings.map(({ code }) => code)).toEqual(['malformed-object']);
  });

  it('refuses a namespace that nobody knows', async () => {
    expect((await ask({ query: 'namespaces=nowhere' })).problem?.code).toBe('namespace-not-found');
  });
});

describe('a request for it', () => {
  it.each(['window=never', 'at=x', 'namespaces=A', 'level=app', 'window=1m&window=2m'])(
    'may not be %s',
    (query) => {
      expect(parseMtlsRequest(new URLSearchParams(query)).ok).toBe(false);
    },
  );
});
