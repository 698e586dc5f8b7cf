import type { KubernetesObject } from '../kubernetes/object-store';
import { asList, asRecord } from './mesh-view';

/** Istio's order among configuration of one kind: the oldest first, then by name and namespace. */
export function oldestFirst(objects: readonly KubernetesObject[]): KubernetesObject[] {
  return [...objects].sort(
    (a, b) =>
      compareText(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '') ||
      compareText(a.metadata.name, b.metadata.name) ||
      compareText(a.metadata.namespace ?? '', b.metadata.namespace ?? ''),
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function namespaceOf(object: KubernetesObject): string {
  return object.metadata.namespace ?? 'default';
}

export function specOf(object: KubernetesObject): Readonly<Record<string, unknown>> {
  return asRecord(object['spec']);
}

/** Whether an object may be used from a namespace; without `exportTo` from everywhere. */
export function isExportedTo(object: KubernetesObject, namespace: string): boolean {
  const targets = asList(specOf(object)['exportTo']).map(String);
  if (targets.length === 0) return true;
  return targets.some(
    (target) =>
      target === '*' || target === namespace || (target === '.' && namespaceOf(object) === namespace),
  );
}

export function isPrivate(object: KubernetesObject): boolean {
  const targets = asList(specOf(object)['exportTo']).map(String);
  return targets.length === 1 && targets[0] === '.';
}

export function stringRecord(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(asRecord(value)).map(([name, text]) => [name, String(text)]));
}

/** Whether labels carry all pairs of a selector; an empty selector takes everything. */
export function selects(
  selector: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(selector).every(([name, value]) => labels[name] === value);
}
