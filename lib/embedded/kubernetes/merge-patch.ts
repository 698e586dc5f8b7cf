import { isRecord, type JsonRecord } from './json-value';

/** A JSON merge patch (RFC 7386) on an object: null removes a member, lists are replaced whole. */
export function applyMergePatch(target: unknown, patch: unknown): JsonRecord {
  const merged: JsonRecord = isRecord(target) ? { ...target } : {};
  if (!isRecord(patch)) return merged;
  for (const [key, change] of Object.entries(patch)) {
    if (change === null) delete merged[key];
    else if (isRecord(change)) merged[key] = applyMergePatch(merged[key], change);
    else merged[key] = change;
  }
  return merged;
}
