import { describe, expect, it } from 'vitest';
import { ApiError } from './api-error';
import { MemoryObjectStore, type MemoryObjectStoreOptions } from './memory-store';
import type { KubernetesObject, StoreChange } from './object-store';

const startMs = Date.parse('2026-03-01T10:00:00.750Z');

function makeStore(options: MemoryObjectStoreOptions = {}): MemoryObjectStore {
  const store = new MemoryObjectStore({ now: () => startMs, ...options });
  store.seed([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'harbour' } }]);
  return store;
}

function makeRule(name: string, spec: Record<string, unknown> = { hosts: ['quay'] }): KubernetesObject {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace: 'harbour' },
    spec,
  };
}

function catchError(action: () => unknown): ApiError {
  try {
    action();
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('MemoryObjectStore', () => {
  it('gives new objects uid, creation time in whole seconds, generation and the next version', () => {
    const store = makeStore();
    const before = store.resourceVersion;
    const { metadata } = store.create(makeRule('a'));
    expect(metadata).toMatchObject({ creationTimestamp: '2026-03-01T10:00:00Z', generation: 1 });
    expect(metadata.resourceVersion).toBe(String(before + 1));
    expect(metadata.uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('gives a name another uid when it is used again', () => {
    const store = makeStore();
    const first = store.create(makeRule('a')).metadata.uid;
    store.delete('virtualservices', 'a', { namespace: 'harbour' });
    expect(store.create(makeRule('a')).metadata.uid).not.toBe(first);
  });

  it('counts generations by changes of the spec only', () => {
    const store = makeStore();
    store.create(makeRule('a'));
    const address = { namespace: 'harbour' };
    expect(
      store.patch('virtualservices', 'a', { metadata: { labels: { x: '1' } } }, address).metadata.generation,
    ).toBe(1);
    expect(store.patch('virtualservices', 'a', { status: { seen: true } }, address).metadata.generation).toBe(
      1,
    );
    expect(store.patch('virtualservices', 'a', { spec: { hosts: ['b'] } }, address).metadata.generation).toBe(
      2,
    );
  });

  it('neither moves the version nor tells anybody when a write changes nothing', () => {
    const store = makeStore();
    store.create(makeRule('a'));
    const heard: StoreChange[] = [];
    store.subscribe((change) => heard.push(change));
    const before = store.resourceVersion;
    store.patch('virtualservices', 'a', { spec: { hosts: ['quay'] } }, { namespace: 'harbour' });
    expect([store.resourceVersion, heard]).toEqual([before, []]);
  });

  it('refuses a write based on an older version with a conflict', () => {
    const store = makeStore();
    const old = store.create(makeRule('a'));
    store.patch('virtualservices', 'a', { spec: { hosts: ['b'] } }, { namespace: 'harbour' });
    expect(catchError(() => store.update({ ...old, spec: {} }))).toMatchObject({
      code: 409,
      reason: 'Conflict',
    });
  });

  it('refuses duplicates, missing objects, missing namespaces and wrong preconditions', () => {
    const store = makeStore();
    store.create(makeRule('a'));
    expect(catchError(() => store.create(makeRule('a')))).toMatchObject({
      code: 409,
      reason: 'AlreadyExists',
    });
    expect(catchError(() => store.update(makeRule('b')))).toMatchObject({ code: 404 });
    const elsewhere = makeRule('c');
    elsewhere.metadata.namespace = 'nowhere';
    expect(catchError(() => store.create(elsewhere)).message).toBe('namespaces "nowhere" not found');
    const address = { namespace: 'harbour' };
    const preconditions = { uid: 'other' };
    expect(catchError(() => store.delete('virtualservices', 'a', address, { preconditions })).code).toBe(409);
  });

  it('stores nothing on a dry run', () => {
    const store = makeStore();
    const before = store.resourceVersion;
    expect(store.create(makeRule('a'), { dryRun: true }).metadata.uid).toBeDefined();
    expect([store.resourceVersion, store.list('virtualservices')]).toEqual([before, []]);
  });

  it('hands out frozen objects that do not share state with what was written', () => {
    const store = makeStore();
    const rule = makeRule('a', { hosts: ['quay'] });
    const created = store.create(rule);
    (rule['spec'] as { hosts: string[] }).hosts.push('later');
    expect(store.get('virtualservices', 'a', { namespace: 'harbour' })?.['spec']).toEqual({
      hosts: ['quay'],
    });
    expect(Object.isFrozen(created['spec'])).toBe(true);
  });

  it('takes the objects of a namespace along when it is deleted, the namespace last', () => {
    const store = makeStore();
    store.create(makeRule('a'));
    const heard: string[] = [];
    store.subscribe(({ type, object }) => heard.push(`${type} ${object.kind}`));
    store.delete('namespaces', 'harbour');
    expect(heard).toEqual(['DELETED VirtualService', 'DELETED Namespace']);
    expect(store.list('virtualservices')).toEqual([]);
  });

  it('tells every subscriber one order although one of them writes in answer', () => {
    const store = makeStore();
    store.subscribe(({ type, object }) => {
      if (type === 'ADDED' && object.metadata.name === 'a') store.create(makeRule('answer'));
    });
    const heard: number[] = [];
    store.subscribe((change) => heard.push(change.resourceVersion));
    store.create(makeRule('a'));
    expect(heard).toEqual(heard.toSorted((left, right) => left - right));
    expect(heard).toHaveLength(2);
  });

  it('reports a failing subscriber and still calls the others', () => {
    const failures: unknown[] = [];
    const store = makeStore({ onSubscriberError: (error) => failures.push(error) });
    store.subscribe(() => {
      throw new Error('broken');
    });
    let heard = 0;
    store.subscribe(() => (heard += 1));
    store.create(makeRule('a'));
    expect([failures.length, heard]).toEqual([1, 1]);
  });

  it('shows the objects as of an earlier version and forgets beyond the event limit', () => {
    const store = makeStore({ eventLimit: 4 });
    store.create(makeRule('a'));
    const version = store.resourceVersion;
    const type = store.types.find('networking.istio.io', 'v1', 'virtualservices');
    if (type === undefined) throw new Error('virtualservices are not served');
    store.create(makeRule('b'));
    store.patch('virtualservices', 'a', { spec: { hosts: ['later'] } }, { namespace: 'harbour' });
    store.delete('virtualservices', 'a', { namespace: 'harbour' });
    const past = store.listAt(type, version);
    expect(past?.map((object) => [object.metadata.name, object['spec']])).toEqual([
      ['a', { hosts: ['quay'] }],
    ]);
    store.create(makeRule('c'));
    store.create(makeRule('d'));
    expect(store.listAt(type, version)).toBeUndefined();
    expect(store.listAt(type, store.resourceVersion)?.length).toBe(3);
  });

  it('seeds objects with their namespaces and passes over left-out groups', () => {
    const store = new MemoryObjectStore({ withoutGroups: ['gateway.networking.k8s.io'] });
    store.seed([
      makeRule('a'),
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        metadata: { name: 'r', namespace: 'harbour' },
      },
    ]);
    expect(store.list('namespaces').map((object) => object.metadata.name)).toEqual(['harbour']);
    expect(store.list('httproutes')).toEqual([]);
    expect(() =>
      store.seed([{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'harbour' } }]),
    ).toThrow('does not serve Secret');
  });

  it('asks for the group of a plural that several groups serve', () => {
    const store = makeStore();
    expect(() => store.list('gateways')).toThrow('name one');
    expect(store.list('gateways', { group: 'networking.istio.io' })).toEqual([]);
    expect(() => store.list('secrets')).toThrow('No resource type secrets');
  });

  it('fills in addresses and ports of Services and keeps status out of client writes', () => {
    const store = makeStore();
    const service = store.create({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'quay', namespace: 'harbour' },
      spec: { ports: [{ port: 80 }] },
    });
    expect(service['spec']).toMatchObject({
      type: 'ClusterIP',
      clusterIP: expect.stringMatching(/^10\.96\./),
      ports: [{ port: 80, targetPort: 80, protocol: 'TCP' }],
    });
    const rule = store.create({ ...makeRule('a'), status: { forged: true } }, { scope: 'main' });
    expect(rule['status']).toBeUndefined();
    const status = store.update({ ...rule, spec: {}, status: { seen: true } }, { scope: 'status' });
    expect([status['spec'], status['status']]).toEqual([{ hosts: ['quay'] }, { seen: true }]);
  });
});
