import { alreadyExistsError, conflictError, notFoundError } from './api-error';
import { ClusterIpAllocator } from './cluster-ip-allocator';
import { defaultObject } from './default-object';
import { EventLog } from './event-log';
import { deepFreeze } from './json-value';
import { toKubernetesObject } from './kubernetes-object';
import { makeUid } from './make-uid';
import { applyMergePatch } from './merge-patch';
import type { KubernetesObject, ObjectReader, ResourceType, StoreChange } from './object-store';
import { ObjectTable } from './object-table';
import { formatApiVersion, preferredVersion, ResourceTable } from './resource-table';
import { settleUpdate, type WriteScope } from './settle-update';

export interface MemoryObjectStoreOptions {
  /** API groups this cluster does not serve, for instance `gateway.networking.k8s.io`. */
  withoutGroups?: readonly string[];
  /** Changes kept for watches and paged lists; older ones answer 410. Default 5000. */
  eventLimit?: number;
  /** Epoch milliseconds; default the system clock. */
  now?: () => number;
  /** Makes uids differ between clusters. */
  seed?: string;
  /** Told when a subscriber throws; the others are still called. Default: the error is thrown to the writer. */
  onSubscriberError?: (error: unknown) => void;
}

export interface WriteOptions {
  dryRun?: boolean;
  /** Default `everything`: programs may write status and spec at once, clients over HTTP may not. */
  scope?: WriteScope;
}

export interface ObjectAddress {
  group?: string;
  namespace?: string;
}

interface Preconditions {
  uid?: string;
  resourceVersion?: string;
}

/** Changes that subscribers may make in answer to one write before that counts as a loop. */
const mostReactions = 500_000;

/**
 * A cluster's objects in memory, with the versioning rules of the Kubernetes API: one rising resourceVersion for all
 * types, a bounded history of changes, optimistic concurrency. Objects are kept in their type's preferred version.
 * Refusals are thrown as `ApiError`.
 */
export class MemoryObjectStore implements ObjectReader {
  readonly types: ResourceTable;
  readonly now: () => number;
  readonly #tables = new Map<ResourceType, ObjectTable>();
  readonly #log: EventLog;
  readonly #seed: string;
  readonly #onSubscriberError: ((error: unknown) => void) | undefined;
  readonly #subscribers = new Set<(change: StoreChange) => void>();
  readonly #pending: StoreChange[] = [];
  readonly #clusterIps = new ClusterIpAllocator();
  #notifying = false;
  #held = 0;
  #version = 1;

  constructor(options: MemoryObjectStoreOptions = {}) {
    this.types = new ResourceTable({ withoutGroups: options.withoutGroups ?? [] });
    this.now = options.now ?? Date.now;
    this.#log = new EventLog(options.eventLimit ?? 5000, this.#version);
    this.#seed = options.seed ?? 'telltale';
    this.#onSubscriberError = options.onSubscriberError;
  }

  /** The version of the latest change. */
  get resourceVersion(): number {
    return this.#version;
  }

  list(plural: string, options: ObjectAddress = {}): readonly KubernetesObject[] {
    const type = this.types.resolve(plural, options.group);
    return type === undefined ? [] : this.#table(type).list(options.namespace);
  }

  get(plural: string, name: string, options: ObjectAddress = {}): KubernetesObject | undefined {
    const type = this.types.resolve(plural, options.group);
    return type === undefined ? undefined : this.read(type, options.namespace, name);
  }

  read(type: ResourceType, namespace: string | undefined, name: string): KubernetesObject | undefined {
    return this.#table(type).get(type.namespaced ? namespace : undefined, name);
  }

