import type { KindSight } from '@/lib/core/graph/cluster-sight';
import type { ResourceKind } from '@/lib/core/kubernetes/resource-kinds';
import type { KindStatus } from './ports';
import type { KindProblem, ObjectReading } from './read-objects';
import { WORKLOAD_KINDS } from './read-workload-facts';

/** Kinds that decide whether a namespace is hidden, and whether a workload is there. */
const DECIDING_KINDS: readonly ResourceKind[] = [
  ...WORKLOAD_KINDS,
  'pods',
  'serviceEntries',
  'workloadEntries',
];

/** How far the deciding kinds can be seen, once their objects have been read. */
export function readClusterSight(reading: ObjectReading): KindSight[] {
  return DECIDING_KINDS.flatMap((kind) => {
    const status = reading.status(kind);
    return status === undefined ? [] : [toSight(kind, status, reading.problems)];
  });
}

function toSight(kind: ResourceKind, status: KindStatus, all: readonly KindProblem[]): KindSight {
  const problems = all.filter((problem) => problem.kind === kind);
  // An object without a name, or a change that cannot be read, may be anything anywhere.
  const isBroken = status.problems.length > 0 || problems.some(({ namespace }) => namespace === undefined);
  return {
    kind,
    reach: isBroken && status.state === 'ok' ? 'partial' : reachOf(status),
    ...(status.visibleNamespaces === undefined ? {} : { onlyIn: status.visibleNamespaces }),
    ...(status.hiddenNamespaces === undefined ? {} : { hiddenIn: status.hiddenNamespaces }),
    brokenIn: [...new Set(problems.flatMap(({ namespace }) => namespace ?? []))],
  };
}

function reachOf({ state }: KindStatus): KindSight['reach'] {
  switch (state) {
    case 'ok':
      return 'complete';
    case 'degraded':
      return 'partial';
    case 'forbidden':
    case 'notInstalled':
      return state;
    default:
      return 'unknown';
  }
}
