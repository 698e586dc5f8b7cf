/** The embedded cluster's objects: what its API serves, what worlds seed and what the simulated mesh obeys. */

export interface ObjectMeta {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: { apiVersion: string; kind: string; name: string; uid: string; controller?: boolean }[];
  [key: string]: unknown;
}

export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  [key: string]: unknown;
}

/** One served resource type, for instance `virtualservices` of `networking.istio.io`. */
export interface ResourceType {
  /** Empty for the core group. */
  readonly group: string;
  /** Served versions, the preferred one first. All versions share one set of objects. */
  readonly versions: readonly string[];
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  /** Subresources served beside the objects; a type with `status` keeps it out of ordinary writes. */
  readonly subresources?: readonly Subresource[];
}

export type Subresource = 'status' | 'scale';

export interface StoreChange {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly resource: ResourceType;
  readonly object: KubernetesObject;
  /** The object before the change; absent for ADDED. */
  readonly previous?: KubernetesObject;
  readonly resourceVersion: number;
}

/** Reading and following the cluster's objects. Objects handed out are never mutated afterwards. */
export interface ObjectReader {
  /** All objects of a plural (and group, where a plural is ambiguous), in namespace and name order. */
  list(plural: string, options?: { group?: string; namespace?: string }): readonly KubernetesObject[];
  get(
    plural: string,
    name: string,
    options?: { group?: string; namespace?: string },
  ): KubernetesObject | undefined;
  /** Calls back after every change, in order; the returned function ends that. */
  subscribe(listener: (change: StoreChange) => void): () => void;
}
