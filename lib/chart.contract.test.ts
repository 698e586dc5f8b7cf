import { execFile, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { asArray, asObject, asText, type JsonObject } from '@/lib/core/kubernetes/json';
import { RESOURCE_ADDRESSES } from '@/lib/core/kubernetes/resource-kinds';

const DEPLOY = path.resolve(import.meta.dirname, '../deploy');
const CHART = path.join(DEPLOY, 'chart');
const NAMESPACE = 'telltale';
const run = promisify(execFile);

/** Compiling Helm takes minutes where nobody has done so before. */
const COMPILED_WITHIN_MS = 600_000;

let folder = '';
let helm = '';
let strict = '';

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'telltale-chart-'));
  const cwd = path.join(DEPLOY, 'chart-tests');
  const { stdout: version } = spawnSync('go', ['env', 'GOVERSION'], { cwd, encoding: 'utf8' });
  if (!(Number(/^go1\.(\d+)/.exec(version ?? '')?.[1]) >= 24))
    throw new Error('The tests of the chart build Helm: they need Go 1.24 or newer (https://go.dev/dl).');
  helm = (await run('go', ['tool', '-n', 'helm'], { cwd })).stdout.trim();
  strict = path.join(folder, 'strict');
  await run('go', ['build', '-o', strict, '.'], { cwd });
}, COMPILED_WITHIN_MS);
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

interface Rendering {
  readonly ok: boolean;
  readonly yaml: string;
  readonly said: string;
}

/** One process of Helm, as an installation would render the chart. */
function render(values: JsonObject = {}, release = 'telltale', chart = CHART): Rendering {
  const args = ['template', release, chart, '--namespace', NAMESPACE, '--kube-version', '1.31.0', '-f', '-'];
  const { status, stdout, stderr } = spawnSync(helm, args, {
    input: JSON.stringify(values),
    encoding: 'utf8',
    env: { NODE_ENV: 'test', HOME: folder },
  });
  return { ok: status === 0, yaml: stdout, said: stderr };
}

function objectsOf({ ok, yaml, said }: Rendering): JsonObject[] {
  expect(said).toBe('');
  expect(ok).toBe(true);
  return readDocuments(yaml);
}

function readDocuments(yaml: string): JsonObject[] {
  return parseAllDocuments(yaml)
    .map((document) => {
      expect(document.errors).toEqual([]);
      return asObject(document.toJS());
    })
    .filter((object) => Object.keys(object).length > 0);
}

function ofKind(objects: readonly JsonObject[], ...kinds: string[]): JsonObject[] {
  return objects.filter(({ kind }) => kinds.includes(asText(kind) ?? ''));
}

function podOf(objects: readonly JsonObject[]): JsonObject {
  return asObject(asObject(asObject(ofKind(objects, 'Deployment')[0]?.['spec'])['template'])['spec']);
}

function containerOf(objects: readonly JsonObject[]): JsonObject {
  return asObject(asArray(podOf(objects)['containers'])[0]);
}

function envOf(objects: readonly JsonObject[]): Record<string, unknown> {
  const env = asArray(containerOf(objects)['env']).map(asObject);
  return Object.fromEntries(
    env.map(({ name, value, valueFrom }) => [asText(name) ?? '', value ?? valueFrom]),
  );
}

function readRules(folder: string): string {
  return fs.readFileSync(path.join(DEPLOY, folder, 'telltale-rules.yaml'), 'utf8');
}

const PROXY = {
  name: 'proxy',
  image: 'proxy:1',
  ports: [{ name: 'proxy', containerPort: 4180 }],
};

