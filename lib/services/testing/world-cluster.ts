import { RESOURCE_ADDRESSES, RESOURCE_KINDS, type ResourceKind } from '@/lib/core/kubernetes/resource-kinds';
import type { ResourceType } from '@/lib/embedded/kubernetes/object-store';
import type { MemoryObjectStore } from '@/lib/embedded/kubernetes/memory-store';
import type { KindObjects } from './memory-cluster';

/** All objects of a simulated cluster that the product reads, by kind, for tests. */
export function objectsOfStore(store: MemoryObjectStore): KindObjects {
  return Object.fromEntries(
    RESOURCE_KINDS.map((kind): [ResourceKind, readonly object[]] => {
      const { plural, group } = RESOURCE_ADDRESSES[kind];
      const type: ResourceType | undefined = store.types.resolve(plural, group);
      return [kind, type === undefined ? [] : store.list(plural, { group })];
    }),
  );
}
