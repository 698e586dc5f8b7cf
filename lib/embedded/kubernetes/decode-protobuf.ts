import { badRequestError } from './api-error';
import type { JsonRecord } from './json-value';
import { readProtobufFields, readProtobufMessage, readProtobufString } from './protobuf-fields';
import { decodeProtobufObject } from './protobuf-object';
import { decodeProtobufReview } from './protobuf-review';

export const protobufMediaType = 'application/vnd.kubernetes.protobuf';

const magic = Buffer.from('k8s\0', 'latin1');

/**
 * Decodes the few kinds that kubectl posts as protobuf (`runtime.Unknown` around the message, as in
 * k8s.io/apimachinery) into their JSON shape. Throws a 400 for malformed bytes and a 415 for other kinds.
 */
export function decodeProtobuf(body: Buffer): JsonRecord {
  if (!body.subarray(0, magic.length).equals(magic))
    throw badRequestError('the protobuf body lacks its k8s prefix');
  const envelope = readProtobufFields(body.subarray(magic.length));
  const typeMeta = readProtobufMessage(envelope, 1);
  // A message without any member has no bytes, which is not the same as being absent.
  const message = readProtobufMessage(envelope, 2);
  if (typeMeta === undefined || message === undefined)
    throw badRequestError('the protobuf body holds no object');
  const apiVersion = readProtobufString(typeMeta, 1);
  const kind = readProtobufString(typeMeta, 2);
  return decodeProtobufReview(apiVersion, kind, message) ?? decodeProtobufObject(apiVersion, kind, message);
}
