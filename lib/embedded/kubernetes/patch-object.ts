import { badRequestError } from './api-error';
import { isRecord, type JsonRecord } from './json-value';
import { applyJsonPatch } from './json-patch';
import { applyMergePatch } from './merge-patch';
import type { ResourceType } from './object-store';
import { unsupportedMediaTypeError } from './read-body';
import { applyStrategicMergePatch } from './strategic-merge-patch';

export const applyMediaTypes: readonly string[] = [
  'application/apply-patch+yaml',
  'application/apply-patch+json',
];

/** Custom resources know no strategic merge and no keyed lists, as on a real API server. */
export function isBuiltIn(type: ResourceType): boolean {
  return !type.group.endsWith('.istio.io') && type.group !== 'gateway.networking.k8s.io';
}

function requireRecord(value: unknown): JsonRecord {
  if (isRecord(value)) return value;
  throw badRequestError('the patch must leave an object');
}

/** Applies a patch of one of the three classic kinds. Throws a 415 for other media types. */
export function patchObject(
  type: ResourceType,
  current: unknown,
  patch: unknown,
  mediaType: string,
): JsonRecord {
  switch (mediaType) {
    case 'application/json-patch+json':
      return requireRecord(applyJsonPatch(current, patch));
    case 'application/merge-patch+json':
      return applyMergePatch(current, requireRecord(patch));
    case 'application/strategic-merge-patch+json':
      if (isBuiltIn(type)) return applyStrategicMergePatch(current, requireRecord(patch));
  }
  throw unsupportedMediaTypeError([
    'application/json-patch+json',
    'application/merge-patch+json',
    ...(isBuiltIn(type) ? ['application/strategic-merge-patch+json'] : []),
    'application/apply-patch+yaml',
  ]);
}
