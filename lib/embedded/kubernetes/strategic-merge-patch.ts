import { isRecord, readList, type JsonRecord } from './json-value';
import { findMergeKey } from './list-merge-key';

function stripDirectives(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stripDirectives);
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([key, member]) => !key.startsWith('$') && member !== null);
  return Object.fromEntries(kept.map(([key, member]) => [key, stripDirectives(member)]));
}

function sortByOrder(items: readonly unknown[], mergeKey: string, order: readonly unknown[]): unknown[] {
  const wanted = order.map((entry) => (isRecord(entry) ? entry[mergeKey] : entry));
  const rank = (item: unknown): number => wanted.indexOf(isRecord(item) ? item[mergeKey] : item);
  const named = items.filter((item) => rank(item) >= 0).sort((left, right) => rank(left) - rank(right));
  // Elements the patch does not speak of keep their places; the named ones fill the others in the order asked for.
  let next = 0;
  return items.map((item) => (rank(item) >= 0 ? named[next++] : item));
}

function mergeKeyedList(target: readonly unknown[], patch: readonly unknown[], mergeKey: string): unknown[] {
  if (patch.some((item) => isRecord(item) && item['$patch'] === 'replace' && item[mergeKey] === undefined)) {
    const kept = patch.filter((item) => isRecord(item) && item[mergeKey] !== undefined);
    return kept.map(stripDirectives);
  }
  let merged = [...target];
  for (const item of patch) {
    if (!isRecord(item)) continue;
    const index = merged.findIndex(
      (candidate) => isRecord(candidate) && candidate[mergeKey] === item[mergeKey],
    );
    if (item['$patch'] === 'delete') merged = merged.filter((_candidate, at) => at !== index);
    else if (index < 0) merged.push(stripDirectives(item));
    else merged[index] = applyStrategicMergePatch(merged[index], item);
  }
  return merged;
}

function mergeList(field: string, target: unknown, patch: readonly unknown[]): unknown {
  const present: readonly unknown[] = Array.isArray(target) ? target : [];
  if (field === 'finalizers') return [...new Set([...present, ...patch])];
  const plain = patch.filter(
    (item) => !(isRecord(item) && item['$patch'] === 'replace' && Object.keys(item).length === 1),
  );
  const mergeKey = findMergeKey(field, [...present, ...plain]);
  if (mergeKey === undefined) return stripDirectives(plain);
  return mergeKeyedList(present, patch, mergeKey);
}

/** Handles `$setElementOrder/x` and `$deleteFromPrimitiveList/x`, which speak about the list beside them. */
function applyListDirectives(merged: JsonRecord, patch: JsonRecord): void {
  for (const [key, value] of Object.entries(patch)) {
    const directive = /^\$(setElementOrder|deleteFromPrimitiveList)\/(.+)$/s.exec(key);
    const field = directive?.[2];
    if (field === undefined || !Array.isArray(value) || !Array.isArray(merged[field])) continue;
    const items = readList(merged, field);
    if (directive?.[1] === 'deleteFromPrimitiveList')
      merged[field] = items.filter((item) => !value.includes(item));
    else merged[field] = sortByOrder(items, findMergeKey(field, items) ?? '', value);
  }
}

/**
 * Kubernetes' strategic merge patch: a merge patch that merges known lists by key (containers by name, ports by
 * number, …) and obeys the `$patch`, `$retainKeys`, `$setElementOrder` and `$deleteFromPrimitiveList` directives.
 */
export function applyStrategicMergePatch(target: unknown, patch: unknown): JsonRecord {
  const present: JsonRecord = isRecord(target) ? target : {};
  if (!isRecord(patch)) return present;
  if (patch['$patch'] === 'delete') return {};
  const retained = Array.isArray(patch['$retainKeys']) ? patch['$retainKeys'] : undefined;
  const base = patch['$patch'] === 'replace' ? {} : present;
  const merged: JsonRecord = Object.fromEntries(
    Object.entries(base).filter(([key]) => retained === undefined || retained.includes(key)),
  );
  for (const [key, change] of Object.entries(patch)) {
    if (key.startsWith('$')) continue;
    if (change === null) delete merged[key];
    else if (Array.isArray(change)) merged[key] = mergeList(key, merged[key], change);
    else if (isRecord(change) && change['$patch'] === 'delete') delete merged[key];
    else if (isRecord(change)) merged[key] = applyStrategicMergePatch(merged[key], change);
    else merged[key] = change;
  }
  applyListDirectives(merged, patch);
  return merged;
}
