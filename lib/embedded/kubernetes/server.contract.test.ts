import { request as httpRequest } from 'node:http';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AccessRequest } from './api-context';
import { MemoryObjectStore } from './memory-store';
import { readProtobufFields, readProtobufString } from './protobuf-fields';
import { largestBodyBytes } from './read-body';
import { startKubernetesServer, type KubernetesServer, type KubernetesServerOptions } from './server';

let store: MemoryObjectStore;
let server: KubernetesServer;

interface Answer {
  code: number;
  type: string;
  body: Record<string, unknown>;
}

async function start(options: Partial<KubernetesServerOptions> = {}): Promise<void> {
  await server.close();
  server = await startKubernetesServer({ store, ...options });
}

async function ask(target: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(`${server.url}${target}`, init);
  const body = (await response.json()) as Record<string, unknown>;
  return { code: response.status, type: response.headers.get('content-type') ?? '', body };
}

/** fetch sets Host itself; this does not. */
function askRaw(headers: Record<string, string>, target = '/version'): Promise<number> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    httpRequest({ hostname, port, path: target, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

/** Sends a body in chunks of a megabyte and without a length. */
function sendWithoutLength(target: string, megabytes: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const options = { hostname, port, path: target, method: 'POST', agent: false };
    const request = httpRequest(options, (response) => {
      resolve(response.statusCode ?? 0);
      request.destroy();
    });
    request.on('error', reject);
    for (let sent = 0; sent < megabytes; sent += 1) request.write(Buffer.alloc(1024 * 1024, 32));
  });
}

function send(method: string, target: string, body: unknown, type = 'application/json'): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return ask(target, { method, body: text, headers: { 'content-type': type } });
}

const maps = '/api/v1/namespaces/harbour/configmaps';
const deployments = '/apis/apps/v1/namespaces/harbour/deployments';
const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'a', image: 'a' }] } };
const makeDeployment = (spec: Record<string, unknown>): unknown => ({
  metadata: { name: 'd' },
  spec: { selector: { matchLabels: { app: 'a' } }, template, ...spec },
});

beforeEach(async () => {
  store = new MemoryObjectStore({ now: () => Date.parse('2026-03-01T10:00:00Z') });
  for (const name of ['a', 'b', 'c']) {
    store.seed([
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name, namespace: 'harbour', labels: { name } },
        data: { name },
      },
    ]);
  }
  server = await startKubernetesServer({ store });
  return () => server.close();
});

