import { createHash } from 'node:crypto';
import { ApiError, badRequestError, methodNotAllowedError, notFoundError } from './api-error';
import type { ApiContext } from './api-context';
import { isRecord, readPath, readString, type JsonRecord } from './json-value';
import { toKubernetesObject } from './kubernetes-object';
import { listObjects } from './list-objects';
import type { KubernetesObject } from './object-store';
import { applyMediaTypes, isBuiltIn, patchObject } from './patch-object';
import type { ResourceTarget } from './request-target';
import { formatApiVersion, preferredVersion } from './resource-table';
import { applyScale, makeScale } from './scale-view';
import { applyConfiguration } from './server-side-apply';
import type { WriteScope } from './settle-update';
import { validateObject } from './validate-object';

/** A write as it came over HTTP. */
export interface WriteRequest {
  readonly target: ResourceTarget;
  readonly query: URLSearchParams;
  readonly mediaType: string;
  /** The parsed body, undefined when there is none. */
  readonly body: unknown;
}

/** What a write answers: a code and an object (or Status) to send. */
export interface WriteResult {
  readonly code: number;
  readonly object: KubernetesObject;
  /** Set for objects that are not of the target's type and must be sent as they are. */
  readonly raw?: boolean;
}

function readDryRun(value: unknown): boolean {
  const list = Array.isArray(value) ? value : [value];
  if (list.every((item) => item === undefined || item === null || item === '')) return false;
  if (list.every((item) => item === 'All')) return true;
  throw new ApiError(422, 'Invalid', 'dryRun: Unsupported value: supported values: "All"');
}

function isDryRun(request: WriteRequest): boolean {
  return readDryRun(request.query.getAll('dryRun'));
}

function scopeOf(target: ResourceTarget): WriteScope {
  return target.subresource === 'status' ? 'status' : 'main';
}

/** Fills in what the URL already says and refuses a body that contradicts it. */
function checkIdentity(target: ResourceTarget, body: unknown): KubernetesObject {
  if (!isRecord(body)) throw badRequestError('the body must be one object');
  const { type, version } = target;
  const expected = formatApiVersion(type.group, version);
  const apiVersion = readString(body, 'apiVersion') || expected;
  const kind = readString(body, 'kind') || type.kind;
  if (apiVersion !== expected) {
    throw badRequestError(
      `the API version in the data (${apiVersion}) does not match the expected API version (${expected})`,
    );
  }
  if (kind !== type.kind)
    throw badRequestError(`the kind in the data (${kind}) does not match the expected kind (${type.kind})`);
  const metadata: JsonRecord = isRecord(body['metadata']) ? { ...body['metadata'] } : {};
  if (type.namespaced) {
    if (target.namespace === undefined) throw methodNotAllowedError();
    metadata['namespace'] ??= target.namespace;
    if (metadata['namespace'] !== target.namespace) {
      throw badRequestError(
        'the namespace of the provided object does not match the namespace sent on the request',
      );
    }
  }
  metadata['name'] ??= target.name ?? '';
  if (target.name !== undefined && metadata['name'] !== target.name) {
    throw badRequestError(
      `the name of the object (${String(metadata['name'])}) does not match the name on the URL (${target.name})`,
    );
  }
  return toKubernetesObject({ ...body, apiVersion, kind, metadata });
}

function readExisting(context: ApiContext, target: ResourceTarget): KubernetesObject {
  const name = target.name ?? '';
  const current = context.store.read(target.type, target.namespace, name);
  if (current === undefined) throw notFoundError(target.type, name);
  return current;
}

export function createObject(context: ApiContext, request: WriteRequest): WriteResult {
  const { target } = request;
  const object = checkIdentity(target, request.body);
  if ((object.metadata.resourceVersion ?? '') !== '') {
    throw badRequestError('resourceVersion should not be set on objects to be created');
  }
  delete object.metadata.creationTimestamp;
  delete object.metadata.generation;
  const prefix = readString(object, 'metadata', 'generateName');
  if (object.metadata.name === '' && prefix !== '') {
    const digest = createHash('sha256').update(`${prefix}/${context.store.resourceVersion}`).digest('hex');
    object.metadata.name = `${prefix}${digest.slice(0, 5)}`;
  }
  validateObject(target.type, object);
  return { code: 201, object: context.store.create(object, { dryRun: isDryRun(request), scope: 'main' }) };
}

