import type { ClusterFacts, PodWorkload, WorkloadFacts } from '@/lib/core/graph/cluster-facts';
import type { WorkloadEntryView } from '@/lib/core/kubernetes/workload-entry-view';
import type { SplitFacts, SplitWorkload } from '@/lib/core/splits/split-facts';

/** What runs behind destinations, of what the cluster declares. */
export function readSplitFacts(facts: ClusterFacts): SplitFacts {
  const { workloads, podWorkloads, workloadEntries = [], services } = facts;
  return {
    ...(workloads === undefined
      ? {}
      : {
          workloads: [
            ...workloads.map(toSplitWorkload),
            ...(podWorkloads ?? []).map(toPods),
            ...workloadEntries.map(toMachine),
          ],
        }),
    ...(services === undefined
      ? {}
      : { services: services.map(({ namespace, name, selector }) => ({ namespace, name, selector })) }),
  };
}

function toSplitWorkload(workload: WorkloadFacts): SplitWorkload {
  return { ...toPods(workload), ready: workload.replicas.ready };
}

function toPods({ namespace, name, version, podLabels, shapes = [], pods }: PodWorkload): SplitWorkload {
  const running = shapes.filter(({ count }) => count > 0).map(({ labels }) => labels);
  const labels = running.length > 0 ? running : [podLabels];
  return { namespace, name, version, labels, ready: pods?.total };
}

/** Whether a machine outside is ready, nobody tells. */
function toMachine({ namespace = '', workload, version, workloadLabels }: WorkloadEntryView): SplitWorkload {
  return { namespace, name: workload, version, labels: [workloadLabels], ready: undefined };
}