describe('discovery', () => {
  it('answers in the form that is asked for', async () => {
    expect((await ask('/apis')).body).toMatchObject({ kind: 'APIGroupList' });
    expect((await ask('/api')).body).toMatchObject({ kind: 'APIVersions', versions: ['v1'] });
    const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';
    const aggregated = await ask('/apis', { headers: { accept } });
    expect(aggregated.type).toBe('application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList');
    expect(aggregated.body).toMatchObject({
      kind: 'APIGroupDiscoveryList',
      apiVersion: 'apidiscovery.k8s.io/v2',
    });
    const old = await ask('/apis', { headers: { accept: accept.replace('v=v2;', 'v=v2beta1;') } });
    expect(old.body).toMatchObject({ apiVersion: 'apidiscovery.k8s.io/v2beta1' });
    expect((await ask('/apis/networking.istio.io')).body).toMatchObject({
      kind: 'APIGroup',
      preferredVersion: { version: 'v1' },
      versions: [{ version: 'v1' }, { version: 'v1beta1' }, { version: 'v1alpha3' }],
    });
  });

  it('lists a kind only under the versions it has', async () => {
    const listKinds = async (version: string): Promise<string[]> => {
      const { body } = await ask(`/apis/networking.istio.io/${version}`);
      return (body['resources'] as { kind: string }[]).map((resource) => resource.kind);
    };
    expect(await listKinds('v1')).not.toContain('EnvoyFilter');
    expect(await listKinds('v1alpha3')).toContain('EnvoyFilter');
  });

  it('knows nothing of groups that are left out', async () => {
    store = new MemoryObjectStore({ withoutGroups: ['gateway.networking.k8s.io'] });
    await start();
    expect((await ask('/apis/gateway.networking.k8s.io')).code).toBe(404);
    expect((await ask('/apis/gateway.networking.k8s.io/v1/httproutes')).code).toBe(404);
    expect(JSON.stringify((await ask('/apis')).body)).not.toContain('gateway.networking');
  });

  it('has OpenAPI 3 documents', async () => {
    const index = (await ask('/openapi/v3')).body['paths'] as Record<string, { serverRelativeURL: string }>;
    for (const { serverRelativeURL } of Object.values(index)) {
      expect((await ask(serverRelativeURL)).body).toMatchObject({ openapi: '3.0.0' });
    }
  });

  it('has one OpenAPI 2 document, as JSON and as protobuf', async () => {
    expect(await ask('/openapi/v2')).toMatchObject({
      code: 200,
      type: 'application/json',
      body: { swagger: '2.0', definitions: { 'io.istio.networking.v1.VirtualService': {} } },
    });
    const newer = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';
    for (const accept of [newer, newer.replace('v2.v1', 'v2@v1')]) {
      const answer = await fetch(`${server.url}/openapi/v2`, { headers: { accept } });
      expect(answer.headers.get('content-type')).toBe(newer);
      const fields = readProtobufFields(Buffer.from(await answer.arrayBuffer()));
      expect(readProtobufString(fields, 1)).toBe('2.0');
    }
    expect(await ask('/openapi/v2', { headers: { accept: 'text/html' } })).toMatchObject({
      code: 406,
      body: { kind: 'Status', reason: 'NotAcceptable' },
    });
    expect((await ask('/openapi/v2', { method: 'POST' })).code).toBe(405);
    expect((await ask('/openapi/v2/more')).code).toBe(404);
  });
});