/** Writes a changed object back, by way of its scale when that is what the client addressed. */
function writeChanged(
  context: ApiContext,
  request: WriteRequest,
  current: KubernetesObject,
  changed: JsonRecord,
): WriteResult {
  const { target } = request;
  const dryRun = isDryRun(request);
  if (target.subresource === 'scale') {
    const scaled = applyScale(current, toKubernetesObject(changed));
    validateObject(target.type, scaled);
    return {
      code: 200,
      object: makeScale(context.store.update(scaled, { dryRun, scope: 'main' })),
      raw: true,
    };
  }
  const stored = formatApiVersion(target.type.group, preferredVersion(target.type));
  const object = { ...checkIdentity(target, changed), apiVersion: stored };
  validateObject(target.type, object);
  return { code: 200, object: context.store.update(object, { dryRun, scope: scopeOf(target) }) };
}

export function replaceObject(context: ApiContext, request: WriteRequest): WriteResult {
  if (!isRecord(request.body)) throw badRequestError('the body must be one object');
  return writeChanged(context, request, readExisting(context, request.target), request.body);
}

/** Creates or merges by server-side apply; the manager's name is required, as Kubernetes has it. */
function applyObject(context: ApiContext, request: WriteRequest): WriteResult {
  const { target, query } = request;
  const manager = query.get('fieldManager') ?? '';
  if (manager === '')
    throw badRequestError(
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    );
  const configuration = checkIdentity(target, request.body);
  const current = context.store.read(target.type, target.namespace, target.name ?? '');
  const merged = applyConfiguration(current, {
    configuration,
    manager,
    apiVersion: configuration.apiVersion,
    keyedLists: isBuiltIn(target.type),
    timestamp: context.store.timestamp(),
  });
  if (current !== undefined) return writeChanged(context, request, current, merged);
  return createObject(context, { ...request, body: merged });
}

export function patchTarget(context: ApiContext, request: WriteRequest): WriteResult {
  const { target, mediaType } = request;
  if (applyMediaTypes.includes(mediaType) && target.subresource !== 'scale')
    return applyObject(context, request);
  const current = readExisting(context, target);
  // The client patches the object as it sees it: in the version of its URL.
  const seen =
    target.subresource === 'scale'
      ? makeScale(current)
      : { ...current, apiVersion: formatApiVersion(target.type.group, target.version) };
  return writeChanged(context, request, current, patchObject(target.type, seen, request.body, mediaType));
}

function deleteOne(context: ApiContext, request: WriteRequest, object: KubernetesObject): void {
  const { body, target } = request;
  const uid = readString(body, 'preconditions', 'uid');
  const resourceVersion = readString(body, 'preconditions', 'resourceVersion');
  const { namespace, name } = object.metadata;
  const dryRun = isDryRun(request) || readDryRun(readPath(body, 'dryRun'));
  const address = { group: target.type.group, ...(namespace === undefined ? {} : { namespace }) };
  context.store.delete(target.type.plural, name, address, {
    dryRun,
    preconditions: { ...(uid === '' ? {} : { uid }), ...(resourceVersion === '' ? {} : { resourceVersion }) },
  });
}

/** Deletes one object. Dependents go with it once the controllers notice, whatever the propagation policy. */
export function deleteObject(context: ApiContext, request: WriteRequest): WriteResult {
  const { type } = request.target;
  const current = readExisting(context, request.target);
  deleteOne(context, request, current);
  const { name, uid } = current.metadata;
  const details = { name, ...(type.group === '' ? {} : { group: type.group }), kind: type.plural, uid };
  const success = { kind: 'Status', apiVersion: 'v1', metadata: { name: '' }, status: 'Success', details };
  return { code: 200, object: success, raw: true };
}

/** Deletes what the selectors match and answers with the objects that are gone. */
export function deleteCollection(context: ApiContext, request: WriteRequest): readonly KubernetesObject[] {
  const query = new URLSearchParams(request.query);
  for (const name of ['limit', 'continue', 'resourceVersion', 'resourceVersionMatch']) query.delete(name);
  const { items } = listObjects(context.store, request.target, query);
  for (const object of items) deleteOne(context, request, object);
  return items;
}
