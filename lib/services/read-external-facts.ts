import type { ClusterFacts } from '@/lib/core/graph/cluster-facts';
import type { Viewed } from '@/lib/core/kubernetes/object-view';
import type { ResourceKind } from '@/lib/core/kubernetes/resource-kinds';
import { viewServiceEntry } from '@/lib/core/kubernetes/service-entry-view';
import { viewWorkloadEntry } from '@/lib/core/kubernetes/workload-entry-view';
import type { ObjectReading } from './read-objects';

/** What the cluster declares of the world outside it. */
export function readExternalFacts(
  reading: ObjectReading,
): Pick<ClusterFacts, 'serviceEntries' | 'workloadEntries'> {
  const serviceEntries = readEntries(reading, 'serviceEntries', viewServiceEntry);
  const workloadEntries = readEntries(reading, 'workloadEntries', viewWorkloadEntry);
  return {
    ...(serviceEntries === undefined ? {} : { serviceEntries }),
    ...(workloadEntries === undefined ? {} : { workloadEntries }),
  };
}

/** A kind that is not installed has no objects: that is known. */
function readEntries<T>(
  reading: ObjectReading,
  kind: ResourceKind,
  view: (object: unknown) => Viewed<T>,
): T[] | undefined {
  return reading.status(kind)?.state === 'notInstalled' ? [] : reading.views(kind, view);
}
