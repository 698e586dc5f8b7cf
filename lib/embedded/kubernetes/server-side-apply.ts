import { dropAbandonedFields, listAppliedFields, readAppliedFields } from './applied-fields';
import { isDeepEqual, isRecord, readList, readRecord, type JsonRecord } from './json-value';
import { applyMergePatch } from './merge-patch';
import { applyStrategicMergePatch } from './strategic-merge-patch';

export interface ApplyRequest {
  readonly configuration: JsonRecord;
  readonly manager: string;
  readonly apiVersion: string;
  /** Built-in types merge known lists by key; custom resources replace lists. */
  readonly keyedLists: boolean;
  readonly timestamp: string;
}

/**
 * Server-side apply: merges the configuration, removes what this manager applied before and gave up, and records its
 * fields. Ownership conflicts between managers are not raised: the last one wins, as with `--force-conflicts`.
 */
export function applyConfiguration(current: unknown, request: ApplyRequest): JsonRecord {
  const { configuration, manager, keyedLists } = request;
  const managed = readList(current, 'metadata', 'managedFields');
  const fields = listAppliedFields(configuration, keyedLists);
  const cleaned = dropAbandonedFields(current ?? {}, readAppliedFields(managed, manager), fields);
  const merge = keyedLists ? applyStrategicMergePatch : applyMergePatch;
  const merged = merge(cleaned, configuration);
  const isOwn = (item: unknown): boolean =>
    isRecord(item) && item['manager'] === manager && item['operation'] === 'Apply';
  const own = managed.find(isOwn);
  const unchanged = isRecord(own) && isDeepEqual(own['fieldsV1'], fields);
  const entry = unchanged
    ? own
    : {
        manager,
        operation: 'Apply',
        apiVersion: request.apiVersion,
        time: request.timestamp,
        fieldsType: 'FieldsV1',
        fieldsV1: fields,
      };
  const metadata = {
    ...readRecord(merged, 'metadata'),
    managedFields: [...managed.filter((item) => !isOwn(item)), entry],
  };
  return { ...merged, metadata };
}