  /** The objects as of a version, or undefined when that is too long ago. */
  listAt(type: ResourceType, version: number, namespace?: string): readonly KubernetesObject[] | undefined {
    const later = this.#log.since(version);
    if (later === undefined) return undefined;
    return this.#table(type).listBefore(
      later.filter((change) => change.resource === type),
      namespace,
    );
  }

  /** Changes of a type after a version, oldest first, or undefined when that is too long ago. */
  changesSince(type: ResourceType, version: number): readonly StoreChange[] | undefined {
    return this.#log.since(version)?.filter((change) => change.resource === type);
  }

  /** Forgets the history: continue tokens and watches from older versions answer 410 from now on. */
  compact(): void {
    this.#log.compact(this.#version);
  }

  subscribe(listener: (change: StoreChange) => void): () => void {
    const entry = (change: StoreChange): void => listener(change);
    this.#subscribers.add(entry);
    return () => this.#subscribers.delete(entry);
  }

  /**
   * Creates the objects, or replaces those that exist. Kinds of left-out groups are passed over, namespaces that are
   * used but not given are created. Subscribers hear of it when all objects are in place.
   */
  seed(objects: Iterable<KubernetesObject>): void {
    const all = [...objects];
    const isNamespace = (object: KubernetesObject): boolean =>
      object.kind === 'Namespace' && object.apiVersion === 'v1';
    this.#hold(() => {
      for (const object of all.filter(isNamespace)) this.apply(object);
      for (const object of all.filter((candidate) => !isNamespace(candidate))) {
        if (this.types.isLeftOut(object.apiVersion)) continue;
        const { namespace } = object.metadata;
        if (namespace !== undefined && this.get('namespaces', namespace) === undefined) {
          this.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
        }
        this.apply(object);
      }
    });
  }

  /** Creates the object or replaces what has its name, whatever its version. */
  apply(object: KubernetesObject, options: WriteOptions = {}): KubernetesObject {
    const type = this.#typeOf(object);
    const { resourceVersion: _version, uid: _uid, ...metadata } = object.metadata;
    const fresh: KubernetesObject = { ...object, metadata };
    const current = this.read(type, object.metadata.namespace, object.metadata.name);
    return current === undefined ? this.create(fresh, options) : this.update(fresh, options);
  }

  create(object: KubernetesObject, options: WriteOptions = {}): KubernetesObject {
    const type = this.#typeOf(object);
    const { name, namespace } = object.metadata;
    this.#refuseMissingNamespace(type, namespace);
    if (this.read(type, namespace, name) !== undefined) throw alreadyExistsError(type, name);
    const created = structuredClone(object);
    if (options.scope === 'main' && type.subresources?.includes('status')) delete created['status'];
    created.apiVersion = formatApiVersion(type.group, preferredVersion(type));
    const metadata = created.metadata;
    if (!type.namespaced) delete metadata.namespace;
    delete metadata.deletionTimestamp;
    const origin = [this.#seed, type.group, type.plural, namespace ?? '', name, String(this.#version)];
    metadata.uid = makeUid(origin.join('/'));
    metadata.creationTimestamp ??= this.timestamp();
    if (type.subresources?.includes('status')) metadata.generation ??= 1;
    const defaulted = defaultObject(type, created, {
      allocateClusterIp: () => this.#clusterIps.allocate(this.list('services', { group: '' })),
    });
    return this.#commit('ADDED', type, defaulted, undefined, options.dryRun);
  }

  /** Replaces an object. Throws 404 when it is missing and 409 when its resourceVersion is given and stale. */
  update(object: KubernetesObject, options: WriteOptions = {}): KubernetesObject {
    const type = this.#typeOf(object);
    const current = this.read(type, object.metadata.namespace, object.metadata.name);
    if (current === undefined) throw notFoundError(type, object.metadata.name);
    const settled = settleUpdate(type, current, structuredClone(object), options.scope ?? 'everything');
    if (settled === current) return current;
    return this.#commit('MODIFIED', type, settled, current, options.dryRun);
  }

  /** Merges a JSON merge patch (RFC 7386) into an object. */
  patch(
    plural: string,
    name: string,
    patch: unknown,
    address: ObjectAddress = {},
    options: WriteOptions = {},
  ): KubernetesObject {
    const type = this.types.resolve(plural, address.group);
    const current = type === undefined ? undefined : this.read(type, address.namespace, name);
    if (type === undefined) throw new Error(`This cluster does not serve ${plural}.`);
    if (current === undefined) throw notFoundError(type, name);
    return this.update(toKubernetesObject(applyMergePatch(current, patch)), options);
  }

  /** Deletes an object and returns its last state; a namespace takes its objects with it. */
  delete(
    plural: string,
    name: string,
    address: ObjectAddress = {},
    options: { dryRun?: boolean; preconditions?: Preconditions } = {},
  ): KubernetesObject {
    const type = this.types.resolve(plural, address.group);
    if (type === undefined) throw new Error(`This cluster does not serve ${plural}.`);
    const current = this.read(type, address.namespace, name);
    if (current === undefined) throw notFoundError(type, name);
    const { uid, resourceVersion } = options.preconditions ?? {};
    if (uid !== undefined && uid !== current.metadata.uid) {
      throw conflictError(type, name, `Precondition failed: UID in precondition: ${uid}`);
    }
    if (resourceVersion !== undefined && resourceVersion !== current.metadata.resourceVersion) {
      throw conflictError(
        type,
        name,
        `Precondition failed: ResourceVersion in precondition: ${resourceVersion}`,
      );
    }
    if (options.dryRun === true) return current;
    return this.#hold(() => {
      if (type.group === '' && type.kind === 'Namespace') this.#emptyNamespace(name);
      return this.#commit('DELETED', type, current, current);
    });
  }

  /** The store's clock as Kubernetes prints it, whole seconds. */
  timestamp(): string {
    return new Date(this.now()).toISOString().replace(/\.\d+Z$/, 'Z');
  }

  #emptyNamespace(namespace: string): void {
    for (const type of this.types.types) {
      if (!type.namespaced) continue;
      for (const object of this.#table(type).list(namespace)) this.#commit('DELETED', type, object, object);
    }
  }

  #commit(
    change: StoreChange['type'],
    type: ResourceType,
    object: KubernetesObject,
    previous: KubernetesObject | undefined,
    dryRun = false,
  ): KubernetesObject {
    if (dryRun) return deepFreeze(object);
    this.#version += 1;
    const metadata = { ...object.metadata, resourceVersion: String(this.#version) };
    const committed = deepFreeze({ ...object, metadata });
    const table = this.#table(type);
    if (change === 'DELETED') table.remove(committed);
    else table.put(committed);
    const event: StoreChange = {
      type: change,
      resource: type,
      object: committed,
      ...(previous === undefined ? {} : { previous }),
      resourceVersion: this.#version,
    };
    this.#log.append(event);
    this.#pending.push(event);
    this.#notify();
    return committed;
  }

  /** Runs several writes before anybody hears of them. */
  #hold<T>(write: () => T): T {
    this.#held += 1;
    try {
      return write();
    } finally {
      this.#held -= 1;
      this.#notify();
    }
  }

  /** Subscribers may write: their changes queue up behind, so that everybody sees one order. */
  #notify(): void {
    if (this.#notifying || this.#held > 0) return;
    this.#notifying = true;
    const failures: unknown[] = [];
    let told = -this.#pending.length;
    try {
      for (let change = this.#pending.shift(); change !== undefined; change = this.#pending.shift()) {
        told += 1;
        if (told > mostReactions)
          throw new Error('Subscribers of the object store answer each other without end.');
        for (const subscriber of [...this.#subscribers]) {
          try {
            subscriber(change);
          } catch (error) {
            failures.push(error);
          }
        }
      }
    } finally {
      this.#notifying = false;
    }
    for (const failure of failures) {
      if (this.#onSubscriberError === undefined) throw failure;
      this.#onSubscriberError(failure);
    }
  }

  #table(type: ResourceType): ObjectTable {
    let table = this.#tables.get(type);
    if (table === undefined) {
      table = new ObjectTable();
      this.#tables.set(type, table);
    }
    return table;
  }

  #typeOf(object: KubernetesObject): ResourceType {
    const type = this.types.findKind(object.apiVersion, object.kind);
    if (type === undefined)
      throw new Error(`This cluster does not serve ${object.kind} of ${object.apiVersion}.`);
    return type;
  }

  #refuseMissingNamespace(type: ResourceType, namespace: string | undefined): void {
    if (!type.namespaced) return;
    const namespaces = this.types.resolve('namespaces', '');
    if (namespaces === undefined || this.read(namespaces, undefined, namespace ?? '') !== undefined) return;
    throw notFoundError(namespaces, namespace ?? '');
  }
}
