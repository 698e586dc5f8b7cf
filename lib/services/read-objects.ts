import { viewAll, type ObjectProblem, type Viewed } from '@/lib/core/kubernetes/object-view';
import type { ResourceKind } from '@/lib/core/kubernetes/resource-kinds';
import type { ClusterPort, KindStatus } from './ports';

export interface KindProblem extends ObjectProblem {
  readonly kind: ResourceKind;
}

type AllViewed<T> = ReturnType<typeof viewAll<T>>;
type View<T> = (object: unknown) => Viewed<T>;

/** By what reads it, then by the list. */
const readLists = new WeakMap<View<unknown>, WeakMap<readonly object[], unknown>>();
/** By what reads it, then by the object. */
const readSingly = new WeakMap<View<unknown>, WeakMap<object, unknown>>();

/** A list of objects is a new one after each change: until then it reads as it did, and so do those that stayed. */
function viewOnce<T>(objects: readonly object[], view: View<T>): AllViewed<T> {
  return remember(readLists, view, objects, () =>
    viewAll(objects, (object) =>
      typeof object === 'object' && object !== null
        ? remember(readSingly, view, object, () => view(object))
        : view(object),
    ),
  );
}

function remember<T, K extends object>(
  memory: WeakMap<View<unknown>, WeakMap<K, unknown>>,
  view: View<unknown>,
  key: K,
  read: () => T,
): T {
  const ofView = memory.get(view) ?? new WeakMap<K, unknown>();
  memory.set(view, ofView);
  const known = ofView.get(key) as T | undefined;
  if (known !== undefined) return known;
  const made = read();
  ofView.set(key, made);
  return made;
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