/** Every value of the chart, at least once with something else than its default, and what is to come of it. */
const CASES: readonly {
  readonly title: string;
  readonly values: JsonObject;
  readonly holds: (objects: readonly JsonObject[]) => void;
}[] = [
  { title: 'nothing', values: {}, holds: (objects) => expect(objects).toHaveLength(9) },
  {
    title: 'an image',
    values: {
      image: { repository: 'registry.example/telltale', tag: '1.2.3', pullPolicy: 'Always' },
      imagePullSecrets: [{ name: 'registry' }],
    },
    holds: (objects) => {
      expect(containerOf(objects)).toMatchObject({
        image: 'registry.example/telltale:1.2.3',
        imagePullPolicy: 'Always',
      });
      expect(podOf(objects)['imagePullSecrets']).toEqual([{ name: 'registry' }]);
    },
  },
  {
    title: 'a digest, which goes before the tag',
    values: { image: { tag: '1', digest: `sha256:${'a'.repeat(64)}` } },
    holds: (objects) => expect(containerOf(objects)['image']).toBe(`telltale@sha256:${'a'.repeat(64)}`),
  },
  {
    title: 'names',
    values: { nameOverride: 'tt', fullnameOverride: 'mesh-view' },
    holds: (objects) => {
      const names = objects.map(({ metadata }) => asObject(metadata)['name']);
      expect(new Set(names)).toEqual(new Set(['mesh-view', 'mesh-view-mesh-config']));
      expect(objects[0]?.['metadata']).toMatchObject({ labels: { 'app.kubernetes.io/name': 'tt' } });
    },
  },
  {
    title: 'variables',
    values: {
      config: { TELLTALE_PROMETHEUS_URL: 'http://a:9090', TELLTALE_PROMETHEUS_SCOPE: 'mesh_id="a\\"b"' },
      extraEnv: [{ name: 'FROM', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
    },
    holds: (objects) =>
      expect(envOf(objects)).toMatchObject({
        TELLTALE_PROMETHEUS_URL: 'http://a:9090',
        TELLTALE_PROMETHEUS_SCOPE: 'mesh_id="a\\"b"',
        FROM: { fieldRef: { fieldPath: 'spec.nodeName' } },
      }),
  },
  {
    title: 'an address for people',
    values: {
      hosts: ['a.example', 'b.example'],
      basePath: '/tools/telltale/',
      frameAncestors: ['self', 'https://portal.example'],
      hstsSeconds: 31_536_000,
      access: { everyone: true },
      ingress: {
        enabled: true,
        className: 'nginx',
        annotations: { a: 'b' },
        tlsSecretName: 'tls',
      },
      httpRoute: { enabled: true, parentRefs: [{ name: 'gateway' }], annotations: { c: 'd' } },
    },
    holds: (objects) => {
      expect(envOf(objects)).toMatchObject({
        HOSTNAME: '0.0.0.0',
        TELLTALE_ALLOW_EVERYONE: 'true',
        TELLTALE_HOSTS:
          'a.example,b.example,telltale.telltale,telltale.telltale.svc,telltale.telltale.svc.cluster.local',
        TELLTALE_BASE_PATH: '/tools/telltale',
        TELLTALE_FRAME_ANCESTORS: 'self,https://portal.example',
        TELLTALE_HSTS_SECONDS: '31536000',
      });
      // The copy of the build needs a place, since nothing else can be written.
      expect(containerOf(objects)['volumeMounts']).toContainEqual({ name: 'build', mountPath: '/tmp' });
      expect(podOf(objects)['volumes']).toContainEqual({ name: 'build', emptyDir: { sizeLimit: '128Mi' } });
      const ingress = ofKind(objects, 'Ingress')[0];
      expect(ingress?.['metadata']).toMatchObject({ annotations: { a: 'b' } });
      expect(ingress?.['spec']).toMatchObject({
        ingressClassName: 'nginx',
        tls: [{ secretName: 'tls', hosts: ['a.example', 'b.example'] }],
        rules: ['a.example', 'b.example'].map((host) => ({
          host,
          http: { paths: [{ path: '/tools/telltale', backend: { service: { name: 'telltale' } } }] },
        })),
      });
      expect(ofKind(objects, 'HTTPRoute')[0]?.['spec']).toMatchObject({
        parentRefs: [{ name: 'gateway' }],
        hostnames: ['a.example', 'b.example'],
        rules: [
          {
            matches: [{ path: { type: 'PathPrefix', value: '/tools/telltale' } }],
            backendRefs: [{ name: 'telltale', port: 80 }],
          },
        ],
      });
    },
  },
  {
    title: 'a proxy that signs people in',
    values: {
      hosts: ['a.example'],
      ingress: { enabled: true },
      service: { type: 'NodePort', port: 8080, targetPort: 'proxy', annotations: { e: 'f' } },
      networkPolicy: { from: [{ podSelector: { matchLabels: { app: 'ingress' } } }] },
      extraContainers: [PROXY],
      extraVolumes: [{ name: 'files', secret: { secretName: 'files' } }],
      extraVolumeMounts: [{ name: 'files', mountPath: '/files', readOnly: true }],
    },
    holds: (objects) => {
      expect(envOf(objects)['HOSTNAME']).toBe('127.0.0.1');
      expect(asArray(podOf(objects)['containers'])).toHaveLength(2);
      expect(ofKind(objects, 'Service')[0]).toMatchObject({
        metadata: { annotations: { e: 'f' } },
        spec: { type: 'NodePort', ports: [{ port: 8080, targetPort: 'proxy' }] },
      });
      expect(ofKind(objects, 'NetworkPolicy')[0]?.['spec']).toMatchObject({
        ingress: [
          { ports: [{ port: 9464 }] },
          {
            from: [{ podSelector: { matchLabels: { app: 'ingress' } } }],
            ports: [{ protocol: 'TCP', port: 'proxy' }],
          },
        ],
      });
      expect(containerOf(objects)['volumeMounts']).toContainEqual({
        name: 'files',
        mountPath: '/files',
        readOnly: true,
      });
    },
  },
  {
    title: 'namespaces instead of the cluster',
    values: {
      rbac: {
        scope: 'namespaces',
        namespaces: ['shop', 'payments'],
        meshConfig: { namespace: 'istio-one', name: 'istio-blue' },
      },
    },
    holds: (objects) => {
      expect(ofKind(objects, 'ClusterRole', 'ClusterRoleBinding')).toEqual([]);
      const places = ofKind(objects, 'Role').map(({ metadata }) => asObject(metadata)['namespace']);
      expect(places).toEqual(expect.arrayContaining(['shop', 'payments', 'istio-one']));
      expect(places).toHaveLength(3);
      expect(envOf(objects)).toMatchObject({
        TELLTALE_NAMESPACES: 'shop,payments',
        TELLTALE_MESH_CONFIG: 'istio-one/istio-blue',
      });
    },
  },
  {
    title: 'an account of somebody else and no roles',
    values: {
      rbac: { create: false },
      serviceAccount: { create: false, name: 'theirs', tokenExpirationSeconds: 900 },
    },
    holds: (objects) => {
      expect(ofKind(objects, 'ServiceAccount', 'ClusterRole', 'Role', 'RoleBinding')).toEqual([]);
      expect(podOf(objects)['serviceAccountName']).toBe('theirs');
      expect(JSON.stringify(podOf(objects)['volumes'])).toContain('"expirationSeconds":900');
    },
  },
  {
    title: 'an account with a name and annotations',
    values: { serviceAccount: { name: 'ours', annotations: { role: 'x' } } },
    holds: (objects) => {
      expect(ofKind(objects, 'ServiceAccount')[0]).toMatchObject({
        metadata: { name: 'ours', annotations: { role: 'x' } },
        automountServiceAccountToken: false,
      });
      expect(ofKind(objects, 'ClusterRoleBinding')[0]?.['subjects']).toEqual([
        { kind: 'ServiceAccount', name: 'ours', namespace: NAMESPACE },
      ]);
    },
  },
  {
    title: 'another network',
    values: {
      networkPolicy: {
        dnsNamespace: 'dns',
        apiServer: { cidr: '10.0.0.1/32', ports: [8443] },
        sources: { namespaces: ['obs'], ports: [8428] },
        extraEgress: [{ to: [{ ipBlock: { cidr: '10.2.0.0/16' } }] }],
      },
    },
    holds: (objects) => {
      const egress = asArray(asObject(ofKind(objects, 'NetworkPolicy')[0]?.['spec'])['egress']);
      expect(egress).toHaveLength(4);
      expect(egress[1]).toEqual({
        to: [{ ipBlock: { cidr: '10.0.0.1/32' } }],
        ports: [{ protocol: 'TCP', port: 8443 }],
      });
      expect(JSON.stringify(egress)).toContain('"values":["obs"]');
    },
  },
  {
    title: 'no network policy',
    values: { networkPolicy: { enabled: false } },
    holds: (objects) => expect(ofKind(objects, 'NetworkPolicy')).toEqual([]),
  },
  {
    title: 'metrics for an operator',
    values: {
      metrics: {
        scrapeAnnotations: false,
        serviceMonitor: { enabled: true, interval: '15s', labels: { release: 'prometheus' } },
      },
    },
    holds: (objects) => {
      const monitor = ofKind(objects, 'ServiceMonitor')[0];
      expect(monitor?.['metadata']).toMatchObject({ labels: { release: 'prometheus' } });
      expect(monitor?.['spec']).toMatchObject({
        endpoints: [{ port: 'admin', path: '/metrics', interval: '15s' }],
      });
      expect(JSON.stringify(ofKind(objects, 'Service'))).toContain('"name":"admin"');
      expect(JSON.stringify(ofKind(objects, 'Deployment'))).not.toContain('prometheus.io');
    },
  },
  {
    title: 'recording rules',
    values: { prometheusRule: { enabled: true, labels: { release: 'prometheus' } } },
    holds: (objects) => {
      const rule = ofKind(objects, 'PrometheusRule')[0];
      expect(rule?.['metadata']).toMatchObject({ namespace: NAMESPACE, labels: { release: 'prometheus' } });
      expect(rule?.['spec']).toEqual(parse(readRules('prometheus')));
      expect(envOf(objects)['TELLTALE_RECORDING_RULES']).toBeUndefined();
    },
  },
  {
    title: 'recording rules of other names, for slower scrapes',
    values: {
      prometheusRule: { enabled: true, namespace: 'rules', level: 'mesh', window: '4m', interval: '60s' },
    },
    holds: (objects) => {
      const rule = ofKind(objects, 'PrometheusRule')[0];
      expect(rule?.['metadata']).toMatchObject({ namespace: 'rules' });
      const renamed = readRules('prometheus')
        .replaceAll('workload:', 'mesh:')
        .replaceAll('rate1m', 'rate4m')
        .replaceAll('[1m]', '[4m]')
        .replaceAll('interval: 30s', 'interval: 60s');
      expect(rule?.['spec']).toEqual(parse(renamed));
      expect(JSON.stringify(rule)).toContain('"mesh:istio_requests:rate4m"');
      expect(envOf(objects)['TELLTALE_RECORDING_RULES']).toBe('mesh:*:rate4m');
    },
  },
  {
    title: 'one pod',
    values: { replicas: 1, topologySpread: false },
    holds: (objects) => {
      expect(ofKind(objects, 'PodDisruptionBudget')).toEqual([]);
      expect(podOf(objects)['topologySpreadConstraints']).toBeUndefined();
    },
  },
  {
    title: 'five pods',
    values: { replicas: 5, podDisruptionBudget: { minAvailable: 3 } },
    holds: (objects) =>
      expect(ofKind(objects, 'PodDisruptionBudget')[0]?.['spec']).toMatchObject({ minAvailable: 3 }),
  },
  {
    title: 'no budget',
    values: { podDisruptionBudget: { enabled: false } },
    holds: (objects) => expect(ofKind(objects, 'PodDisruptionBudget')).toEqual([]),
  },
  {
    title: 'another size and another end',
    values: {
      drainSeconds: 8,
      terminationGracePeriodSeconds: 40,
      resources: { limits: { memory: '1Gi' } },
      maxHeapMiB: 800,
    },
    holds: (objects) => {
      expect(envOf(objects)).toMatchObject({
        TELLTALE_DRAIN_SECONDS: '8',
        NODE_OPTIONS: '--max-old-space-size=800',
      });
      expect(podOf(objects)['terminationGracePeriodSeconds']).toBe(40);
      expect(containerOf(objects)['resources']).toMatchObject({ limits: { memory: '1Gi' } });
    },
  },
  {
    title: 'labels, annotations and places of pods',
    values: {
      commonLabels: { team: 'mesh' },
      commonAnnotations: { owner: 'mesh' },
      podLabels: { 'sidecar.istio.io/inject': 'false' },
      podAnnotations: { note: 'x' },
      nodeSelector: { disk: 'ssd' },
      tolerations: [{ key: 'a', operator: 'Exists' }],
      affinity: { nodeAffinity: {} },
      priorityClassName: 'high',
    },
    holds: (objects) => {
      for (const { metadata } of objects) {
        expect(metadata).toMatchObject({ labels: { team: 'mesh' }, annotations: { owner: 'mesh' } });
      }
      expect(asObject(ofKind(objects, 'Deployment')[0]?.['spec'])['template']).toMatchObject({
        metadata: {
          labels: { team: 'mesh', 'sidecar.istio.io/inject': 'false' },
          annotations: { owner: 'mesh', note: 'x', 'prometheus.io/port': '9464' },
        },
        spec: {
          nodeSelector: { disk: 'ssd' },
          tolerations: [{ key: 'a', operator: 'Exists' }],
          affinity: { nodeAffinity: {} },
          priorityClassName: 'high',
        },
      });
    },
  },
];

describe.each(CASES)('the chart with $title', ({ values, holds }) => {
  let objects: JsonObject[] = [];
  let rendering: Rendering;
  beforeAll(() => {
    rendering = render(values);
    objects = objectsOf(rendering);
  });

  it('comes to what is meant', () => holds(objects));

  it('holds what the API server takes, no field more and no type else', () => {
    // Kinds of others than Kubernetes itself are not among those that the decoder knows.
    const known = rendering.yaml
      .split(/^---$/m)
      .filter((text) => !/^kind: (HTTPRoute|ServiceMonitor|PrometheusRule)$/m.test(text));
    const { status, stdout } = spawnSync(strict, { input: known.join('---\n'), encoding: 'utf8' });
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });

  it('allows get, list and watch of what is read, and nothing else (S4)', () => {
    const kinds = Object.values(RESOURCE_ADDRESSES).map(({ group, plural }) => `${group}/${plural}`);
    for (const role of ofKind(objects, 'Role', 'ClusterRole')) {
      expect(role['aggregationRule']).toBeUndefined();
      for (const rule of asArray(role['rules']).map(asObject)) {
        expect(rule['verbs']).toEqual(['get', 'list', 'watch']);
        expect(rule['nonResourceURLs']).toBeUndefined();
        const named = asArray(rule['apiGroups']).flatMap((group) =>
          asArray(rule['resources']).map((resource) => `${String(group)}/${String(resource)}`),
        );
        expect(named.length).toBeGreaterThan(0);
        for (const kind of named) expect(kinds).toContain(kind);
        if (named.includes('/configmaps')) expect(asArray(rule['resourceNames'])).toHaveLength(1);
      }
    }
    for (const binding of ofKind(objects, 'RoleBinding', 'ClusterRoleBinding')) {
      expect(asArray(binding['subjects'])).toHaveLength(1);
      expect(binding['subjects']).toMatchObject([{ kind: 'ServiceAccount', namespace: NAMESPACE }]);
      // No role but those above: cluster-admin would be a name, too.
      expect(ofKind(objects, asText(asObject(binding['roleRef'])['kind']) ?? '')).toContainEqual(
        expect.objectContaining({
          metadata: expect.objectContaining({ name: asObject(binding['roleRef'])['name'] }),
        }),
      );
    }
  });

  it('runs without any privilege, and never reaches the cloud’s metadata', () => {
    const pod = podOf(objects);
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 65_532, seccompProfile: { type: 'RuntimeDefault' } },
    });
    for (const key of ['hostNetwork', 'hostPID', 'hostIPC']) expect(pod[key]).toBeUndefined();
    expect(containerOf(objects)).toMatchObject({
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
      livenessProbe: { httpGet: { path: '/healthz', port: 'admin' } },
      readinessProbe: { httpGet: { path: '/readyz', port: 'admin' } },
    });
    for (const { spec } of ofKind(objects, 'NetworkPolicy'))
      for (const { to } of asArray(asObject(spec)['egress']).map(asObject))
        for (const { ipBlock } of asArray(to).map(asObject)) {
          const { cidr, except } = asObject(ipBlock);
          if (cidr === '0.0.0.0/0') expect(except).toEqual(['169.254.0.0/16']);
        }
  });
});

