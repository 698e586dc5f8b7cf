import { badRequestError } from './api-error';
import { isRecord, readPath } from './json-value';
import type { KubernetesObject } from './object-store';

function isKubernetesObject(value: unknown): value is KubernetesObject {
  if (!isRecord(value)) return false;
  const name = readPath(value, 'metadata', 'name');
  return (
    typeof value['apiVersion'] === 'string' && typeof value['kind'] === 'string' && typeof name === 'string'
  );
}

/** Narrows JSON to an object with apiVersion, kind and metadata.name; throws a 400 otherwise. */
export function toKubernetesObject(value: unknown): KubernetesObject {
  if (isKubernetesObject(value)) return value;
  throw badRequestError('the object must have apiVersion, kind and metadata.name');
}
