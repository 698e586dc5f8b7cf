import type { JsonRecord } from './json-value';
import { readProtobufMessage, readProtobufString, type ProtobufFields } from './protobuf-fields';

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

/** Decodes the message of a review kind into its JSON shape; undefined for other kinds. */
export function decodeProtobufReview(
  apiVersion: string,
  kind: string,
  message: ProtobufFields,
): JsonRecord | undefined {
  const spec = readProtobufMessage(message, 2) ?? new Map<number, readonly Buffer[]>();
  switch (kind) {
    case 'SelfSubjectAccessReview':
      return { apiVersion, kind, spec: decodeAccessReviewSpec(spec) };
    case 'SelfSubjectRulesReview':
      return { apiVersion, kind, spec: readStrings(spec, ['namespace']) };
    case 'SelfSubjectReview':
      return { apiVersion, kind };
    default:
      return undefined;
  }
}
