import { badRequestError } from './api-error';
import type { JsonRecord } from './json-value';
import {
  readProtobufFields,
  readProtobufMessage,
  readProtobufString,
  type ProtobufFields,
} from './protobuf-fields';

export const protobufMediaType = 'application/vnd.kubernetes.protobuf';

const magic = Buffer.from('k8s\0', 'latin1');

function readStrings(fields: ProtobufFields, names: readonly string[]): JsonRecord {
  return Object.fromEntries(names.map((name, index) => [name, readProtobufString(fields, index + 1)]));
}

function decodeAccessReviewSpec(spec: ProtobufFields): JsonRecord {
  const resource = readProtobufMessage(spec, 1);
  const path = readProtobufMessage(spec, 2);
  const names = ['namespace', 'verb', 'group', 'version', 'resource', 'subresource', 'name'];
  return {
    ...(resource === undefined ? {} : { resourceAttributes: readStrings(resource, names) }),
    ...(path === undefined ? {} : { nonResourceAttributes: readStrings(path, ['path', 'verb']) }),
  };
}

/**
 * Decodes the review kinds that kubectl posts as protobuf (`runtime.Unknown` around the message, as in
 * k8s.io/apimachinery) into their JSON shape. Throws a 400 for anything else.
 */
export function decodeProtobufReview(body: Buffer): JsonRecord {
  if (!body.subarray(0, magic.length).equals(magic))
    throw badRequestError('the protobuf body lacks its k8s prefix');
  const envelope = readProtobufFields(body.subarray(magic.length));
  const typeMeta = readProtobufMessage(envelope, 1);
  const raw = readProtobufMessage(envelope, 2);
  if (typeMeta === undefined || raw === undefined) throw badRequestError('the protobuf body holds no object');
  const apiVersion = readProtobufString(typeMeta, 1);
  const kind = readProtobufString(typeMeta, 2);
  const spec = readProtobufMessage(raw, 2) ?? new Map<number, readonly Buffer[]>();
  switch (kind) {
    case 'SelfSubjectAccessReview':
      return { apiVersion, kind, spec: decodeAccessReviewSpec(spec) };
    case 'SelfSubjectRulesReview':
      return { apiVersion, kind, spec: readStrings(spec, ['namespace']) };
    case 'SelfSubjectReview':
      return { apiVersion, kind };
    default:
      throw badRequestError(`protobuf is not understood for ${kind}`);
  }
}
