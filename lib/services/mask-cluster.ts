import { RESOURCE_KINDS, type ResourceKind } from '@/lib/core/kubernetes/resource-kinds';
import { maskObjects, type MaskedObjects } from '@/lib/core/visibility/mask-objects';
import { isVisible, visibilityKey, type Visibility } from '@/lib/core/visibility/visibility';
import type { MeshPlace } from './mesh-ports';
import type { ClusterPort, ClusterStatus, KindStatus } from './ports';
import { readMeshConfig } from './read-mesh-config';
import { ObjectReading } from './read-objects';

/** Masked lists by the list they were made of, then by who may see what: what is read of a list is remembered by it. */
const masked = new WeakMap<readonly object[], Map<string, MaskedObjects>>();
/** More than this many different sets of namespaces are not remembered for one list. */
const MOST_REMEMBERED = 64;

/** The cluster as an account would know it that may read some namespaces only. */
export function maskCluster(
  cluster: ClusterPort,
  visibility: ReadonlySet<string>,
  mesh: MeshPlace | undefined,
): ClusterPort {
  const key = visibilityKey(visibility);
  const rootNamespace = () => readMeshConfig(new ObjectReading(cluster), mesh).settings.rootNamespace;
  const readKind = (kind: ResourceKind, root = rootNamespace()): MaskedObjects => {
    const objects = cluster.objects(kind);
    const ofList = masked.get(objects) ?? new Map<string, MaskedObjects>();
    masked.set(objects, ofList);
    const known = ofList.get(`${root} ${key}`);
    if (known !== undefined) return known;
    const made = maskObjects(kind, objects, visibility, root);
    if (ofList.size >= MOST_REMEMBERED) ofList.clear();
    ofList.set(`${root} ${key}`, made);
    return made;
  };
  return {
    objects: (kind) => readKind(kind).objects,
    changes: (kind) => cluster.changes(kind).filter(({ namespace }) => isVisible(visibility, namespace)),
    status() {
      // Asked once for all kinds: it reads the mesh's configuration.
      const root = rootNamespace();
      return maskStatus(cluster.status(), visibility, (kind) => readKind(kind, root));
    },
    onChange(listener) {
      let last = new Map(RESOURCE_KINDS.map((kind) => [kind, signOf(readKind(kind).objects)]));
      return cluster.onChange((kinds) => {
        const now = new Map(last);
        for (const kind of kinds) now.set(kind, signOf(readKind(kind).objects));
        const changed = new Set([...kinds].filter((kind) => now.get(kind) !== last.get(kind)));
        last = now;
        if (changed.size > 0) listener(changed);
      });
    },
    // The cluster is everybody's: nobody who sees a part of it may end it.
    stop: () => Promise.resolve(),
  };
}

const signs = new WeakMap<readonly object[], string>();

/** Differs where a list holds other objects, or other versions of them. */
function signOf(objects: readonly object[]): string {
  const known = signs.get(objects);
  if (known !== undefined) return known;
  const sign = objects
    .map((object) => JSON.stringify('metadata' in object ? object.metadata : object))
    .sort()
    .join('\n');
  signs.set(objects, sign);
  return sign;
}

function maskStatus(
  status: ClusterStatus,
  visibility: Visibility,
  readKind: (kind: ResourceKind) => MaskedObjects,
): ClusterStatus {
  return {
    ...status,
    kinds: new Map(
      [...status.kinds].map(([kind, one]) => [kind, maskKind(kind, one, visibility, readKind(kind))]),
    ),
  };
}

function maskKind(
  kind: ResourceKind,
  status: KindStatus,
  visibility: Visibility,
  { objects, alsoKnown }: MaskedObjects,
): KindStatus {
  const { visibleNamespaces, hiddenNamespaces, ...rest } = status;
  const told = {
    ...rest,
    count: objects.length,
    // They name where they were.
    problems: status.problems.length > 0 ? ['An object cannot be read.'] : [],
  };
  if (visibility === 'all' || kind === 'meshConfigs' || kind === 'namespaces') return told;
  const read = (namespace: string) =>
    (visibleNamespaces === undefined || visibleNamespaces.includes(namespace)) &&
    hiddenNamespaces?.includes(namespace) !== true;
  return { ...told, visibleNamespaces: [...visibility, ...alsoKnown].filter(read).sort() };
}
