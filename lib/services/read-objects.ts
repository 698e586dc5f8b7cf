import { viewAll, type ObjectProblem, type Viewed } from '@/lib/core/kubernetes/object-view';
import type { ResourceKind } from '@/lib/core/kubernetes/resource-kinds';
import type { ClusterPort, KindStatus } from './ports';

export interface KindProblem extends ObjectProblem {
  readonly kind: ResourceKind;
}

/** Reads objects of the followed cluster for one answer, and remembers what of them cannot be read. */
export class ObjectReading {
  readonly #cluster: ClusterPort;
  readonly #statuses: ReadonlyMap<ResourceKind, KindStatus>;
  readonly #problems: KindProblem[] = [];

  constructor(cluster: ClusterPort) {
    this.#cluster = cluster;
    this.#statuses = cluster.status().kinds;
  }

  get problems(): readonly KindProblem[] {
    return this.#problems;
  }

  status(kind: ResourceKind): KindStatus | undefined {
    return this.#statuses.get(kind);
  }

  /** Whether anything is known of a kind; what is, may be old or incomplete. */
  isKnown(kind: ResourceKind): boolean {
    const state = this.status(kind)?.state;
    return state === 'ok' || state === 'degraded';
  }

  /** The objects of a kind that can be read; undefined where nothing is known of the kind. */
  views<T>(kind: ResourceKind, view: (object: unknown) => Viewed<T>): T[] | undefined {
    if (!this.isKnown(kind)) return undefined;
    const { views, problems } = viewAll(this.#cluster.objects(kind), view);
    for (const problem of problems) this.#problems.push({ kind, ...problem });
    return views;
  }
}
