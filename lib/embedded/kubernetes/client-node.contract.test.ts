import {
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  makeInformer,
  Watch,
  type V1ConfigMap,
} from '@kubernetes/client-node';
import { beforeEach, describe, expect, it } from 'vitest';
import { writeKubeconfig } from './kubeconfig';
import { MemoryObjectStore } from './memory-store';
import { startKubernetesServer, type KubernetesServer } from './server';

let store: MemoryObjectStore;
let server: KubernetesServer;
let config: KubeConfig;

interface SeenEvent {
  type: string;
  object: {
    code?: number;
    metadata: { name?: string; resourceVersion?: string; annotations?: Record<string, string> };
  };
}

function seedConfigMap(name: string, value = '1'): void {
  store.seed([
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'harbour' }, data: { value } },
  ]);
}

/** Watches config maps until `enough`, then stops. */
async function watchUntil(
  query: Record<string, string | boolean | number>,
  enough: (events: readonly SeenEvent[]) => boolean,
  act: () => void = () => undefined,
): Promise<SeenEvent[]> {
  const events: SeenEvent[] = [];
  await new Promise<void>((resolve, reject) => {
    const started = new Watch(config).watch(
      '/api/v1/configmaps',
      query,
      (type: string, object: SeenEvent['object']) => {
        events.push({ type, object });
        if (enough(events)) resolve();
      },
      (error: unknown) => (enough(events) ? resolve() : reject(error ?? new Error('the watch ended early'))),
    );
    started.then(act, reject);
  });
  return events;
}

beforeEach(async () => {
  store = new MemoryObjectStore();
  for (const name of ['a', 'b', 'c', 'd', 'e']) seedConfigMap(name);
  server = await startKubernetesServer({ store, bookmarkIntervalMs: 50 });
  config = new KubeConfig();
  config.loadFromString(writeKubeconfig(server.url));
  return () => server.close();
});

describe('@kubernetes/client-node against the embedded API', () => {
  it('pages through a list whose pages all show one version', async () => {
    const api = config.makeApiClient(CoreV1Api);
    const first = await api.listConfigMapForAllNamespaces({ limit: 2 });
    expect(first.metadata?.remainingItemCount).toBe(3);
    store.delete('configmaps', 'd', { namespace: 'harbour' });
    const names = first.items.map((item) => item.metadata?.name);
    let next = first.metadata?._continue;
    while (next !== undefined) {
      const page = await api.listConfigMapForAllNamespaces({ limit: 2, _continue: next });
      expect(page.metadata?.resourceVersion).toBe(first.metadata?.resourceVersion);
      names.push(...page.items.map((item) => item.metadata?.name));
      next = page.metadata?._continue;
    }
    expect(names).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('gets a 410 for a token whose version is forgotten', async () => {
    const api = config.makeApiClient(CoreV1Api);
    const first = await api.listConfigMapForAllNamespaces({ limit: 2 });
    seedConfigMap('later');
    store.compact();
    const token = first.metadata?._continue ?? '';
    await expect(api.listConfigMapForAllNamespaces({ limit: 2, _continue: token })).rejects.toMatchObject({
      code: 410,
    });
  });

  it('replays what happened after a version and follows', async () => {
    const version = String(store.resourceVersion);
    seedConfigMap('f');
    const events = await watchUntil(
      { resourceVersion: version },
      (seen) => seen.length === 3,
      () => {
        seedConfigMap('f', '2');
        store.delete('configmaps', 'f', { namespace: 'harbour' });
      },
    );
    expect(events.map(({ type, object }) => `${type} ${object.metadata.name}`)).toEqual([
      'ADDED f',
      'MODIFIED f',
      'DELETED f',
    ]);
  });

  it('streams the present state and marks its end', async () => {
    const query = {
      sendInitialEvents: true,
      allowWatchBookmarks: true,
      resourceVersionMatch: 'NotOlderThan',
    };
    const events = await watchUntil(query, (seen) => seen.at(-1)?.type === 'BOOKMARK');
    expect(events.map((event) => event.type)).toEqual([...Array<string>(5).fill('ADDED'), 'BOOKMARK']);
    expect(events.at(-1)?.object.metadata.annotations).toEqual({ 'k8s.io/initial-events-end': 'true' });
  });

  it('gets bookmarks with the latest version although its objects rest', async () => {
    const query = { resourceVersion: String(store.resourceVersion), allowWatchBookmarks: true };
    const events = await watchUntil(
      query,
      (seen) => seen.length >= 2,
      () => {
        store.seed([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'elsewhere' } }]);
      },
    );
    expect(events.every((event) => event.type === 'BOOKMARK')).toBe(true);
    expect(events.at(-1)?.object.metadata.resourceVersion).toBe(String(store.resourceVersion));
  });

  it('gets a 410 as an ERROR event when the version is forgotten', async () => {
    const version = String(store.resourceVersion);
    seedConfigMap('f');
    store.compact();
    const events = await watchUntil({ resourceVersion: version }, (seen) => seen.length === 1);
    expect(events[0]).toMatchObject({ type: 'ERROR', object: { code: 410 } });
  });

  it('sees a watch end after its timeout', async () => {
    const started = Date.now();
    const ended = new Promise<void>((resolve) => {
      void new Watch(config).watch(
        '/api/v1/configmaps',
        { timeoutSeconds: 1 },
        () => undefined,
        () => resolve(),
      );
    });
    await ended;
    expect(Date.now() - started).toBeGreaterThanOrEqual(900);
  });

  it('feeds the stock informer through a broken connection', async () => {
    const api = config.makeApiClient(CoreV1Api);
    const informer = makeInformer<V1ConfigMap>(config, '/api/v1/configmaps', () =>
      api.listConfigMapForAllNamespaces(),
    );
    const seen: string[] = [];
    informer.on('add', (object) => seen.push(object.metadata?.name ?? ''));
    const lost = new Promise<void>((resolve) => informer.on('error', () => resolve()));
    await informer.start();
    await expect.poll(() => seen).toEqual(['a', 'b', 'c', 'd', 'e']);
    seedConfigMap('f');
    await expect.poll(() => seen).toContain('f');
    server.cutConnections('reset');
    await lost;
    seedConfigMap('g');
    await informer.start();
    await expect.poll(() => seen).toContain('g');
    await informer.stop();
  });

  it('reads and writes custom objects in any served version', async () => {
    const api = config.makeApiClient(CustomObjectsApi);
    const place = { group: 'networking.istio.io', namespace: 'harbour', plural: 'virtualservices' };
    const body = {
      apiVersion: 'networking.istio.io/v1beta1',
      kind: 'VirtualService',
      metadata: { name: 'v' },
      spec: { hosts: ['v'] },
    };
    await api.createNamespacedCustomObject({ ...place, version: 'v1beta1', body });
    const read: unknown = await api.getNamespacedCustomObject({ ...place, version: 'v1', name: 'v' });
    expect(read).toMatchObject({ apiVersion: 'networking.istio.io/v1', spec: { hosts: ['v'] } });
  });
});