describe('requests the server refuses', () => {
  it('answers only to loopback names and never to web pages', async () => {
    expect(await askRaw({ host: 'rebound.example:80' })).toBe(403);
    expect(await askRaw({ host: 'localhost' })).toBe(200);
    expect(await askRaw({ host: '[::1]:80' })).toBe(200);
    expect(await askRaw({ host: '127.0.0.1', origin: 'http://localhost:3000' })).toBe(403);
  });

  it('demands its token when it has one', async () => {
    await start({ token: 'sesame' });
    expect((await ask('/api/v1/pods')).body).toMatchObject({
      kind: 'Status',
      code: 401,
      reason: 'Unauthorized',
    });
    expect((await ask('/api/v1/pods', { headers: { authorization: 'Bearer wrong' } })).code).toBe(401);
    expect((await ask('/api/v1/pods', { headers: { authorization: 'Bearer sesame' } })).code).toBe(200);
  });

  it('asks the policy with verb, group, resource, namespace and name', async () => {
    const asked: AccessRequest[] = [];
    await start({
      authorize: (request) => {
        asked.push(request);
        return request.verb !== 'watch';
      },
    });
    await ask(`${maps}/a`);
    await ask('/apis/apps/v1/deployments');
    const watch = await ask('/api/v1/pods?watch=1');
    expect(watch).toMatchObject({ code: 403, body: { reason: 'Forbidden', details: { kind: 'pods' } } });
    expect(asked.map((r) => [r.verb, r.group, r.resource, r.namespace, r.name])).toEqual([
      ['get', '', 'configmaps', 'harbour', 'a'],
      ['list', 'apps', 'deployments', '', ''],
      ['watch', '', 'pods', '', ''],
    ]);
  });

  it.each([
    ['an unknown path', 'GET', '/nowhere', '', 404],
    ['an unknown type', 'GET', '/api/v1/secrets', '', 404],
    ['an unknown version', 'GET', '/apis/apps/v2/deployments', '', 404],
    ['an unknown subresource', 'GET', `${maps}/a/status`, '', 404],
    ['a cluster object in a namespace', 'GET', '/api/v1/namespaces/x/nodes', '', 404],
    ['broken percent-encoding', 'GET', '/api/v1/%zz', '', 400],
    ['a broken selector', 'GET', `${maps}?labelSelector=a+in+(`, '', 400],
    ['a foreign continue token', 'GET', `${maps}?continue=abc`, '', 400],
    ['a broken limit', 'GET', `${maps}?limit=-1`, '', 400],
    ['a method it does not know', 'OPTIONS', maps, '', 405],
    ['creating by name', 'POST', `${maps}/a`, '{}', 405],
    ['replacing a collection', 'PUT', maps, '{}', 405],
    ['broken JSON', 'POST', maps, '{', 400],
    ['a list as body', 'POST', maps, '[]', 400],
    ['a foreign namespace', 'POST', maps, '{"metadata":{"name":"x","namespace":"other"}}', 400],
    ['a foreign kind', 'POST', maps, '{"kind":"Pod","metadata":{"name":"x"}}', 400],
    ['a name with capitals', 'POST', maps, '{"metadata":{"name":"X"}}', 422],
    ['no name', 'POST', maps, '{}', 422],
    ['labels that are no strings', 'POST', maps, '{"metadata":{"name":"x","labels":{"a":1}}}', 422],
    ['a prototype', 'POST', maps, '{"metadata":{"name":"x"},"__proto__":{"a":1}}', 400],
    ['deep nesting', 'POST', maps, `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`, 400],
    ['a duplicate', 'POST', maps, '{"metadata":{"name":"a"}}', 409],
    ['an unknown dry run', 'POST', `${maps}?dryRun=Some`, '{"metadata":{"name":"x"}}', 422],
    ['a stale version', 'PUT', `${maps}/a`, '{"metadata":{"name":"a","resourceVersion":"1"}}', 409],
    ['another name than the path', 'PUT', `${maps}/a`, '{"metadata":{"name":"b"}}', 400],
    ['negative replicas', 'POST', deployments, JSON.stringify(makeDeployment({ replicas: -1 })), 422],
    ['a million replicas', 'POST', deployments, JSON.stringify(makeDeployment({ replicas: 1e6 })), 422],
    [
      'an unmatched selector',
      'POST',
      deployments,
      JSON.stringify(makeDeployment({ selector: { matchLabels: { b: 'c' } } })),
      422,
    ],
  ])('answers %s with a Status', async (_what, method, target, body, code) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await ask(target, body === '' ? { method } : { method, body, headers });
    expect(answer).toMatchObject({ code, body: { kind: 'Status', status: 'Failure', code } });
  });

  it('refuses media types, huge bodies with and without a length, and a future version', async () => {
    expect((await send('POST', maps, 'x', 'text/plain')).code).toBe(415);
    expect((await send('PATCH', `${maps}/a`, {}, 'application/json')).code).toBe(415);
    expect((await send('POST', maps, 'x'.repeat(largestBodyBytes + 1))).code).toBe(413);
    expect(await sendWithoutLength(maps, 5)).toBe(413);
    expect((await ask(maps)).code).toBe(200);
    expect((await ask(`${maps}?resourceVersion=99999`)).code).toBe(504);
    expect((await ask(maps, { headers: { accept: 'text/html' } })).code).toBe(406);
  });
});

