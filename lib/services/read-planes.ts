import { viewObject } from '@/lib/core/kubernetes/object-view';
import { readDataPlane, type DataPlane } from '@/lib/core/mesh/data-plane';
import type { ObjectReading } from './read-objects';

/** How the pods of each namespace are meant to join the mesh; undefined where namespaces cannot be read. */
export type Planes = ReadonlyMap<string, DataPlane> | undefined;

export function readPlanes(reading: ObjectReading): Planes {
  const namespaces = reading.views('namespaces', viewNamespace);
  return namespaces && new Map(namespaces.map(({ name, labels }) => [name, readDataPlane(labels)]));
}

function viewNamespace(object: unknown) {
  return viewObject(object, () => ({}));
}
