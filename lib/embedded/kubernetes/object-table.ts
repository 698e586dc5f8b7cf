import type { KubernetesObject, StoreChange } from './object-store';

/** Namespace first, then name, by code unit. */
export function compareObjects(left: KubernetesObject, right: KubernetesObject): number {
  const leftNamespace = left.metadata.namespace ?? '';
  const rightNamespace = right.metadata.namespace ?? '';
  if (leftNamespace !== rightNamespace) return leftNamespace < rightNamespace ? -1 : 1;
  if (left.metadata.name === right.metadata.name) return 0;
  return left.metadata.name < right.metadata.name ? -1 : 1;
}

/** Where a name stands, or would stand, in a list sorted by name. */
function findPlace(objects: readonly KubernetesObject[], name: string): { index: number; found: boolean } {
  let low = 0;
  let high = objects.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((objects[middle]?.metadata.name ?? '') < name) low = middle + 1;
    else high = middle;
  }
  return { index: low, found: objects[low]?.metadata.name === name };
}

/** All objects of one resource type. Lists handed out are never changed: every write makes a new one. */
export class ObjectTable {
  readonly #namespaces = new Map<string, readonly KubernetesObject[]>();
  #everything: readonly KubernetesObject[] | undefined;

  get(namespace: string | undefined, name: string): KubernetesObject | undefined {
    const objects = this.#namespaces.get(namespace ?? '') ?? [];
    const { index, found } = findPlace(objects, name);
    return found ? objects[index] : undefined;
  }

  put(object: KubernetesObject): void {
    const namespace = object.metadata.namespace ?? '';
    const objects = this.#namespaces.get(namespace) ?? [];
    const { index, found } = findPlace(objects, object.metadata.name);
    this.#namespaces.set(namespace, objects.toSpliced(index, found ? 1 : 0, object));
    this.#everything = undefined;
  }

  remove(object: KubernetesObject): void {
    const namespace = object.metadata.namespace ?? '';
    const objects = this.#namespaces.get(namespace) ?? [];
    const { index, found } = findPlace(objects, object.metadata.name);
    if (!found) return;
    if (objects.length === 1) this.#namespaces.delete(namespace);
    else this.#namespaces.set(namespace, objects.toSpliced(index, 1));
    this.#everything = undefined;
  }

  list(namespace?: string): readonly KubernetesObject[] {
    if (namespace !== undefined) return this.#namespaces.get(namespace) ?? [];
    this.#everything ??= [...this.#namespaces.keys()]
      .sort()
      .flatMap((key) => this.#namespaces.get(key) ?? []);
    return this.#everything;
  }

  /** The objects as they were before the given later changes (oldest first). */
  listBefore(later: readonly StoreChange[], namespace?: string): readonly KubernetesObject[] {
    if (later.length === 0) return this.list(namespace);
    const keyOf = (object: KubernetesObject): string =>
      `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
    const past = new Map(this.list().map((object) => [keyOf(object), object]));
    for (const change of later.toReversed()) {
      if (change.previous === undefined) past.delete(keyOf(change.object));
      else past.set(keyOf(change.object), change.previous);
    }
    const objects = [...past.values()].sort(compareObjects);
    return namespace === undefined
      ? objects
      : objects.filter((object) => object.metadata.namespace === namespace);
  }
}
