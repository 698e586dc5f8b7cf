import { asArray, asObject, asText } from '@/lib/core/kubernetes/json';
import { readName, readNamespace } from '@/lib/core/kubernetes/object-view';
import type { ResourceKind } from '@/lib/core/kubernetes/resource-kinds';
import { joinKey } from '@/lib/core/mesh/join-key';
import type { ObjectPlace } from '@/lib/core/routing/route-plan';
import type { ObjectChange } from '@/lib/core/splits/split-verdict';
import type { ClusterPort } from './ports';
import { routingKind } from './routing-kinds';

/**
 * What is known of how routing objects got to be as they are: what this server saw change, and where it saw nothing
 * what the object tells. An object whose generation is still the first has not changed since it was made; of others
 * `managedFields` tell when somebody last wrote to them. Of those that tell nothing, nothing is known.
 */
export function readObjectChanges(cluster: ClusterPort): (object: ObjectPlace) => readonly ObjectChange[] {
  const byKind = new Map<ResourceKind, Map<string, ObjectChange[]>>();
  return (object) => {
    const kind = routingKind(object.kind);
    if (kind === undefined) return [];
    let changes = byKind.get(kind);
    if (changes === undefined) byKind.set(kind, (changes = readKind(cluster, kind, object.kind)));
    return changes.get(joinKey(object.namespace, object.name)) ?? [];
  };
}

function readKind(cluster: ClusterPort, kind: ResourceKind, word: string): Map<string, ObjectChange[]> {
  const found = new Map<string, ObjectChange[]>();
  for (const { namespace, name, atMs } of cluster.changes(kind)) {
    const key = joinKey(namespace, name);
    const change: ObjectChange = {
      object: { kind: word, namespace, name },
      atSeconds: atMs / 1000,
      from: 'seen',
    };
    found.set(key, [...(found.get(key) ?? []), change]);
  }
  for (const object of cluster.objects(kind)) {
    const name = readName(object);
    const namespace = readNamespace(object) ?? '';
    if (name === undefined) continue;
    const key = joinKey(namespace, name);
    if (found.has(key)) continue;
    const told = readOwnWord(object);
    if (told !== undefined) found.set(key, [{ object: { kind: word, namespace, name }, ...told }]);
  }
  return found;
}

function readOwnWord(object: unknown): Pick<ObjectChange, 'atSeconds' | 'from'> | undefined {
  const metadata = asObject(asObject(object)['metadata']);
  const created = readTime(metadata['creationTimestamp']);
  if (metadata['generation'] === 1 && created !== undefined) return { atSeconds: created, from: 'created' };
  const written = asArray(metadata['managedFields']).flatMap(
    (entry) => readTime(asObject(entry)['time']) ?? [],
  );
  return written.length === 0 ? undefined : { atSeconds: Math.max(...written), from: 'managedFields' };
}

function readTime(value: unknown): number | undefined {
  const ms = Date.parse(asText(value) ?? '');
  return Number.isNaN(ms) ? undefined : ms / 1000;
}
