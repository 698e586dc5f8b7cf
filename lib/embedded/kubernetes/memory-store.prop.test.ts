import { get as httpGet } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemoryObjectStore } from './memory-store';
import type { KubernetesObject, StoreChange } from './object-store';
import { startKubernetesServer } from './server';

const names = ['a', 'b', 'c'];
const namespaces = ['east', 'west'];

type Write =
  | { kind: 'apply'; name: string; namespace: string; colour: string; value: number }
  | { kind: 'delete'; name: string; namespace: string }
  | { kind: 'empty'; namespace: string };

const place = { name: fc.constantFrom(...names), namespace: fc.constantFrom(...namespaces) };
const writeArbitrary: fc.Arbitrary<Write> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('apply' as const),
      ...place,
      colour: fc.constantFrom('red', 'blue'),
      value: fc.nat(3),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('delete' as const), ...place }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('empty' as const), namespace: place.namespace }) },
);

function perform(store: MemoryObjectStore, write: Write): void {
  if (write.kind === 'empty') {
    if (store.get('namespaces', write.namespace) !== undefined) store.delete('namespaces', write.namespace);
  } else if (write.kind === 'delete') {
    const { name, namespace } = write;
    if (store.get('configmaps', name, { namespace }) !== undefined)
      store.delete('configmaps', name, { namespace });
  } else {
    const metadata = { name: write.name, namespace: write.namespace, labels: { colour: write.colour } };
    store.seed([{ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { value: String(write.value) } }]);
  }
}

function keyOf(object: KubernetesObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}

interface WatchEvent {
  type: string;
  object: KubernetesObject;
}

/** Opens a watch; its events can be had once the server has ended it. */
function openWatch(url: string): Promise<{ readEvents: () => Promise<WatchEvent[]> }> {
  return new Promise((resolve, reject) => {
    httpGet(url, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      const ended = new Promise((end) => response.on('close', end));
      const readEvents = async (): Promise<WatchEvent[]> => {
        await ended;
        return text
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line) as WatchEvent);
      };
      resolve({ readEvents });
    }).on('error', reject);
  });
}

function replay(events: readonly WatchEvent[]): Map<string, KubernetesObject> {
  const objects = new Map<string, KubernetesObject>();
  for (const { type, object } of events) {
    if (type === 'ADDED') expect(objects.has(keyOf(object))).toBe(false);
    if (type === 'MODIFIED') expect(objects.has(keyOf(object))).toBe(true);
    if (type === 'DELETED') expect(objects.delete(keyOf(object))).toBe(true);
    else objects.set(keyOf(object), object);
  }
  return objects;
}

function sortByKey(objects: Iterable<KubernetesObject>): KubernetesObject[] {
  return [...objects].sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
}

describe('laws of the object store', () => {
  it('converges to the list for whoever applies the changes in order, from any version', () => {
    fc.assert(
      fc.property(fc.array(writeArbitrary, { maxLength: 60 }), fc.nat(60), (writes, cut) => {
        const store = new MemoryObjectStore({ now: () => 0 });
        const type = store.types.find('', 'v1', 'configmaps');
        if (type === undefined) throw new Error('configmaps are not served');
        for (const write of writes.slice(0, cut)) perform(store, write);
        const version = store.resourceVersion;
        const objects = new Map(store.list('configmaps').map((object) => [keyOf(object), object]));
        const live: StoreChange[] = [];
        store.subscribe((change) => {
          if (change.resource === type) live.push(change);
        });
        for (const write of writes.slice(cut)) perform(store, write);
        expect(store.changesSince(type, version)).toEqual(live);
        for (const change of live) {
          if (change.type === 'DELETED') objects.delete(keyOf(change.object));
          else objects.set(keyOf(change.object), change.object);
        }
        expect(sortByKey(objects.values())).toEqual(store.list('configmaps'));
      }),
    );
  });

  it('shows every earlier version exactly as it was', () => {
    fc.assert(
      fc.property(fc.array(writeArbitrary, { maxLength: 40 }), (writes) => {
        const store = new MemoryObjectStore({ now: () => 0 });
        const type = store.types.find('', 'v1', 'configmaps');
        if (type === undefined) throw new Error('configmaps are not served');
        const seen = writes.map((write) => {
          perform(store, write);
          return { version: store.resourceVersion, objects: store.list('configmaps') };
        });
        for (const { version, objects } of seen) expect(store.listAt(type, version)).toEqual(objects);
      }),
    );
  });

  it('replays any interleaving of writes through HTTP watches from 0 to the list, with and without a selector', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(writeArbitrary, { maxLength: 30 }), fc.nat(30), async (writes, cut) => {
        const store = new MemoryObjectStore({ now: () => 0 });
        for (const write of writes.slice(0, cut)) perform(store, write);
        const server = await startKubernetesServer({ store });
        try {
          const base = `${server.url}/api/v1/configmaps?watch=true&resourceVersion=0`;
          const selected = `${base}&labelSelector=colour%3Dred`;
          const watches = await Promise.all([openWatch(base), openWatch(selected)]);
          for (const write of writes.slice(cut)) perform(store, write);
          server.cutConnections('end');
          const [all = [], red = []] = await Promise.all(watches.map((watch) => watch.readEvents()));
          const listed = store.list('configmaps');
          expect(sortByKey(replay(all).values())).toEqual(listed);
          expect(sortByKey(replay(red).values())).toEqual(
            listed.filter((object) => object.metadata.labels?.['colour'] === 'red'),
          );
        } finally {
          await server.close();
        }
      }),
      { numRuns: 40 },
    );
  });
});
