import { labelOf, type Labels } from './field-reader';

// The names proxies put into metrics are resolved in this order (Istio: pkg/kube/labels/labels.go, pkg/kube/util.go),
// so that what the API holds and what metrics say join.

const REVISION_LABELS = ['service.istio.io/canonical-revision', 'app.kubernetes.io/version', 'version'];
const SERVICE_LABELS = ['service.istio.io/canonical-name', 'app.kubernetes.io/name', 'app'];
const WORKLOAD_NAME_LABEL = 'service.istio.io/workload-name';

function firstLabel(labels: Labels, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = labelOf(labels, name);
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}

/** The canonical service of pods with these labels. */
export function canonicalService(podLabels: Labels, workloadName: string): string {
  return firstLabel(podLabels, SERVICE_LABELS) ?? workloadName;
}

/** The canonical revision of pods with these labels; `latest` when none is named. */
export function canonicalRevision(podLabels: Labels): string {
  return firstLabel(podLabels, REVISION_LABELS) ?? 'latest';
}

/** Who controls a pod, from its owner references. */
export interface Controller {
  readonly kind: string;
  readonly name: string;
}

/** The workload's name as a proxy in this pod reports it. */
export function workloadName(podName: string, podLabels: Labels, controller: Controller | undefined): string {
  const named = labelOf(podLabels, WORKLOAD_NAME_LABEL);
  if (named !== undefined && named !== '') return named;
  if (controller === undefined) return podName;
  const { kind, name } = controller;
  if (kind === 'ReplicaSet') {
    const hash = labelOf(podLabels, 'pod-template-hash') ?? labelOf(podLabels, 'rollouts-pod-template-hash');
    return hash !== undefined && hash !== '' && name.endsWith(`-${hash}`)
      ? name.slice(0, -hash.length - 1)
      : name;
  }
  if (kind === 'ReplicationController') return labelOf(podLabels, 'deploymentconfig') ?? name;
  // A CronJob's jobs carry the scheduled time.
  if (kind === 'Job') return name.replace(/-\d{8,10}$/, '');
  return name;
}