describe('the chart', () => {
  const REFUSED: readonly (readonly [string, JsonObject, RegExp])[] = [
    ['a value that it does not know', { replica: 3 }, /replica is not allowed/],
    ['a value of another type', { replicas: 'two' }, /replicas: Invalid type/],
    ['no pods', { replicas: 0 }, /replicas/],
    ['a path that is none', { basePath: 'telltale' }, /basePath/],
    ['a host with a scheme', { hosts: ['https://a.example'] }, /hosts/],
    ['a frame of everybody', { frameAncestors: ['*'] }, /frameAncestors/],
    ['a variable that is no text', { config: { TELLTALE_X: 1 } }, /TELLTALE_X/],
    ['a variable that another value sets', { config: { TELLTALE_ALLOW_EVERYONE: 'true' } }, /config/],
    ['a variable of something else', { config: { LD_PRELOAD: '/x' } }, /config/],
    ['a token that never ends', { serviceAccount: { tokenExpirationSeconds: 9_999_999 } }, /tokenExp/],
    ['a wildcard for a namespace', { rbac: { scope: 'namespaces', namespaces: ['*'] } }, /namespaces/],
    ['an unknown scope', { rbac: { scope: 'all' } }, /scope/],
    ['a scope without namespaces', { rbac: { scope: 'namespaces' } }, /rbac\.namespaces is empty/],
    ['namespaces without the scope', { rbac: { namespaces: ['a'] } }, /for rbac\.scope namespaces/],
    ['an Ingress without hosts', { ingress: { enabled: true } }, /hosts is empty/],
    [
      'an Ingress to what nobody reaches',
      { hosts: ['a.example'], ingress: { enabled: true } },
      /listens on 127\.0\.0\.1 of its pod/,
    ],
    [
      'a route of no gateway',
      { hosts: ['a.example'], access: { everyone: true }, httpRoute: { enabled: true } },
      /parentRefs is empty/,
    ],
    ['a range with metadata', { networkPolicy: { apiServer: { cidr: '169.254.0.0/16' } } }, /cidr/],
    ['a range that hides it', { networkPolicy: { apiServer: { cidr: '128.0.0.0/1' } } }, /cidr/],
    ['no account', { serviceAccount: { create: false } }, /serviceAccount\.name is needed/],
    ['a budget that keeps every pod', { podDisruptionBudget: { minAvailable: 2 } }, /not less than replicas/],
    [
      'rules that are evaluated too rarely',
      { prometheusRule: { window: '1m', interval: '90s' } },
      /interval is not to be more than/,
    ],
    ['rates over hours', { prometheusRule: { window: '90m' } }, /at most 60m/],
    ['a level that is no part of a name', { prometheusRule: { level: 'a:b' } }, /level/],
    ['an end before the end', { drainSeconds: 8, terminationGracePeriodSeconds: 18 }, /more than 10 seconds/],
  ];

  it.each(REFUSED)('refuses %s with a sentence', (_title, values, says) => {
    const { ok, said } = render(values);
    expect(ok).toBe(false);
    expect(said).toMatch(says);
  });

  it('is as its linter wants it', () => {
    const { status, stdout } = spawnSync(helm, ['lint', '--strict', '--kube-version', '1.31.0', CHART], {
      encoding: 'utf8',
      env: { NODE_ENV: 'test', HOME: folder },
    });
    expect(stdout).toContain('1 chart(s) linted, 0 chart(s) failed');
    expect(status).toBe(0);
  });

  it('has every value in its documentation, its schema and a case of this test', () => {
    const values = leavesOf(asObject(parse(fs.readFileSync(path.join(CHART, 'values.yaml'), 'utf8'))));
    const page = fs.readFileSync(path.join(DEPLOY, '../docs/helm.md'), 'utf8');
    const named = [...page.matchAll(/^\| (`[^|]*`) \|/gm)].flatMap(([, names = '']) =>
      [...names.matchAll(/`([\w.]+)`/g)].map((match) => match[1] ?? ''),
    );
    expect(named.toSorted()).toEqual(values.toSorted());
    const tried = new Set(CASES.flatMap((one) => leavesOf(one.values)));
    expect(values.filter((value) => !tried.has(value))).toEqual([]);
    // The schema refuses what it does not name, so the default says of each that it is there.
    expect(render(asObject(parse(fs.readFileSync(path.join(CHART, 'values.yaml'), 'utf8')))).ok).toBe(true);
  });

  it('holds the recording rules that others load', () => {
    expect(readRules('chart/rules')).toBe(readRules('prometheus'));
  });

  it('names nothing twice where it is installed twice', () => {
    const idsOf = (release: string) =>
      objectsOf(render({}, release)).map(({ kind, metadata }) => {
        const { name, namespace } = asObject(metadata);
        return `${String(kind)} ${String(namespace)}/${String(name)}`;
      });
    const [one, other] = [idsOf('one'), idsOf('other')];
    expect(one.filter((id) => other.includes(id))).toEqual([]);
  });

  it('tells how to reach it', () => {
    // Helm prints notes only of what it installs somewhere: here they are a value of an object.
    const copy = path.join(folder, 'chart');
    fs.cpSync(CHART, copy, { recursive: true });
    fs.renameSync(path.join(copy, 'templates/NOTES.txt'), path.join(copy, 'NOTES.txt'));
    fs.writeFileSync(
      path.join(copy, 'templates/notes.yaml'),
      'kind: Notes\ntext: {{ tpl (.Files.Get "NOTES.txt") . | quote }}\n',
    );
    const notes = (values: JsonObject) =>
      asText(ofKind(objectsOf(render(values, 'telltale', copy)), 'Notes')[0]?.['text']);
    expect(notes({ basePath: '/x' })).toContain('port-forward deployment/telltale 3000:3000');
    expect(notes({ basePath: '/x' })).toContain('http://localhost:3000/x');
    const open = notes({
      hosts: ['a.example'],
      access: { everyone: true },
      ingress: { enabled: true, tlsSecretName: 'tls' },
    });
    expect(open).toContain('https://a.example/');
    expect(open).toContain('There is no sign-in');
  });

  it.each([
    ['telltale.yaml', { config: {} }],
    [
      'telltale-namespaced.yaml',
      {
        rbac: { scope: 'namespaces', namespaces: ['shop'] },
        config: { TELLTALE_PROMETHEUS_URL: 'http://prometheus.istio-system.svc:9090' },
      },
    ],
  ])('installs what %s does', (file, values) => {
    const text = fs.readFileSync(path.join(DEPLOY, 'kubernetes', file), 'utf8');
    const plain = readDocuments(text).filter(({ kind }) => kind !== 'Namespace');
    expect(meaningOf(objectsOf(render(values)))).toEqual(meaningOf(plain));
  });
});

