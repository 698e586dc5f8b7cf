import { RESOURCE_ADDRESSES, RESOURCE_KINDS, type ResourceKind } from '@/lib/core/kubernetes/resource-kinds';
import type { KindObjects } from './memory-cluster';

/** A store of objects, for instance that of a simulated cluster. */
interface Store {
  readonly types: { resolve(plural: string, group: string): unknown };
  list(plural: string, options: { group: string }): readonly object[];
}

/** All objects of a store that the product reads, by kind, for tests. */
export function objectsOfStore(store: Store): KindObjects {
  return Object.fromEntries(
    RESOURCE_KINDS.map((kind): [ResourceKind, readonly object[]] => {
      const { plural, group } = RESOURCE_ADDRESSES[kind];
      const isServed = store.types.resolve(plural, group) !== undefined;
      return [kind, isServed ? store.list(plural, { group }) : []];
    }),
  );
}
