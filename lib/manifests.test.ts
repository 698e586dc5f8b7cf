import fs from 'node:fs';
import path from 'node:path';
import * as kubernetes from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { asArray, asObject, asText, type JsonObject } from '@/lib/core/kubernetes/json';
import { RESOURCE_ADDRESSES } from '@/lib/core/kubernetes/resource-kinds';

const FOLDER = path.resolve(import.meta.dirname, '../deploy/kubernetes');

/** Bound in addition, by whoever wants it. */
const SIGN_IN = 'telltale-sign-in.yaml';

function read(file: string): JsonObject[] {
  return parseAllDocuments(fs.readFileSync(path.join(FOLDER, file), 'utf8')).map((document) => {
    expect(document.errors).toEqual([]);
    return asObject(document.toJS());
  });
}

const manifests = fs
  .readdirSync(FOLDER)
  .filter((file) => file.endsWith('.yaml') && file !== SIGN_IN)
  .map((file) => [file, read(file)] as const);

function ofKind(objects: readonly JsonObject[], ...kinds: string[]): JsonObject[] {
  return objects.filter(({ kind }) => kinds.includes(asText(kind) ?? ''));
}

function rulesOf(objects: readonly JsonObject[]): JsonObject[] {
  return ofKind(objects, 'Role', 'ClusterRole').flatMap(({ rules }) => asArray(rules).map(asObject));
}

interface Model {
  getAttributeTypeMap(): { name: string; baseName: string; type: string }[];
}

function isModel(value: unknown): value is Model {
  return typeof value === 'function' && 'getAttributeTypeMap' in value;
}

function findModel(name: string): Model | undefined {
  const model: unknown = Reflect.get(kubernetes, name);
  return isModel(model) ? model : undefined;
}

/** What the API's schema, as the Kubernetes client knows it, does not have or has as another type. */
function offences(value: unknown, type: string, at: string): string[] {
  const list = /^Array<(.+)>$/.exec(type)?.[1];
  if (list !== undefined) {
    if (!Array.isArray(value)) return [`${at} is no list`];
    return value.flatMap((item, i) => offences(item, list, `${at}[${i}]`));
  }
  const map = /^\{ \[key: string\]: (.+); \}$/.exec(type)?.[1];
  if (map !== undefined)
    return Object.entries(asObject(value)).flatMap(([key, item]) => offences(item, map, `${at}.${key}`));
  const model = findModel(type);
  if (model === undefined) {
    if (['string', 'number', 'boolean'].includes(type) && typeof value !== type)
      return [`${at} is no ${type}`];
    return [];
  }
  const known = new Map(model.getAttributeTypeMap().map((field) => [field.baseName, field.type]));
  return Object.entries(asObject(value)).flatMap(([key, item]) => {
    const field = known.get(key);
    return field === undefined ? [`${at}.${key} is no field`] : offences(item, field, `${at}.${key}`);
  });
}

