import type { ResourceKind } from '@/lib/core/kubernetes/resource-kinds';
import type { ClusterPort, ClusterStatus, KindStatus, SeenChange } from '../ports';

export type KindObjects = Partial<Record<ResourceKind, readonly object[]>>;
export type KindChanges = Partial<Record<ResourceKind, readonly SeenChange[]>>;
export type KindStatuses = Partial<Record<ResourceKind, Partial<KindStatus>>>;

/** A cluster that never changes, for tests. It follows the kinds that have objects or a status; `ok` unless told. */
export class MemoryCluster implements ClusterPort {
  readonly #objects: KindObjects;
  readonly #statuses: KindStatuses;
  readonly #changes: KindChanges;

  constructor(objects: KindObjects, statuses: KindStatuses = {}, changes: KindChanges = {}) {
    this.#objects = objects;
    this.#statuses = statuses;
    this.#changes = changes;
  }

  objects(kind: ResourceKind): readonly object[] {
    return this.#objects[kind] ?? [];
  }

  changes(kind: ResourceKind): readonly SeenChange[] {
    return this.#changes[kind] ?? [];
  }

  status(): ClusterStatus {
    const kinds = Object.keys({ ...this.#objects, ...this.#statuses }) as ResourceKind[];
    return {
      state: 'ok',
      sinceMs: 0,
      kinds: new Map(
        kinds.map((kind): [ResourceKind, KindStatus] => [
          kind,
          {
            state: 'ok',
            sinceMs: 0,
            count: this.objects(kind).length,
            problems: [],
            ...this.#statuses[kind],
          },
        ]),
      ),
    };
  }

  onChange(): () => void {
    return () => undefined;
  }

  async stop(): Promise<void> {}
}
