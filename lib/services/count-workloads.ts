import { readNamespace } from '@/lib/core/kubernetes/object-view';
import type { MeshPorts } from './mesh-ports';

const WORKLOAD_KINDS = ['deployments', 'statefulSets', 'daemonSets'] as const;

/** How many workloads the cluster declares in some namespaces, or in all of them; 0 where it is not known. */
export function countWorkloads({ cluster }: MeshPorts, namespaces?: readonly string[]): number {
  if (cluster === undefined) return 0;
  const wanted = namespaces && new Set(namespaces);
  return WORKLOAD_KINDS.map((kind) => {
    const objects = cluster.objects(kind);
    if (wanted === undefined) return objects.length;
    return objects.filter((object) => wanted.has(readNamespace(object) ?? '')).length;
  }).reduce((sum, count) => sum + count, 0);
}