describe('reading and writing', () => {
  it('gives all pages of a list the state of the first', async () => {
    const first = await ask(`${maps}?limit=2`);
    const metadata = first.body['metadata'] as { continue: string; resourceVersion: string };
    expect(metadata).toMatchObject({ remainingItemCount: 1 });
    store.delete('configmaps', 'c', { namespace: 'harbour' });
    const rest = await ask(`${maps}?limit=2&continue=${metadata.continue}`);
    expect(rest.body).toMatchObject({
      items: [{ metadata: { name: 'c' } }],
      metadata: { resourceVersion: metadata.resourceVersion },
    });
    expect(rest.body['metadata'] as object).not.toHaveProperty('continue');
    store.compact();
    store.seed([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'new' } }]);
    const expired = await ask(`${maps}?limit=2&continue=${metadata.continue}`);
    expect(expired).toMatchObject({ code: 410, body: { reason: 'Expired' } });
  });

  it('selects by labels and fields', async () => {
    const names = async (query: string): Promise<string[]> => {
      const { body } = await ask(`/api/v1/configmaps?${query}`);
      return (body['items'] as { metadata: { name: string } }[]).map((item) => item.metadata.name);
    };
    expect(await names('labelSelector=name+in+(a,b)')).toEqual(['a', 'b']);
    expect(await names('fieldSelector=metadata.name%3Dc')).toEqual(['c']);
    expect(await names('labelSelector=name%21%3Da&limit=5')).toEqual(['b', 'c']);
  });

  it('prints tables and bare metadata', async () => {
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
    const table = await ask(maps, { headers: { accept } });
    expect(table.body).toMatchObject({ kind: 'Table', rows: [{ cells: ['a', 1, '0s'] }, {}, {}] });
    const partial = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
    const metadata = await ask(maps, { headers: { accept: partial } });
    expect(metadata.body).toMatchObject({
      kind: 'PartialObjectMetadataList',
      items: [{ kind: 'PartialObjectMetadata' }, {}, {}],
    });
    expect(JSON.stringify(metadata.body)).not.toContain('"data"');
  });

  it('accepts YAML and answers writes with the stored object', async () => {
    const yaml = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: y\ndata:\n  key: "1"\n';
    const created = await send('POST', maps, yaml, 'application/yaml');
    expect(created).toMatchObject({
      code: 201,
      body: { metadata: { name: 'y', namespace: 'harbour' }, data: { key: '1' } },
    });
    const bomb = `a: &a [x,x,x,x,x,x,x,x]\nb: &b [${'*a,'.repeat(9)}*a]\nc: [${'*b,'.repeat(30)}*b]\n`;
    expect((await send('POST', maps, bomb, 'application/yaml')).code).toBe(400);
    const replaced = await send('PUT', `${maps}/y`, { metadata: { name: 'y' }, data: { key: '2' } });
    expect(replaced).toMatchObject({ code: 200, body: { kind: 'ConfigMap', data: { key: '2' } } });
    const gone = await ask(`${maps}/y`, { method: 'DELETE' });
    expect(gone.body).toMatchObject({
      kind: 'Status',
      status: 'Success',
      details: { name: 'y', kind: 'configmaps' },
    });
  });

  it('makes up names from a prefix', async () => {
    const created = await send('POST', maps, { metadata: { generateName: 'made-' } });
    expect(created.body).toMatchObject({ metadata: { name: expect.stringMatching(/^made-[0-9a-f]{5}$/) } });
  });

  it('deletes a selected part of a collection', async () => {
    const gone = await ask(`${maps}?labelSelector=name+notin+(a)`, { method: 'DELETE' });
    expect(gone.body).toMatchObject({ kind: 'ConfigMapList', items: [{}, {}] });
    expect(store.list('configmaps').map((object) => object.metadata.name)).toEqual(['a']);
  });

  it('keeps status and spec apart and scales', async () => {
    await send('POST', deployments, makeDeployment({ replicas: 2 }));
    const merge = 'application/merge-patch+json';
    const patched = await send('PATCH', `${deployments}/d`, { status: { replicas: 9 } }, merge);
    expect(patched.body['status']).toBeUndefined();
    const status = await send(
      'PATCH',
      `${deployments}/d/status`,
      { spec: { replicas: 7 }, status: { replicas: 2 } },
      merge,
    );
    expect(status.body).toMatchObject({ spec: { replicas: 2 }, status: { replicas: 2 } });
    const scale = await send('PATCH', `${deployments}/d/scale`, { spec: { replicas: 4 } }, merge);
    expect(scale.body).toMatchObject({
      kind: 'Scale',
      spec: { replicas: 4 },
      status: { replicas: 2, selector: 'app=a' },
    });
    expect((await ask(`${deployments}/d`)).body).toMatchObject({
      spec: { replicas: 4 },
      metadata: { generation: 2 },
    });
  });

  it('demands a manager for server-side apply', async () => {
    const type = 'application/apply-patch+yaml';
    expect((await send('PATCH', `${maps}/s`, 'data: {k: v}', type)).code).toBe(400);
    const created = await send('PATCH', `${maps}/s?fieldManager=me`, 'data: {k: v}', type);
    expect(created).toMatchObject({ code: 201, body: { data: { k: 'v' } } });
    expect((await send('PATCH', `${maps}/s?fieldManager=me`, 'data: {l: w}', type)).body).toMatchObject({
      data: { l: 'w' },
    });
  });

  it('answers reviews sent as JSON', async () => {
    await start({ authorize: ({ namespace }) => namespace === 'harbour' });
    const review = (namespace: string): Promise<Answer> =>
      send('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
        spec: { resourceAttributes: { verb: 'list', resource: 'pods', namespace } },
      });
    expect((await review('harbour')).body).toMatchObject({ status: { allowed: true } });
    expect((await review('other')).body).toMatchObject({ status: { allowed: false } });
    const rules = await send('POST', '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', {
      spec: { namespace: 'other' },
    });
    expect(rules.body).toMatchObject({ status: { resourceRules: [] } });
  });
});

