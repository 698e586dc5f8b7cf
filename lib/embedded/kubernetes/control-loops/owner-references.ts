import type { KubernetesObject, ObjectMeta } from '../object-store';

type OwnerReference = NonNullable<ObjectMeta['ownerReferences']>[number];

/** The reference by which an object is controlled. */
export function makeOwnerReference(owner: KubernetesObject): OwnerReference {
  const { name, uid = '' } = owner.metadata;
  return { apiVersion: owner.apiVersion, kind: owner.kind, name, uid, controller: true };
}

export function findController(object: KubernetesObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((reference) => reference.controller === true);
}

export function isControlledBy(object: KubernetesObject, owner: KubernetesObject): boolean {
  return findController(object)?.uid === owner.metadata.uid;
}

/** The object without any controller. */
export function releaseObject(object: KubernetesObject): KubernetesObject {
  const { ownerReferences = [], ...metadata } = object.metadata;
  const others = ownerReferences.filter((reference) => reference.controller !== true);
  return { ...object, metadata: others.length === 0 ? metadata : { ...metadata, ownerReferences: others } };
}
