import { viewAll, type ObjectProblem, type Viewed } from '@/lib/core/kubernetes/object-view';
import type { ResourceKind } from '@/lib/core/kubernetes/resource-kinds';
import type { ClusterPort, KindStatus } from './ports';

export interface KindProblem extends ObjectProblem {
  readonly kind: ResourceKind;
}

type AllViewed<T> = ReturnType<typeof viewAll<T>>;

/** By the list, then by what reads it. */
const alreadyRead = new WeakMap<readonly object[], Map<unknown, unknown>>();

/** A list of objects is a new one after each change: until then it reads as it did. */
function viewOnce<T>(objects: readonly object[], view: (object: unknown) => Viewed<T>): AllViewed<T> {
  const ofList = alreadyRead.get(objects) ?? new Map<unknown, unknown>();
  alreadyRead.set(objects, ofList);
  const read = (ofList.get(view) as AllViewed<T> | undefined) ?? viewAll(objects, view);
  ofList.set(view, read);
  return read;
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
    const { views, problems } = viewOnce(this.#cluster.objects(kind), view);
    for (const problem of problems) this.#problems.push({ kind, ...problem });
    return [...views];
  }
}
