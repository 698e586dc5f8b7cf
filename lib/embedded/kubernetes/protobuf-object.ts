import { ApiError } from './api-error';
import type { JsonRecord } from './json-value';
import {
  readProtobufFields,
  readProtobufMessage,
  readProtobufString,
  type ProtobufFields,
} from './protobuf-fields';

/** Kinds whose metadata is all that matters, which `kubectl create namespace` and the like post as protobuf. */
const decodableKinds = new Set(['Namespace', 'ServiceAccount']);

function readMap(fields: ProtobufFields, number: number): Record<string, string> {
  const entries = (fields.get(number) ?? []).map((bytes) => {
    const entry = readProtobufFields(bytes);
    return [readProtobufString(entry, 1), readProtobufString(entry, 2)] as const;
  });
  return Object.fromEntries(entries);
}

/** Field numbers are those of ObjectMeta in k8s.io/apimachinery's generated.proto. */
function decodeMetadata(metadata: ProtobufFields): JsonRecord {
  const labels = readMap(metadata, 11);
  const annotations = readMap(metadata, 12);
  const namespace = readProtobufString(metadata, 3);
  return {
    name: readProtobufString(metadata, 1),
    ...(namespace === '' ? {} : { namespace }),
    ...(Object.keys(labels).length === 0 ? {} : { labels }),
    ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
  };
}

/** Decodes the message of a simple kind. Throws a 415 for kinds that must come as JSON or YAML. */
export function decodeProtobufObject(apiVersion: string, kind: string, message: ProtobufFields): JsonRecord {
  if (!decodableKinds.has(kind)) {
    const why = `the embedded cluster reads ${kind} as JSON or YAML only: write it to a file and apply that`;
    throw new ApiError(415, 'UnsupportedMediaType', why);
  }
  const metadata = readProtobufMessage(message, 1) ?? new Map<number, readonly Buffer[]>();
  return { apiVersion, kind, metadata: decodeMetadata(metadata) };
}
