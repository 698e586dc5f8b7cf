import { isRecord } from './json-value';

/** Lists of built-in types whose elements merge by a key instead of being replaced whole. */
const keysByField: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  env: ['name'],
  volumes: ['name'],
  imagePullSecrets: ['name'],
  secrets: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  // Container ports and service ports share the field's name.
  ports: ['containerPort', 'port'],
  hostAliases: ['ip'],
  conditions: ['type'],
  ownerReferences: ['uid'],
  topologySpreadConstraints: ['topologyKey'],
  webhooks: ['name'],
};

/** The key that elements of a list field merge by, or undefined when the list is replaced whole. */
export function findMergeKey(field: string, items: readonly unknown[]): string | undefined {
  const candidates = Object.hasOwn(keysByField, field) ? (keysByField[field] ?? []) : [];
  return candidates.find(
    (key) => items.length > 0 && items.every((item) => isRecord(item) && item[key] !== undefined),
  );
}