describe('watching', () => {
  interface Event {
    type: string;
    object: {
      metadata: { name: string; resourceVersion: string };
      kind: string;
      rows?: { cells: unknown[] }[];
    };
  }

  async function watch(query: string, act: () => void): Promise<Event[]> {
    const response = await fetch(`${server.url}/api/v1/configmaps?watch=true&${query}`);
    act();
    server.cutConnections('end');
    const text = await response.text();
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Event);
  }

  it('turns label changes into ADDED and DELETED for a selecting watch', async () => {
    const colour = (value: string) => (): void => {
      store.patch('configmaps', 'a', { metadata: { labels: { colour: value } } }, { namespace: 'harbour' });
    };
    const query = `labelSelector=colour%3Dred&resourceVersion=${store.resourceVersion}`;
    const events = await watch(query, () => ['red', 'blue', 'red'].forEach((value) => colour(value)()));
    expect(events.map((event) => event.type)).toEqual(['ADDED', 'DELETED', 'ADDED']);
    const versions = events.map((event) => Number(event.object.metadata.resourceVersion));
    expect(versions).toEqual(versions.toSorted((left, right) => left - right));
  });

  it('sends each event as a table when asked to', async () => {
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io';
    const response = await fetch(`${server.url}/api/v1/configmaps?watch=true&timeoutSeconds=1`, {
      headers: { accept },
    });
    const [first = ''] = (await response.text()).split('\n');
    expect(JSON.parse(first)).toMatchObject({
      type: 'ADDED',
      object: { kind: 'Table', rows: [{ cells: ['a', 1, '0s'] }] },
    });
  });

  it('rewrites objects to the version of the watch', async () => {
    const path = `${server.url}/apis/networking.istio.io/v1alpha3/virtualservices?watch=true&timeoutSeconds=1`;
    const response = await fetch(path);
    store.create({
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'v', namespace: 'harbour' },
    });
    expect(JSON.parse((await response.text()).split('\n')[0] ?? '')).toMatchObject({
      object: { apiVersion: 'networking.istio.io/v1alpha3' },
    });
  });

  it('ends a watch from a version this cluster never had with a 410', async () => {
    const events = await watch('resourceVersion=123456', () => undefined);
    expect(events).toMatchObject([{ type: 'ERROR', object: { code: 410, reason: 'Expired' } }]);
  });
});
