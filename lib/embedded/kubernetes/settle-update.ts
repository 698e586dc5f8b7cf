import { conflictError } from './api-error';
import { isDeepEqual, type JsonRecord } from './json-value';
import type { KubernetesObject, ResourceType } from './object-store';

/** Which part of an object a write may change. */
export type WriteScope = 'main' | 'status' | 'everything';

/** The object without metadata and status: what counts as its declared state. */
function declaredPart(object: KubernetesObject): JsonRecord {
  const { metadata: _metadata, status: _status, apiVersion: _apiVersion, ...declared } = object;
  return declared;
}

function copyStatus(target: KubernetesObject, source: KubernetesObject): KubernetesObject {
  const { status: _dropped, ...rest } = target;
  const kept: KubernetesObject = rest as KubernetesObject;
  return source['status'] === undefined ? kept : { ...kept, status: source['status'] };
}

function refuseStale(type: ResourceType, current: KubernetesObject, next: KubernetesObject): void {
  const name = current.metadata.name;
  const { resourceVersion, uid } = next.metadata;
  if (uid !== undefined && uid !== '' && uid !== current.metadata.uid) {
    const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${current.metadata.uid ?? ''}`;
    throw conflictError(type, name, why);
  }
  if (resourceVersion === undefined || resourceVersion === '') return;
  if (resourceVersion !== current.metadata.resourceVersion) {
    const why = 'the object has been modified; please apply your changes to the latest version and try again';
    throw conflictError(type, name, why);
  }
}

/**
 * What replaces `current` when a client writes `next`: identity and history stay, the status only changes through
 * its own scope, the generation counts changes of the declared part. Returns `current` itself when nothing changes.
 * Throws a 409 on a stale resourceVersion or a foreign uid.
 */
export function settleUpdate(
  type: ResourceType,
  current: KubernetesObject,
  next: KubernetesObject,
  scope: WriteScope,
): KubernetesObject {
  refuseStale(type, current, next);
  const hasStatus = type.subresources?.includes('status') ?? false;
  let settled = next;
  if (hasStatus && scope === 'main') settled = copyStatus(next, current);
  if (scope === 'status') settled = copyStatus(current, next);

  const metadata = { ...(scope === 'status' ? current.metadata : settled.metadata) };
  metadata.name = current.metadata.name;
  for (const key of ['namespace', 'uid', 'creationTimestamp', 'generation', 'resourceVersion'] as const) {
    delete metadata[key];
  }
  const { namespace, uid, creationTimestamp, generation, resourceVersion } = current.metadata;
  if (namespace !== undefined) metadata.namespace = namespace;
  if (uid !== undefined) metadata.uid = uid;
  if (creationTimestamp !== undefined) metadata.creationTimestamp = creationTimestamp;
  if (generation !== undefined) metadata.generation = generation;
  if (resourceVersion !== undefined) metadata.resourceVersion = resourceVersion;

  settled = { ...settled, apiVersion: current.apiVersion, kind: current.kind, metadata };
  if (isDeepEqual(settled, current)) return current;
  if (generation !== undefined && !isDeepEqual(declaredPart(settled), declaredPart(current))) {
    settled = { ...settled, metadata: { ...metadata, generation: generation + 1 } };
  }
  return settled;
}
