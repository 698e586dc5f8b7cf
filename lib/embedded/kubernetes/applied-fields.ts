import { isRecord, type JsonRecord } from './json-value';
import { findMergeKey } from './list-merge-key';

/** Fields as `managedFields` writes them: `f:name` for members, `k:{…}` for elements of keyed lists. */
export type FieldSet = { [field: string]: FieldSet };

/** Members every client must send and none can give up. */
const unowned = new Set(['apiVersion', 'kind', 'metadata.name', 'metadata.namespace']);

/** The fields a server-side apply configuration speaks of. */
export function listAppliedFields(configuration: unknown, keyedLists: boolean, path = ''): FieldSet {
  const fields: FieldSet = {};
  if (!isRecord(configuration)) return fields;
  for (const [key, value] of Object.entries(configuration)) {
    const here = path === '' ? key : `${path}.${key}`;
    if (unowned.has(here)) continue;
    const mergeKey = keyedLists && Array.isArray(value) ? findMergeKey(key, value) : undefined;
    if (Array.isArray(value) && mergeKey !== undefined) {
      const entries = value.filter(isRecord).map((item) => {
        const element = { '.': {}, ...listAppliedFields(item, keyedLists, `${here}[]`) };
        return [`k:${JSON.stringify({ [mergeKey]: item[mergeKey] })}`, element] as const;
      });
      fields[`f:${key}`] = Object.fromEntries(entries);
    } else fields[`f:${key}`] = listAppliedFields(value, keyedLists, here);
  }
  return fields;
}

function readElementKey(field: string): JsonRecord {
  const key: unknown = JSON.parse(field.slice(2));
  return isRecord(key) ? key : {};
}

function dropElements(items: readonly unknown[], before: FieldSet, now: FieldSet): unknown[] {
  let kept = [...items];
  for (const [field, members] of Object.entries(before)) {
    if (!field.startsWith('k:')) continue;
    const [key, value] = Object.entries(readElementKey(field))[0] ?? ['', undefined];
    const isNamed = (item: unknown): boolean => isRecord(item) && item[key] === value;
    const still = now[field];
    if (still === undefined) kept = kept.filter((item) => !isNamed(item));
    else kept = kept.map((item) => (isNamed(item) ? dropAbandonedFields(item, members, still) : item));
  }
  return kept;
}

/** Removes what a manager applied before and leaves out now. */
export function dropAbandonedFields(value: unknown, before: FieldSet, now: FieldSet): unknown {
  if (!isRecord(value)) return value;
  const kept: JsonRecord = { ...value };
  for (const [field, members] of Object.entries(before)) {
    if (!field.startsWith('f:')) continue;
    const key = field.slice(2);
    if (!Object.hasOwn(kept, key)) continue;
    const still = now[field];
    const member = kept[key];
    if (still === undefined) delete kept[key];
    else if (Array.isArray(member)) kept[key] = dropElements(member, members, still);
    else kept[key] = dropAbandonedFields(member, members, still);
  }
  return kept;
}

function isFieldSet(value: unknown): value is FieldSet {
  return isRecord(value) && Object.values(value).every(isFieldSet);
}

/** What a manager's `managedFields` entry says it applied last time. */
export function readAppliedFields(managedFields: readonly unknown[], manager: string): FieldSet {
  const entry = managedFields.find(
    (item) => isRecord(item) && item['manager'] === manager && item['operation'] === 'Apply',
  );
  const fields = isRecord(entry) ? entry['fieldsV1'] : undefined;
  return isFieldSet(fields) ? fields : {};
}
