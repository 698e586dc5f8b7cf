import type { ObjectReader } from '../kubernetes/object-store';
import type { MeshPod, MeshWorkload } from './mesh-view';
import { reportKey, type Report } from './report';

/** What one proxy wants to report. */
export interface Observation {
  readonly key: string;
  readonly report: Report;
  readonly pod: MeshPod;
  readonly factor: number;
}

/** Finds the ztunnel pod of a node. */
export type FindZtunnel = (nodeName: string) => MeshPod | undefined;

/** Every pod of a workload tells its part, through its own proxy or through its node's ztunnel. */
export function observeReport(report: Report, findZtunnel: FindZtunnel): Observation[] {
  const { teller, isByZtunnel } = report;
  const factor = report.factor / teller.pods.length;
  const observations = new Map<string, Observation>();
  for (const pod of teller.pods) {
    if (isByZtunnel ? pod.isRedirected !== true : !isTelling(teller, pod)) continue;
    const reporting = isByZtunnel ? (findZtunnel(pod.nodeName) ?? pod) : pod;
    const key = `${reporting.uid} ${reportKey(report)}`;
    const known = observations.get(key);
    observations.set(key, { key, report, pod: reporting, factor: (known?.factor ?? 0) + factor });
  }
  return [...observations.values()];
}

/** Pods of one workload may have been made before and after injection was switched on. */
function isTelling({ isGateway, isWaypoint }: MeshWorkload, pod: MeshPod): boolean {
  return isGateway || isWaypoint === true || pod.hasProxy;
}

/** The pods of the DaemonSet `ztunnel`, by the node they run on. */
export function indexZtunnels(objects: ObjectReader, workloads: readonly MeshWorkload[]): FindZtunnel {
  const isDaemonSet = (namespace: string) =>
    objects.get('daemonsets', 'ztunnel', { group: 'apps', namespace }) !== undefined;
  const pods = new Map(
    workloads
      .filter(({ name, namespace }) => name === 'ztunnel' && isDaemonSet(namespace))
      .flatMap((workload) => workload.pods.map((pod) => [pod.nodeName, pod] as const)),
  );
  return (nodeName) => pods.get(nodeName);
}