describe.each(manifests)('%s', (_file, objects) => {
  it('holds what the API server knows, in its types', () => {
    const wrong = objects.flatMap((object) => {
      const kind = asText(object['kind']) ?? '';
      if (findModel(`V1${kind}`) === undefined) return [`there is no kind ${kind}`];
      return offences(object, `V1${kind}`, kind);
    });
    expect(wrong).toEqual([]);
  });

  it('allows get, list and watch of what is named, and nothing else (S4)', () => {
    const rules = rulesOf(objects);
    expect(rules.length).toBeGreaterThan(5);
    const kinds = Object.values(RESOURCE_ADDRESSES);
    for (const rule of rules) {
      expect(asArray(rule['verbs'])).toEqual(['get', 'list', 'watch']);
      expect(rule['nonResourceURLs']).toBeUndefined();
      for (const group of asArray(rule['apiGroups'])) {
        for (const resource of asArray(rule['resources'])) {
          expect(kinds.map((kind) => `${kind.group}/${kind.plural}`)).toContain(
            `${String(group)}/${String(resource)}`,
          );
        }
      }
      // Of ConfigMaps only the one.
      if (asArray(rule['resources']).includes('configmaps')) expect(rule['resourceNames']).toEqual(['istio']);
    }
  });

  it('allows all that is read, apart from namespaces where it is for some of them', () => {
    const allowed = new Set(
      rulesOf(objects).flatMap((rule) =>
        asArray(rule['apiGroups']).flatMap((group) =>
          asArray(rule['resources']).map((resource) => `${String(group)}/${String(resource)}`),
        ),
      ),
    );
    const missing = Object.values(RESOURCE_ADDRESSES)
      .map(({ group, plural }) => `${group}/${plural}`)
      .filter((kind) => !allowed.has(kind));
    expect(missing).toEqual(ofKind(objects, 'ClusterRole').length > 0 ? [] : ['/namespaces']);
  });

  it('binds its roles to its account only', () => {
    for (const binding of ofKind(objects, 'RoleBinding', 'ClusterRoleBinding')) {
      expect(binding['subjects']).toEqual([
        { kind: 'ServiceAccount', name: 'telltale', namespace: 'telltale' },
      ]);
      const role = asObject(binding['roleRef']);
      const { namespace } = asObject(binding['metadata']);
      const target = objects.find(
        ({ kind, metadata }) =>
          kind === role['kind'] &&
          asObject(metadata)['name'] === role['name'] &&
          asObject(metadata)['namespace'] === namespace,
      );
      expect(target).toBeDefined();
    }
  });

  it('runs two pods without any privilege, whose files cannot be written', () => {
    const spec = asObject(ofKind(objects, 'Deployment')[0]?.['spec']);
    expect(spec['replicas']).toBe(2);
    const pod = asObject(asObject(spec['template'])['spec']);
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    });
    for (const key of ['hostNetwork', 'hostPID', 'hostIPC']) expect(pod[key]).toBeUndefined();
    const [container, ...more] = asArray(pod['containers']).map(asObject);
    expect(more).toEqual([]);
    expect(container).toMatchObject({
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
      livenessProbe: { httpGet: { path: '/healthz', port: 'admin' } },
      readinessProbe: { httpGet: { path: '/readyz', port: 'admin' } },
      resources: { limits: { memory: '512Mi' } },
    });
    const env = asArray(container?.['env']).map(asObject);
    expect(env).toContainEqual({ name: 'HOSTNAME', value: '127.0.0.1' });
    // The pod must not be killed before the process has ended in order.
    const drain = Number(asText(env.find(({ name }) => name === 'TELLTALE_DRAIN_SECONDS')?.['value']));
    expect(pod['terminationGracePeriodSeconds']).toBeGreaterThan(10 + drain);
  });

  it('lets nobody in but for metrics, and never out to the cloud’s metadata', () => {
    const policy = asObject(ofKind(objects, 'NetworkPolicy')[0]?.['spec']);
    expect(policy['policyTypes']).toEqual(['Ingress', 'Egress']);
    expect(policy['ingress']).toEqual([{ ports: [{ protocol: 'TCP', port: 9464 }] }]);
    for (const { to } of asArray(policy['egress']).map(asObject)) {
      expect(asArray(to).length).toBeGreaterThan(0);
      for (const { ipBlock } of asArray(to).map(asObject)) {
        if (ipBlock !== undefined) expect(asObject(ipBlock)['except']).toContain('169.254.0.0/16');
      }
    }
  });
});

describe('the schema', () => {
  it('has no place for a field that was misspelt or is of another type', () => {
    const object = { spec: { replica: 2, template: { spec: { hostNetwork: 'no', containers: {} } } } };
    expect(offences(object, 'V1Deployment', 'it')).toEqual([
      'it.spec.replica is no field',
      'it.spec.template.spec.hostNetwork is no boolean',
      'it.spec.template.spec.containers is no list',
    ]);
  });
});

describe('the image', () => {
  const lines = fs.readFileSync(path.join(FOLDER, '../Dockerfile'), 'utf8').split('\n');

  it('ends with a stage without shell that runs as somebody without rights', () => {
    const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
    expect(last[0]).toMatch(/distroless.*:nonroot$/);
    expect(last).toContain('USER 65532:65532');
    expect(last.filter((line) => line.startsWith('RUN '))).toEqual([]);
  });

  it('copies only what the package consists of', () => {
    const copied = lines.flatMap(
      (line) => /^COPY --from=build --chown=0:0 \/app\/(\S+) /.exec(line)?.[1] ?? [],
    );
    const { files } = JSON.parse(fs.readFileSync(path.join(FOLDER, '../../package.json'), 'utf8')) as {
      files: string[];
    };
    expect(files).toEqual(expect.arrayContaining(copied));
    expect(copied).toContain('.next/standalone');
  });
});

describe('telltale-sign-in.yaml', () => {
  const objects = read(SIGN_IN);

  it('binds a role of Kubernetes that only asks what others may do, and makes none of its own (S4)', () => {
    const [binding, ...more] = objects;
    expect(more).toEqual([]);
    expect(offences(binding, 'V1ClusterRoleBinding', 'ClusterRoleBinding')).toEqual([]);
    expect(binding).toMatchObject({
      kind: 'ClusterRoleBinding',
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:auth-delegator' },
      subjects: [{ kind: 'ServiceAccount', name: 'telltale', namespace: 'telltale' }],
    });
  });

  it('is not part of what everybody installs (S4)', () => {
    for (const [, installed] of manifests)
      expect(JSON.stringify(installed)).not.toContain('system:auth-delegator');
  });
});