/** The names of values, as a command line has them. Lists and free maps are values themselves. */
function leavesOf(values: JsonObject, before = ''): string[] {
  const FREE = /^(config|resources|affinity|nodeSelector|\w*(Labels|labels|Annotations|annotations))$/;
  return Object.entries(values).flatMap(([key, value]) => {
    const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isMap && !FREE.test(key) ? leavesOf(asObject(value), `${before}${key}.`) : [`${before}${key}`];
  });
}

/** Without the labels by which Helm finds its own, in one order. */
function meaningOf(objects: readonly JsonObject[]): unknown[] {
  const HELM = /^(helm\.sh\/chart|app\.kubernetes\.io\/(instance|managed-by|version))$/;
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strip);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => !HELM.test(key))
        .map(([key, inner]): [string, unknown] => [key, strip(inner)])
        // Who has no labels but Helm's has none.
        .filter(([key, inner]) => key !== 'labels' || Object.keys(asObject(inner)).length > 0)
        .toSorted(([left], [right]) => (left < right ? -1 : 1)),
    );
  };
  return objects
    .map((object) => {
      const { metadata, ...rest } = asObject(strip(object));
      const { labels, ...others } = asObject(metadata);
      // The plain manifests label what is looked for by label only.
      const isLookedFor = ['Deployment', 'Service'].includes(asText(object['kind']) ?? '');
      return { ...rest, metadata: isLookedFor ? { labels, ...others } : others };
    })
    .toSorted((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));
}
